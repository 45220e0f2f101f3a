"""A course as a trainee would see it if its newest drafts were published. Nothing here is saved; reads only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from brs.certificates.models import Certificate
from brs.core.pages import above
from courses.learning.models import Enrolment, Outline, Progress
from courses.learning.rules import per_cent, what_is_left

from ..completion import snapshot_of
from ..course_outline import COURSE_DEPTH, ITEM_KINDS, CourseOutline, Part
from ..course_screen import CourseScreen, Task, left_in_words, state_words
from ..models import CoursePage
from .record import Trial

NO_SERIAL = "0000-0000-0000-0000"


@dataclass(frozen=True)
class TrialCourse:
    """The parts that learners would be asked for. `outline.course` has the words of its newest draft."""

    outline: CourseOutline
    items: list[dict[str, Any]]

    @property
    def course(self) -> Any:
        return self.outline.course


def trial_course(page: Page) -> TrialCourse:
    """The course of a page, with what is published and what was never published; not what was taken offline."""
    course_path = page.path[: COURSE_DEPTH * page.steplen]
    course = CoursePage.objects.select_related("locale").get(path=course_path).get_latest_revision_as_object()
    family = Page.objects.filter(Q(live=True) | Q(first_published_at=None), path__startswith=course_path)
    modules: dict[str, Page] = {}
    parts: list[Part] = []
    for member in family.select_related("locale").specific(defer=True).order_by("path"):
        member.title = member.draft_title or member.title
        if member.item_kind == "module":
            modules[member.path] = member
        elif member.item_kind in ITEM_KINDS:
            parts.append(Part(member, modules.get(member.path[: -member.steplen])))
    items = [{"key": str(part.page.translation_key), "kind": part.page.item_kind, "required": True} for part in parts]
    return TrialCourse(CourseOutline(above(course), course, parts, []), items)


def enrolment_in(tried: TrialCourse, trial: Trial, person: Any) -> Enrolment:
    """As if enrolled: never saved."""
    state = trial.state(tried.items)
    course = tried.course
    outline = Outline(course_key=course.translation_key, number=1, items=tried.items, rule={"needs": "all_required"})
    enrolment = Enrolment(learner=person, course_key=course.translation_key, outline=outline)
    enrolment.progress = Progress(enrolment=enrolment, items=state.items, parts=state.parts, position=state.position)
    if trial.is_complete(tried.items):
        enrolment.completed_at = enrolment.enrolled_at
    return enrolment


def trial_screen(tried: TrialCourse, trial: Trial, person: Any) -> CourseScreen:
    enrolment = enrolment_in(tried, trial, person)
    states = enrolment.progress.items
    words = state_words()

    def task(page: Page) -> Task:
        state = states.get(str(page.translation_key), "not_started")
        return Task(page, state, words[state])

    return CourseScreen(
        tasks=[(module, [task(page) for page in pages]) for module, pages in tried.outline.sections],
        enrolment=enrolment,
        left=left_in_words(enrolment, [], set()),
        pages=[part.page for part in tried.outline.parts],
        unfinished=frozenset(item["key"] for item in what_is_left(tried.items, states, waived=())),
        certificate=specimen(tried, trial, person) if enrolment.completed_at else None,
        outline=tried.outline,
        offline=[],
        newer=None,
    )


def specimen(tried: TrialCourse, trial: Trial, person: Any) -> Certificate | None:
    """The certificate that they would get; None for a course without one."""
    course = tried.course
    if course.certificate_kind is None:
        return None
    marked = [attempt for attempt in trial.attempts.values() if attempt.get("of")]
    score = per_cent(sum(attempt["points"] for attempt in marked), sum(attempt["of"] for attempt in marked))
    snapshot = snapshot_of(course, holder=person, release=1, score=score if marked else None)
    return Certificate(serial=NO_SERIAL, subject_key=course.translation_key, snapshot=snapshot.as_json())
