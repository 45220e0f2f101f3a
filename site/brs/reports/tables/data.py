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
from .filters import Asked
from .subjects import titles_of_courses
from .table import Column, Row, Table, people

MEASURES = (*FUNNEL, "certified")


def by_course_party_and_month(asked: Asked) -> Table:
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
    return Table("data", _("Courses by Party and month"), columns, _rows(asked))


def _rows(asked: Asked) -> Iterator[Row]:
    parties = {party.pk: party for party in asked.parties}
    titles = titles_of_courses()
    booked = facts("course", MEASURES, places=asked.codes).order_by("subject", "place")
    rows = booked.values_list("subject", "place", "measure", "month", "people").iterator(2_000)
    for (course, place), own in groupby(rows, key=itemgetter(0, 1)):
        party = parties.get(place)
        if party is None or course not in titles:
            continue
        region = title_of(party.regional_group)
        said = {"course": str(course), "title": titles[course], "party": str(party), "code": place, "region": region}
        for month, figures in _by_month(own, asked.name_of(course), place, asked):
            yield Row({"month": f"{month:%Y-%m}", **said, **figures})


def _by_month(
    own: Iterator[tuple[Any, ...]], name: str, place: str, asked: Asked
) -> Iterator[tuple[date, dict[str, int | None]]]:
    """From the first month that has something to show on."""
    tally = Tally()
    for _course, _place, measure, month, count in own:
        tally.add(measure, month, count, 0)
    group = Group(frozenset({place}))
    moved = {measure: tally.shown(measure, name, group) for measure in MEASURES}
    since, until = asked.period.since or date.min, asked.period.until or date.max
    for month in asked.months:
        if since <= month <= until:
            figures = {measure: within(moved[measure], Period(until=month)) for measure in MEASURES}
            if any(figures.values()):
                yield month, figures
