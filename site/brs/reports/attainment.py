"""Who is trained and certified: by Party, region, group of countries, gender and role."""

from collections.abc import Hashable, Iterable
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from brs.core.small_cells import per_cent
from brs.people.models import Party, User
from brs.people.places import GROUPS, REGIONS, is_in, region_of

from .asked import Asked
from .definitions import DEFINITIONS
from .figures import Group, Tally, facts, tally, together
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
    rows = _of_places(asked, regions(asked.parties))
    return _table("regions", _("By region"), _("Region"), "party", rows)


def by_group(asked: Asked) -> Table:
    """One query."""
    named: list[tuple[Any, list[Party]]] = [
        (title, [party for party in asked.parties if is_in(party, group)]) for group, (_field, title) in GROUPS.items()
    ]
    named.append((_("In none of these groups"), [p for p in asked.parties if not any(is_in(p, one) for one in GROUPS)]))
    head = DEFINITIONS["group_of_countries"].title
    return _table("groups", _("By group of countries"), head, "group_of_countries", _of_places(asked, named))


def by_gender(asked: Asked) -> Table:
    """One query."""
    tallies = _tallies(asked, "gender")
    genders = [*User.Gender.choices, ("", _("Not said"))]
    rows = [
        Row({"name": title, **_values(tallies.get(gender, Tally()), Group(asked.codes, gender=gender or "-"), asked)})
        for gender, title in genders
    ]
    return _table("genders", _("By gender"), DEFINITIONS["gender"].title, "gender", rows)


def by_role(asked: Asked) -> Table:
    """One query."""
    tallies = _tallies(asked, "role")
    rows = [
        Row({"name": title, **_values(tallies.get(role, Tally()), Group(asked.codes, role=role), asked)})
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


def _of_places(asked: Asked, named: Iterable[tuple[Any, list[Party]]]) -> list[Row]:
    rows = []
    for title, parties in named:
        codes = frozenset(party.pk for party in parties)
        own = together(asked.by_place[code] for code in codes & asked.by_place.keys())
        rows.append(Row({"name": title, **_values(own, Group(codes), asked)}))
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
    return tally(facts(kind, MEASURES, subject=subject, places=asked.codes), by)


def _of_party(party: Party, asked: Asked) -> dict[str, int | None]:
    return _values(asked.by_place.get(party.pk, Tally()), Group(frozenset({party.pk})), asked)


def _values(own: Tally, group: Group, asked: Asked) -> dict[str, int | None]:
    _kind, _subject, name = asked.scope
    found = {measure: own.figure(measure, name, group, asked.period) for measure in MEASURES}
    return {**found, "completion": per_cent(found["completed"], found["enrolled"])}
