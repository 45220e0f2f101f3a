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
from .filters import ReportFilters
from .table import COMPLETION, Column, Row, Table, Text, people
from .tiles import TileChart, tile_chart

MEASURES = ("enrolled", "completed", "certified", "came")
ROLES: dict[str, Text] = {
    "learner": _("Learners"),
    "facilitator": _("Facilitators"),
    "focal_point": _("Focal points"),
}


def by_party(filters: ReportFilters) -> Table:
    """One query."""
    rows = []
    for title, parties in regions(filters.parties):
        for party in parties:
            values = _of_party(party, filters)
            rows.append(Row({"name": str(party), "code": party.pk, "region": title, **values}, key=party.pk))
    columns = [
        Column("name", DEFINITIONS["party"].title, definition="party"),
        Column("code", _("Code")),
        Column("region", _("Region")),
        *people(*MEASURES),
    ]
    return Table("parties", _("By Party"), columns, rows, _("No Party is in this region and group."))


def by_region(filters: ReportFilters) -> Table:
    """One query."""
    rows = _of_places(filters, _named_regions(filters))
    return _table("regions", _("By region"), _("Region"), "party", rows)


def by_group(filters: ReportFilters) -> Table:
    """One query."""
    rows = _of_places(filters, _named_groups(filters))
    head = DEFINITIONS["group_of_countries"].title
    return _table("groups", _("By group of countries"), head, "group_of_countries", rows)


def by_gender(filters: ReportFilters) -> Table:
    """One query."""
    tallies = _tallies(filters, "gender")
    genders = [*User.Gender.choices, ("", _("Not said"))]
    rows = [
        Row(
            {
                "name": title,
                **_values(
                    tallies.get(gender, Tally()), filters.group_with(filters.codes, gender=gender or "-"), filters
                ),
            }
        )
        for gender, title in genders
    ]
    return _table("genders", _("By gender"), DEFINITIONS["gender"].title, "gender", rows)


def by_role(filters: ReportFilters) -> Table:
    """One query."""
    tallies = _tallies(filters, "role")
    rows = [
        Row(
            {
                "name": title,
                **_values(tallies.get(role, Tally()), filters.group_with(filters.codes, role=role), filters),
            }
        )
        for role, title in ROLES.items()
    ]
    return _table("roles", _("By role"), DEFINITIONS["role"].title, "role", rows)


def in_all(filters: ReportFilters) -> dict[str, int | None]:
    """Measure -> people, of all who are asked for. One query."""
    return _values(together(filters.by_place.values()), filters.group, filters)


def chart(filters: ReportFilters) -> TileChart:
    """Who is certified, Party by Party."""
    named = (
        (title, [(party.pk, str(party), _of_party(party, filters)["certified"]) for party in parties])
        for title, parties in regions(filters.parties)
    )
    return tile_chart(named, rtl=get_language_bidi())


def _table(name: str, title: Text, head: Text, definition: str, rows: list[Row]) -> Table:
    first = Column("name", head, definition=definition)
    return Table(name, title, [first, *people(*MEASURES), COMPLETION], rows)


def regions(parties: Iterable[Party]) -> list[tuple[Text, list[Party]]]:
    """Titles of those that have one of these Parties, with these by name."""
    titles: dict[str, Any] = dict(REGIONS.values())
    by_region: dict[str, list[Party]] = {region: [] for region in titles}
    for party in sorted(parties, key=str):
        by_region.setdefault(region_of(party), []).append(party)
    return [
        (titles.get(region) or members[0].regional_group or _("Without a region"), members)
        for region, members in by_region.items()
        if members
    ]


def _named_regions(filters: ReportFilters) -> Iterable[tuple[Any, Codes]]:
    """Those of the Parties asked for; where everybody may see it, those of which may be told."""
    if filters.published is None:
        return [(title, _codes(parties)) for title, parties in regions(filters.parties)]
    named = [(title, (region, filters.group_of_countries)) for region, title in REGIONS.values()]
    chosen = [(title, region_group) for title, region_group in named if filters.region in ("", region_group[0])]
    return [
        (title, filters.published[region_group]) for title, region_group in chosen if region_group in filters.published
    ]


def _named_groups(filters: ReportFilters) -> Iterable[tuple[Any, Codes]]:
    """Likewise."""
    titles = [*((group, title) for group, (_field, title) in GROUPS.items()), (NO_GROUP, _("In none of these groups"))]
    if filters.published is None:
        return [(title, _codes(in_group(filters.parties, group))) for group, title in titles]
    named = [(title, (filters.region, group)) for group, title in titles]
    return [
        (title, filters.published[region_group]) for title, region_group in named if region_group in filters.published
    ]


def _codes(parties: Iterable[Party]) -> Codes:
    return frozenset(party.pk for party in parties)


def _of_places(filters: ReportFilters, named: Iterable[tuple[Any, Codes]]) -> list[Row]:
    rows = []
    for title, codes in named:
        sums = together(filters.by_place[code] for code in codes & filters.by_place.keys())
        rows.append(Row({"name": title, **_values(sums, filters.group_with(codes), filters)}))
    total = together(filters.by_place.values())
    rows.append(
        Row(
            {
                "name": _("All, also those without a Party") if filters.is_everywhere else _("Together"),
                **_values(total, filters.group, filters),
            }
        )
    )
    return rows


def _tallies(filters: ReportFilters, by: str) -> dict[Hashable, Tally]:
    kind, subject, _name = filters.scope
    return tally(filters.facts(kind, MEASURES, subject=subject, places=filters.codes), by)


def _of_party(party: Party, filters: ReportFilters) -> dict[str, int | None]:
    return _values(filters.by_place.get(party.pk, Tally()), filters.group_with(frozenset({party.pk})), filters)


def _values(sums: Tally, group: Group, filters: ReportFilters) -> dict[str, int | None]:
    _kind, _subject, name = filters.scope
    figures = {measure: sums.figure(measure, name, group, filters.period) for measure in MEASURES}
    return {**figures, "completion": per_cent(figures["completed"], figures["enrolled"])}
