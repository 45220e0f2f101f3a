"""Activities that somebody takes part in, with the tasks due before, during and after; for one of them all there is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from brs.activities.certificates.eligibility import in_words, records
from brs.activities.evaluation import pre_post_tests, satisfaction
from brs.activities.evaluation.gains import Taken
from brs.activities.evaluation.pre_post_tests import test_key
from brs.activities.pages.activity_screen import asks_for, certificate_of, public
from brs.activities.pages.dates import Day, days, when
from brs.activities.pages.models import ActivityPage, Session, pages_of
from brs.activities.register.marks import attendance, attended_percent
from brs.activities.register.models import Participation, Register
from brs.certificates.models import Certificate
from brs.core.languages import readers_language
from brs.core.templatetags.brs import per_cent
from courses.learning.models import Attempt, Enrolment
from courses.pages.models import CoursePage
from toolkits.sharing.contents.sections import Section, contents
from toolkits.sharing.models import Toolkit


@dataclass(frozen=True)
class Due:
    """Something that one can do now, in words, with its address."""

    label: str
    address: str


@dataclass(frozen=True)
class Done:
    """A test that was taken or an evaluation that was given, with its address and what came of it."""

    label: str
    address: str
    words: str


@dataclass(frozen=True)
class OwnActivity:
    """`when` in words; `due`: what is open now, the first first. `certificate`: None while none was issued."""

    page: ActivityPage
    participation: Participation
    when: str
    state: str
    due: list[Due]
    certificate: Certificate | None

    @property
    def is_over(self) -> bool:
        return self.state in ("past", "cancelled")


@dataclass(frozen=True)
class Attended:
    session: Session
    is_present: bool


@dataclass(frozen=True)
class ActivityCourse:
    """A course of the activity. `state`: "" | begun | done."""

    page: CoursePage
    state: str


@dataclass(frozen=True)
class OwnScreen:
    """Everything of one activity in one place. `done`: what was handed in, each with what came of it in words.

    `attended`: per cent of the minutes; `asks`: for the certificate; `missing`: what of that, in words.
    """

    activity: OwnActivity
    done: list[Done]
    days: list[Day]
    attended: int
    sessions: list[Attended]
    courses: list[ActivityCourse]
    toolkits: list[Toolkit]
    certificate_kind: str
    asks: list[str]
    missing: list[str]

    @property
    def sessions_attended(self) -> int:
        return sum(session.is_present for session in self.sessions)


def own_activities(person: Any, certificates: Iterable[Certificate]) -> list[OwnActivity]:
    """All that somebody takes part in: what runs or comes first, then what is over, the newest first.

    Three queries, however many there are; one where there is none.
    """
    rows = list(
        Participation.objects.of(person).active().select_related("evaluation", "register", "learner").order_by("pk")
    )
    if not rows:
        return []
    pages = pages_of([row.register_id for row in rows], readers_language())
    attempts = list(Attempt.objects.of(person).filter(quiz_key__in=_test_keys(pages)).defer("questions", "answers"))
    issued = {certificate.subject_key: certificate for certificate in certificates}
    activities = [
        _own(pages[row.register_id], row, attempts, issued.get(row.register_id))
        for row in rows
        if row.register_id in pages
    ]
    return sorted(activities, key=_order)


def own_screen(page: ActivityPage, participation: Participation) -> OwnScreen:
    """The same number of queries however many sessions, courses and toolkits there are."""
    person, key = participation.learner, page.translation_key
    attempts = list(pre_post_tests.attempts_at(key).filter(enrolment__learner=person))
    certificate = (
        Certificate.objects.held_by(person).for_subject(key).without_merged().filter(superseded_at=None).first()
    )
    marks = attendance(participation.marks.marks())
    attended = {session for (_who, session), mark in marks.items() if mark.is_present}
    sessions = page.sessions()
    courses = public(CoursePage, page.courses.all())
    enrolled = {
        enrolment.course_key: "done" if enrolment.completed_at else "begun"
        for enrolment in Enrolment.objects.of(person).filter(
            course_key__in=[course.translation_key for course in courses]
        )
    }
    return OwnScreen(
        activity=_own(page, participation, attempts, certificate),
        done=_done(page, participation, attempts),
        days=days(page),
        attended=attended_percent(attended, {session.id: session.minutes for session in sessions}),
        sessions=[Attended(session, session.id in attended) for session in sessions],
        courses=[ActivityCourse(course, enrolled.get(course.translation_key, "")) for course in courses],
        toolkits=list(participation.register.toolkits.in_use().order_by("title")),
        certificate_kind=certificate_of(page),
        asks=asks_for(page),
        missing=_missing(page, participation) if page.certificate_kind_id and not certificate else [],
    )


def material(register: Register, pk: uuid.UUID) -> tuple[Toolkit, list[Section]]:
    """A toolkit of the activity with what anybody may see of it. Raises Toolkit.DoesNotExist."""
    toolkit = register.toolkits.in_use().get(pk=pk)
    return toolkit, contents(toolkit, readers_language(), for_owner=False)


def _own(
    page: ActivityPage, participation: Participation, attempts: list[Attempt], certificate: Certificate | None
) -> OwnActivity:
    due = [] if page.cancelled_at else _due(page, participation, attempts)
    return OwnActivity(page, participation, when(page), page.state(), due, certificate)


def _due(page: ActivityPage, participation: Participation, attempts: list[Attempt]) -> list[Due]:
    key = page.translation_key
    due = []
    for which, label, chosen in (
        ("before", _("Take the test before"), page.pre_test_id),
        ("after", _("Take the test after"), page.post_test_id),
    ):
        made = [attempt for attempt in attempts if attempt.quiz_key == test_key(key, which)]  # type: ignore[arg-type]
        handed_in = any(attempt.submitted_at for attempt in made)
        state = pre_post_tests.state_of(page, which, attempts)  # type: ignore[arg-type]
        if chosen and state == "open" and not handed_in:
            due.append(Due(label, reverse("activity_test", args=[key, which])))
    evaluation = getattr(participation, "evaluation", None)
    if satisfaction.state_of(page) == "open" and evaluation is None and _asks_evaluation(page):
        due.append(Due(_("Say what you think of it"), reverse("activity_evaluation", args=[key])))
    return due


def _done(page: ActivityPage, participation: Participation, attempts: list[Attempt]) -> list[Done]:
    key, taken = (
        page.translation_key,
        pre_post_tests.results_of(page, attempts).get(participation.learner_id, Taken()),
    )
    results = {"before": taken.before, "after": taken.after}
    done = [
        Done(pre_post_tests.title_of(which), reverse("activity_test", args=[key, which]), per_cent(result))
        for which in pre_post_tests.BOTH
        if (result := results[which]) is not None
    ]
    if hasattr(participation, "evaluation"):
        done.append(Done(_("Evaluation"), reverse("activity_evaluation", args=[key]), _("answered")))
    return done


def _missing(page: ActivityPage, participation: Participation) -> list[str]:
    [record] = records(page, Participation.objects.filter(pk=participation.pk))
    return in_words(page, record)


def _asks_evaluation(page: ActivityPage) -> bool:
    """In its last hour and afterwards: before, people cannot judge."""
    return page.over_at is not None and (page.over_at - timezone.now()).total_seconds() < 3600


def _test_keys(pages: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    return [test_key(key, which) for key in pages for which in pre_post_tests.BOTH]


def _order(activity: OwnActivity) -> tuple[bool, float]:
    begins: datetime | None = activity.page.starts_at
    moment = begins.timestamp() if begins else float("inf")
    return activity.is_over, -moment if activity.is_over else moment
