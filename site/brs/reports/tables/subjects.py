"""What people are counted for: courses, activities, programmes, competencies, provisions, SDG targets."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from brs.activities.pages.models import ActivityPage
from brs.core.languages import best_of_each
from brs.core.pages import address, for_everybody
from brs.core.small_cells import per_cent
from brs.needs.assistance_plan.models import ComponentPage, OutputPage
from brs.reports.counting.content_subjects import OF_THE_PLAN, components_of_outputs, parts_named, plan_key
from brs.reports.counting.counts import FUNNEL, KINDS, OUTCOMES
from brs.reports.disclosure.figures import Tally, tally
from brs.taxonomy.models import AXES, Classification, Convention, Provision, Term, in_readers_language
from courses.pages.models import CoursePage

from .definitions import DEFINITIONS
from .filters import ReportFilters
from .outcomes import Side, outcomes
from .table import COMPLETION, Column, Row, Table, Text, people

TRAINED = ("completed", "certified", "came")
OF_COURSES = (*FUNNEL, "certified")
PROGRAMMES: dict[str, Text] = {
    "component": _("Component of the plan"),
    "output": _("Output of the plan"),
    "convention": _("Convention"),
}


def by_course(filters: ReportFilters) -> Table:
    """How far people come in each course: of all that are live or were taken; of those that everybody may see.

    Five queries.
    """
    tallies = tally(filters.facts("course", OF_COURSES, places=filters.codes), "subject")
    rows = _of_pages(filters, CoursePage, tallies)
    columns = [Column("name", _("Course")), *people(*OF_COURSES), COMPLETION]
    return Table(
        "courses", _("From enrolling to the certificate"), columns, rows, _("There is no such course."), is_funnel=True
    )


def by_activity(side: Side, filters: ReportFilters) -> Table:
    """What came of each; the newest first."""
    columns = [Column("name", _("Activity")), Column("begins", _("Begins")), *side.columns]
    rows = filters.once(_of_activities)
    return Table(f"activities{side.suffix}", side.title, columns, rows, _("There is no such activity."))


def _of_activities(filters: ReportFilters) -> list[Row]:
    """Five queries."""
    tallies = tally(filters.facts("activity", OUTCOMES, places=filters.codes), "subject")
    return _of_pages(filters, ActivityPage, tallies)


def by_programme(side: Side, filters: ReportFilters) -> Table:
    """What came of the activities of each part of the plan and on each convention."""
    columns = [
        Column("name", DEFINITIONS["programme"].title, definition="programme"),
        Column("kind", _("Kind")),
        *side.columns,
    ]
    rows = filters.once(_of_programmes)
    return Table(f"programmes{side.suffix}", side.title, columns, rows, _("No activity names a part of the plan."))


def _of_programmes(filters: ReportFilters) -> list[Row]:
    """Seven queries."""
    booked = reduce(or_, (filters.facts(kind, OUTCOMES, places=filters.codes) for kind in PROGRAMMES))
    tallies = tally(booked, "subject")
    return [
        Row(
            {"name": name, "kind": PROGRAMMES[kind], **outcomes(tallies.get(key, Tally()), key, filters)},
            str(key),
            language,
        )
        for kind, key, name, language in _programmes()
    ]


def _programmes() -> Iterable[tuple[str, uuid.UUID, str, str]]:
    """Components and outputs that activities serve, and conventions: kind, key and name of each, and its language."""
    components = components_of_outputs()
    named_parts = ActivityPage.objects.filter(is_template=False).values_list("plan_component", "plan_output").distinct()
    named = {part for component, output in named_parts for part in parts_named(component, output, components)}
    pages = {
        (kind, page.slug): page
        for kind, model in zip(OF_THE_PLAN, (ComponentPage, OutputPage), strict=True)
        for page in _in_readers_language(model)
    }
    for kind, code in sorted(named):
        page = pages.get((kind, code))
        yield kind, plan_key(kind, code), page.title if page else code, page.locale.language_code if page else ""
    for key, convention in in_readers_language(Convention).items():
        yield "convention", key, str(convention), convention.locale.language_code


def _of_pages(filters: ReportFilters, model: type[Page], tallies: Mapping[object, Tally]) -> list[Row]:
    on_convention = set()
    if filters.convention:
        carrying = Classification.objects.carrying(filters.convention.translation_key)
        on_convention = set(carrying.values_list("content_key", flat=True))
    rows = []
    for page in for_everybody(model.objects.order_by("title")) if filters.is_public else _in_readers_language(model):
        key = page.translation_key
        if (filters.convention and key not in on_convention) or not (page.live or key in tallies):
            continue
        sums = tallies.get(key, Tally())
        values = {"name": page.title}
        if isinstance(page, ActivityPage):
            values |= {"begins": page.starts_at and page.starts_at.date(), **outcomes(sums, key, filters)}
        else:
            figures = {
                measure: sums.figure(measure, filters.name_of(key), filters.group, filters.period)
                for measure in OF_COURSES
            }
            values |= {**figures, "completion": per_cent(figures["completed"], figures["enrolled"])}
        rows.append(Row(values, str(key), page.locale.language_code, address(page) if page.live else ""))
    return rows


def _in_readers_language(model: type[Page]) -> list[Page]:
    """Each once, by title; activities the newest first. Templates take place nowhere. One query."""
    pages = model.objects.select_related("locale")
    if model is ActivityPage:
        pages = pages.filter(is_template=False).order_by("-starts_at", "title")
    else:
        pages = pages.order_by("title")
    chosen = {page.pk for page in best_of_each(pages).values()}
    return [page for page in pages if page.pk in chosen]


def titles_of_courses() -> dict[uuid.UUID, str]:
    """One query."""
    return {page.translation_key: page.title for page in _in_readers_language(CoursePage)}


def by_term(axis: str, title: Text, filters: ReportFilters) -> Table:
    """Who was trained in what carries each term; terms that nothing carries are left out. Three queries."""
    by_class = KINDS[axis].place == "class"
    tallies = tally(filters.facts(axis, TRAINED, places=filters.classes if by_class else filters.codes), "subject")
    columns = [Column("name", title, definition="subject"), *people(*TRAINED)]
    rows = []
    for key, term in _terms(axis, filters, {*tallies, *filters.names}).items():
        sums = tallies.get(key, Tally())
        figures = {
            measure: sums.figure(measure, filters.name_of(key), filters.group, filters.period) for measure in TRAINED
        }
        rows.append(Row({"name": str(term), **figures}, term.slug, term.locale.language_code))
    return Table(axis, title, columns, rows, _("Nothing that is published carries one."))


def _terms(axis: str, filters: ReportFilters, used: Collection[object]) -> dict[uuid.UUID, Term]:
    terms = in_readers_language(AXES[axis])
    return {
        key: term
        for key, term in sorted(terms.items(), key=lambda pair: (pair[1].sort_order, str(pair[1])))
        if key in used and (not isinstance(term, Provision) or _is_of(filters, term))
    }


def _is_of(filters: ReportFilters, provision: Provision) -> bool:
    return filters.convention is None or provision.convention.slug == filters.convention.slug
