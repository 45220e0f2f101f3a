"""A course as one person sees it: its parts as a task list, what is left in words, where to go on."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from brs.certificates.models import Certificate
from courses.learning.models import Attempt, Enrolment
from courses.learning.rules import what_is_left

from .course_outline import CourseOutline, course_outline

FINISHED = ("done", "passed")


@dataclass(frozen=True)
class Task:
    """`state`: not_started | started | done | passed | failed; `label` says it in words."""

    page: Page
    state: str
    label: str


@dataclass(frozen=True)
class CourseScreen:
    """`tasks`: modules (None for parts without one) with their tasks. `go_on`: where to continue, None when empty."""

    tasks: list[tuple[Page | None, list[Task]]]
    enrolment: Enrolment | None
    left: str
    go_on: Page | None
    certificate: Certificate | None
    outline: CourseOutline

    def state_of(self, page: Page) -> str:
        return next((task.state for _m, tasks in self.tasks for task in tasks if task.page.pk == page.pk), "")


def course_screen(page: Page, person: Any) -> CourseScreen:
    """The course that this page is or belongs to, and for somebody enrolled their progress. At most three queries."""
    outline = course_outline(page)
    course = outline.course
    enrolment = enrolment_of(person, course.translation_key)
    states = enrolment.progress.items if enrolment else {}
    words = state_words()
    tasks = []
    for module, pages in outline.sections:
        states_of = [(page, states.get(str(page.translation_key), "not_started")) for page in pages]
        tasks.append((module, [Task(page, state, words[state] if enrolment else "") for page, state in states_of]))
    pages = [part.page for part in outline.parts]
    certificate = None
    if enrolment and enrolment.completed_at:
        certificate = Certificate.objects.held_by(person).for_subject(course.translation_key).valid().first()
    return CourseScreen(
        tasks=tasks,
        enrolment=enrolment,
        left=left_in_words(enrolment, {str(page.translation_key) for page in pages}) if enrolment else "",
        go_on=_go_on(pages, states, enrolment),
        certificate=certificate,
        outline=outline,
    )


def enrolment_of(person: Any, course_key: uuid.UUID) -> Enrolment | None:
    if not person.is_authenticated:
        return None
    return Enrolment.objects.of(person).in_course(course_key).select_related("progress", "outline").first()


def left_in_words(enrolment: Enrolment, live: set[str]) -> str:
    """«2 lessons and the quiz are left.»"""
    items = enrolment.outline.items
    waived = {item["key"] for item in items} - live
    left = what_is_left(items, enrolment.progress.items, waived)
    if enrolment.completed_at:
        return _("You have completed this course.")
    lessons = sum(item["kind"] == "lesson" for item in left)
    quizzes = len(left) - lessons
    said = []
    if lessons:
        said.append(ngettext("%(n)d lesson to read", "%(n)d lessons to read", lessons) % {"n": lessons})
    if quizzes:
        said.append(ngettext("%(n)d quiz to pass", "%(n)d quizzes to pass", quizzes) % {"n": quizzes})
    return _("Left: %(what)s.") % {"what": _(", ").join(said)}


def state_words() -> dict[str, str]:
    return {
        "not_started": _("Not started"),
        "started": _("Started"),
        "done": _("Done"),
        "passed": _("Passed"),
        "failed": _("Not passed yet"),
    }


def _go_on(pages: list[Page], states: dict[str, str], enrolment: Enrolment | None) -> Page | None:
    """Where the learner was last if that is unfinished, else the first unfinished part after it, else the first."""
    if not pages:
        return None
    keys = [str(page.translation_key) for page in pages]
    position = enrolment.progress.position.partition(":")[0] if enrolment else ""
    start = keys.index(position) if position in keys else 0
    for place in [*range(start, len(pages)), *range(start)]:
        if states.get(keys[place]) not in FINISHED:
            return pages[place]
    return pages[0]


def attempts_of(person: Any, quiz_key: uuid.UUID) -> list[Attempt]:
    if not person.is_authenticated:
        return []
    return list(Attempt.objects.of(person).at(quiz_key).order_by("-number"))
