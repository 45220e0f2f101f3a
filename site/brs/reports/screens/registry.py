"""The reports of the Secretariat: which tables stand on which screen, and how they are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from brs.reports.tables import attainment, data, needs_and_supply, subjects
from brs.reports.tables.filters import FilterForm, ReportFilters, read_filters
from brs.reports.tables.outcomes import GAINED, LATER
from brs.reports.tables.table import Table, Text
from brs.reports.tables.tiles import TileChart

EVERY = ("convention", "region", "group", "since", "until")
OF_PLACES = ("region", "group", "since", "until")


@dataclass(frozen=True)
class Screen:
    """`filters`: those that it takes. `chart` is shown above the tables."""

    title: Text
    about: Text
    tables: tuple[str, ...]
    filters: tuple[str, ...] = EVERY
    chart: Callable[[ReportFilters], TileChart] | None = None


TABLES: dict[str, Callable[[ReportFilters], Table]] = {
    "parties": attainment.by_party,
    "regions": attainment.by_region,
    "groups": attainment.by_group,
    "genders": attainment.by_gender,
    "roles": attainment.by_role,
    "convention": partial(subjects.by_term, "convention", _("Convention")),
    "competency": partial(subjects.by_term, "competency", _("Competency")),
    "provision": partial(subjects.by_term, "provision", _("Provision")),
    "sdg": partial(subjects.by_term, "sdg", _("SDG target")),
    "courses": subjects.by_course,
    "activities": partial(subjects.by_activity, GAINED),
    "activities-later": partial(subjects.by_activity, LATER),
    "programmes": partial(subjects.by_programme, GAINED),
    "programmes-later": partial(subjects.by_programme, LATER),
    "needs": needs_and_supply.by_competency,
    "needs-of-parties": needs_and_supply.by_party,
    "data": data.by_course_party_and_month,
}

SCREENS: dict[str, Screen] = {
    "attainment": Screen(
        _("Attainment by Party and region"),
        _("Who enrolled, completed a course, holds a certificate, came to an activity."),
        ("regions", "parties"),
        chart=attainment.chart,
    ),
    "obligations": Screen(
        _("Conventions and obligations"),
        _("Who was trained for each convention, competency and provision."),
        ("convention", "competency", "provision"),
        OF_PLACES,
    ),
    "needs": Screen(
        _("Needs against supply"),
        _("Where Parties say that they fall short, and what there is for it."),
        ("needs", "needs-of-parties"),
        OF_PLACES,
    ),
    "courses": Screen(_("Courses"), _("How far people come in each course."), ("courses",)),
    "people": Screen(_("Gender and role"), _("Who learns."), ("genders", "roles")),
    "groups": Screen(
        _("Groups of countries"),
        _("Least developed countries, landlocked developing countries, small island developing States."),
        ("groups",),
        ("convention", "region", "since", "until"),
    ),
    "sdg": Screen(_("SDG targets"), _("What contributes to which target of the 2030 Agenda."), ("sdg",), OF_PLACES),
    "activities": Screen(
        _("Activities"),
        _("Who came, what they gained, who is certified, who applies it."),
        ("activities", "activities-later"),
    ),
    "programmes": Screen(
        _("Programmes"),
        _("What came of the activities of each part of the plan, and on each convention."),
        ("programmes", "programmes-later"),
        OF_PLACES,
    ),
}
# The filters that a table takes: those of its screen.
FILTERS = {table: screen.filters for screen in SCREENS.values() for table in screen.tables} | {"data": OF_PLACES}


@dataclass(frozen=True)
class Shown:
    """A screen with what was asked of it. `tables` is empty where `form` has errors. `query`: for its exports."""

    name: str
    screen: Screen
    form: FilterForm
    tables: list[Table]
    chart: TileChart | None
    until: date | None
    query: str


def shown(name: str, parameters: Mapping[str, Any]) -> Shown:
    """A screen. Some ten queries, however many people there are; see the tables."""
    screen = SCREENS[name]
    form, filters = read_filters(parameters, screen.filters)
    tables = [TABLES[table](filters) for table in screen.tables] if filters else []
    chart = screen.chart(filters) if filters and screen.chart else None
    return Shown(name, screen, form, tables, chart, filters.last_month if filters else None, _query(form))


def table(
    name: str, parameters: Mapping[str, Any], *, is_public: bool = False
) -> tuple[FilterForm, Table | None, date | None]:
    """One table with the month at whose end it stands; no table where it was asked for what there is not.

    `is_public`: as everybody may see it.
    """
    form, filters = read_filters(parameters, FILTERS[name], is_public=is_public)
    return (form, TABLES[name](filters), filters.last_month) if filters else (form, None, None)


def _query(form: FilterForm) -> str:
    values = {name: form.cleaned_data.get(name) for name in form.fields} if form.is_valid() else {}
    return urlencode({name: value for name, value in values.items() if value})
