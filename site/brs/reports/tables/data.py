"""All figures of courses by Party and month: too many for a screen, for whoever wants to reckon on."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from brs.people.places import title_of
from brs.reports.counting.counts import FUNNEL
from brs.reports.disclosure.figures import Group, Period, Tally, facts, within

from .definitions import DEFINITIONS
from .filters import ReportFilters
from .subjects import titles_of_courses
from .table import Column, Row, Table, people

MEASURES = (*FUNNEL, "certified")


def by_course_party_and_month(filters: ReportFilters) -> Table:
    """Rows are made as they are read: three queries, and as much memory for many as for few."""
    columns = [
        Column("month", DEFINITIONS["month"].title, definition="month"),
        Column("course", _("Course")),
        Column("title", _("Title")),
        Column("party", DEFINITIONS["party"].title, definition="party"),
        Column("code", _("Code")),
        Column("region", _("Region")),
        *people(*MEASURES),
    ]
    return Table("data", _("Courses by Party and month"), columns, _rows(filters))


def _rows(filters: ReportFilters) -> Iterator[Row]:
    parties = {party.pk: party for party in filters.parties}
    titles = titles_of_courses()
    booked = facts("course", MEASURES, places=filters.codes).order_by("subject", "place")
    rows = booked.values_list("subject", "place", "measure", "month", "people").iterator(2_000)
    for (course, code), group_rows in groupby(rows, key=itemgetter(0, 1)):
        party = parties.get(code)
        if party is None or course not in titles:
            continue
        region = title_of(party.regional_group)
        names = {"course": str(course), "title": titles[course], "party": str(party), "code": code, "region": region}
        for month, figures in _by_month(group_rows, filters.name_of(course), code, filters):
            yield Row({"month": f"{month:%Y-%m}", **names, **figures})


def _by_month(
    rows: Iterator[tuple[Any, ...]], name: str, code: str, filters: ReportFilters
) -> Iterator[tuple[date, dict[str, int | None]]]:
    """From the first month that has something to show on."""
    tally = Tally()
    for _course, _place, measure, month, count in rows:
        tally.add(measure, month, count, 0)
    group = Group(frozenset({code}))
    moved = {measure: tally.shown(measure, name, group) for measure in MEASURES}
    since, until = filters.period.since or date.min, filters.period.until or date.max
    for month in filters.months:
        if since <= month <= until:
            figures = {measure: within(moved[measure], Period(until=month)) for measure in MEASURES}
            if any(figures.values()):
                yield month, figures
