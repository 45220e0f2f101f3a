"""Who is trained and certified: by Party, region, group of countries, gender and role."""

from collections.abc import Hashable, Iterable
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from brs.core.small_cells import per_cent
from brs.people.models import Party, User
from brs.people.places import GROUPS, REGIONS, region_of
from brs.reports.disclosure.figures import Group, Tally, tally, together
from brs.reports.disclosure.public_sets import NO_GROUP, in_group
from brs.reports.disclosure.telling import Codes

from .definitions import DEFINITIONS
from .filters import Asked
from .table import COMPLETION, Column, Row, Table, Text, people
from .tiles import TileChart, tile_chart

MEASURES = ("enrolled", "completed", "certified", "came")
ROLES: dict[str, Text] = {
    "learner": _("Learners"),
    "facilitator": _("Facilitators"),
    "focal_point": _("Focal points"),
}


def by_party(asked: Asked) -> Table:
    """One query."""
    rows = []
    for title, parties in regions(asked.parties):
        for party in parties:
            own = _of_party(party, asked)
            rows.append(Row({"name": str(party), "code": party.pk, "region": title, **own}, key=party.pk))
    columns = [
        Column("name", DEFINITIONS["party"].title, definition="party"),
        Column("code", _("Code")),
        Column("region", _("Region")),
        *people(*MEASURES),
    ]
    return Table("parties", _("By Party"), columns, rows, _("No Party is in this region and group."))


def by_region(asked: Asked) -> Table:
    """One query."""
    rows = _of_places(asked, _named_regions(asked))
    return _table("regions", _("By region"), _("Region"), "party", rows)


def by_group(asked: Asked) -> Table:
    """One query."""
    rows = _of_places(asked, _named_groups(asked))
    head = DEFINITIONS["group_of_countries"].title
    return _table("groups", _("By group of countries"), head, "group_of_countries", rows)


def by_gender(asked: Asked) -> Table:
    """One query."""
    tallies = _tallies(asked, "gender")
    genders = [*User.Gender.choices, ("", _("Not said"))]
    rows = [
        Row(
            {
                "name": title,
                **_values(tallies.get(gender, Tally()), asked.group_with(asked.codes, gender=gender or "-"), asked),
            }
        )
        for gender, title in genders
    ]
    return _table("genders", _("By gender"), DEFINITIONS["gender"].title, "gender", rows)


def by_role(asked: Asked) -> Table:
    """One query."""
    tallies = _tallies(asked, "role")
    rows = [
        Row({"name": title, **_values(tallies.get(role, Tally()), asked.group_with(asked.codes, role=role), asked)})
        for role, title in ROLES.items()
    ]
    return _table("roles", _("By role"), DEFINITIONS["role"].title, "role", rows)


def in_all(asked: Asked) -> dict[str, int | None]:
    """Measure -> people, of all who are asked for. One query."""
    return _values(together(asked.by_place.values()), asked.group, asked)


def chart(asked: Asked) -> TileChart:
    """Who is certified, Party by Party."""
    named = (
        (title, [(party.pk, str(party), _of_party(party, asked)["certified"]) for party in parties])
        for title, parties in regions(asked.parties)
    )
    return tile_chart(named, rtl=get_language_bidi())


def _table(name: str, title: Text, head: Text, definition: str, rows: list[Row]) -> Table:
    first = Column("name", head, definition=definition)
    return Table(name, title, [first, *people(*MEASURES), COMPLETION], rows)


def regions(parties: Iterable[Party]) -> list[tuple[Text, list[Party]]]:
    """Titles of those that have one of these Parties, with these by name."""
    titles: dict[str, Any] = dict(REGIONS.values())
    found: dict[str, list[Party]] = {region: [] for region in titles}
    for party in sorted(parties, key=str):
        found.setdefault(region_of(party), []).append(party)
    return [
        (titles.get(region) or own[0].regional_group or _("Without a region"), own)
        for region, own in found.items()
        if own
    ]


def _named_regions(asked: Asked) -> Iterable[tuple[Any, Codes]]:
    """Those of the Parties asked for; where everybody may see it, those of which may be told."""
    if asked.told is None:
        return [(title, _codes(parties)) for title, parties in regions(asked.parties)]
    named = [(title, (region, asked.group_of_countries)) for region, title in REGIONS.values()]
    chosen = [(title, place) for title, place in named if asked.region in ("", place[0])]
    return [(title, asked.told[place]) for title, place in chosen if place in asked.told]


def _named_groups(asked: Asked) -> Iterable[tuple[Any, Codes]]:
    """Likewise."""
    titles = [*((group, title) for group, (_field, title) in GROUPS.items()), (NO_GROUP, _("In none of these groups"))]
    if asked.told is None:
        return [(title, _codes(in_group(asked.parties, group))) for group, title in titles]
    named = [(title, (asked.region, group)) for group, title in titles]
    return [(title, asked.told[place]) for title, place in named if place in asked.told]


def _codes(parties: Iterable[Party]) -> Codes:
    return frozenset(party.pk for party in parties)


def _of_places(asked: Asked, named: Iterable[tuple[Any, Codes]]) -> list[Row]:
    rows = []
    for title, codes in named:
        own = together(asked.by_place[code] for code in codes & asked.by_place.keys())
        rows.append(Row({"name": title, **_values(own, asked.group_with(codes), asked)}))
    total = together(asked.by_place.values())
    rows.append(
        Row(
            {
                "name": _("All, also those without a Party") if asked.is_everywhere else _("Together"),
                **_values(total, asked.group, asked),
            }
        )
    )
    return rows


def _tallies(asked: Asked, by: str) -> dict[Hashable, Tally]:
    kind, subject, _name = asked.scope
    return tally(asked.facts(kind, MEASURES, subject=subject, places=asked.codes), by)


def _of_party(party: Party, asked: Asked) -> dict[str, int | None]:
    return _values(asked.by_place.get(party.pk, Tally()), asked.group_with(frozenset({party.pk})), asked)


def _values(own: Tally, group: Group, asked: Asked) -> dict[str, int | None]:
    _kind, _subject, name = asked.scope
    found = {measure: own.figure(measure, name, group, asked.period) for measure in MEASURES}
    return {**found, "completion": per_cent(found["completed"], found["enrolled"])}
