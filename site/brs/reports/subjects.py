"""What people are counted for: courses, activities, programmes, competencies, provisions, SDG targets."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from brs.activities.models import ActivityPage
from brs.core.pages import SOURCE_LANGUAGE, address
from brs.core.small_cells import per_cent
from brs.needs.models import OutputPage
from brs.taxonomy.models import AXES, Classification, Convention, Provision, Term, in_readers_language
from courses.pages.models import CoursePage

from .asked import Asked
from .carried import OF_THE_PLAN, plan_key
from .counting import FUNNEL, KINDS, OUTCOMES
from .definitions import DEFINITIONS
from .figures import Tally, facts, tally
from .outcomes import Side, outcomes
from .table import COMPLETION, Column, Row, Table, Text, people

TRAINED = ("completed", "certified", "came")
OF_COURSES = (*FUNNEL, "certified")


def by_course(asked: Asked) -> Table:
    """How far people come in each course: of all that are live or were taken. Five queries."""
    tallies = tally(facts("course", OF_COURSES, places=asked.codes), "subject")
    rows = _of_pages(asked, CoursePage, tallies)
    columns = [Column("name", _("Course")), *people(*OF_COURSES), COMPLETION]
    return Table(
        "courses", _("From enrolling to the certificate"), columns, rows, _("There is no such course."), is_funnel=True
    )


def by_activity(side: Side, asked: Asked) -> Table:
    """What came of each; the newest first. Five queries."""
    tallies = tally(facts("activity", OUTCOMES, places=asked.codes), "subject")
    rows = _of_pages(asked, ActivityPage, tallies)
    columns = [Column("name", _("Activity")), Column("begins", _("Begins")), *side.columns]
    return Table(f"activities{side.suffix}", side.title, columns, rows, _("There is no such activity."))


def by_programme(side: Side, asked: Asked) -> Table:
    """What came of the activities of each part of the plan and on each convention. Five queries."""
    kinds = (*OF_THE_PLAN, "convention")
    booked = reduce(or_, (facts(kind, OUTCOMES, places=asked.codes) for kind in kinds))
    tallies = tally(booked, "subject")
    rows = [
        Row({"name": name, "kind": kind, **outcomes(tallies.get(key, Tally()), key, asked)}, str(key))
        for kind, key, name in _programmes()
    ]
    columns = [
        Column("name", DEFINITIONS["programme"].title, definition="programme"),
        Column("kind", _("Kind")),
        *side.columns,
    ]
    return Table(f"programmes{side.suffix}", side.title, columns, rows, _("No activity names a part of the plan."))


def _programmes() -> Iterable[tuple[Text, uuid.UUID, str]]:
    """Components and outputs that activities name, and conventions: kind, key and name of each."""
    named = set(ActivityPage.objects.filter(is_template=False).values_list("plan_component", "plan_output"))
    titles = {page.slug: page.title for page in _in_readers_language(OutputPage)}
    for component in sorted({component for component, _output in named if component}):
        yield _("Component of the plan"), plan_key("component", component), component
    for output in sorted({output for _component, output in named if output}):
        yield _("Output of the plan"), plan_key("output", output), titles.get(output, output)
    for key, convention in in_readers_language(Convention).items():
        yield _("Convention"), key, str(convention)


def _of_pages(asked: Asked, model: type[Page], tallies: Mapping[object, Tally]) -> list[Row]:
    on_convention = set()
    if asked.convention:
        carrying = Classification.objects.carrying(asked.convention.translation_key)
        on_convention = set(carrying.values_list("content_key", flat=True))
    rows = []
    for page in _in_readers_language(model):
        key = page.translation_key
        if (asked.convention and key not in on_convention) or not (page.live or key in tallies):
            continue
        own = tallies.get(key, Tally())
        values = {"name": page.title}
        if isinstance(page, ActivityPage):
            values |= {"begins": page.starts_at and page.starts_at.date(), **outcomes(own, key, asked)}
        else:
            found = {one: own.figure(one, asked.name_of(key), asked.group, asked.period) for one in OF_COURSES}
            values |= {**found, "completion": per_cent(found["completed"], found["enrolled"])}
        rows.append(Row(values, str(key), page.locale.language_code, address(page) if page.live else ""))
    return rows


def _in_readers_language(model: type[Page]) -> list[Page]:
    """Each once, by title; activities the newest first. Templates take place nowhere. One query."""
    pages = model.objects.select_related("locale")
    if model is ActivityPage:
        pages = pages.filter(is_template=False).order_by("-starts_at", "title")
    else:
        pages = pages.order_by("title")
    rank = {get_language(): 0, SOURCE_LANGUAGE: 1}
    found: dict[uuid.UUID, Page] = {}
    for page in sorted(pages, key=lambda page: rank.get(page.locale.language_code, 2)):
        found.setdefault(page.translation_key, page)
    chosen = {page.pk for page in found.values()}
    return [page for page in pages if page.pk in chosen]


def titles_of_courses() -> dict[uuid.UUID, str]:
    """One query."""
    return {page.translation_key: page.title for page in _in_readers_language(CoursePage)}


def by_term(axis: str, title: Text, asked: Asked) -> Table:
    """Who was trained in what carries each term; terms that nothing carries are left out. Three queries."""
    by_class = KINDS[axis].place == "class"
    tallies = tally(facts(axis, TRAINED, places=asked.classes if by_class else asked.codes), "subject")
    columns = [Column("name", title, definition="subject"), *people(*TRAINED)]
    rows = []
    for key, term in _terms(axis, asked, {*tallies, *asked.names}).items():
        own = tallies.get(key, Tally())
        found = {one: own.figure(one, asked.name_of(key), asked.group, asked.period) for one in TRAINED}
        rows.append(Row({"name": str(term), **found}, term.slug, term.locale.language_code))
    return Table(axis, title, columns, rows, _("Nothing that is published carries one."))


def _terms(axis: str, asked: Asked, used: Collection[object]) -> dict[uuid.UUID, Term]:
    found = in_readers_language(AXES[axis])
    return {
        key: term
        for key, term in sorted(found.items(), key=lambda pair: (pair[1].sort_order, str(pair[1])))
        if key in used and (not isinstance(term, Provision) or _is_of(asked, term))
    }


def _is_of(asked: Asked, provision: Provision) -> bool:
    return asked.convention is None or provision.convention.slug == asked.convention.slug
