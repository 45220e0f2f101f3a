"""Certificates of an activity: what each participant has done, and lacks for one."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from brs.activities.evaluation.pre_post_tests import test_key
from brs.activities.pages.activity_screen import asks_for
from brs.activities.pages.certificate_rule import Achievements, lacks
from brs.activities.pages.models import ActivityPage
from brs.activities.register.marks import attendance, attended_percent
from brs.activities.register.models import AttendanceMark, Participation, Register
from brs.certificates.models import Certificate
from brs.core.pages import for_everybody
from brs.core.templatetags.brs import per_cent
from courses.learning.models import Attempt, Enrolment
from courses.pages.models import CoursePage

PER_PAGE = 50
PER_FILE = 200  # pages of one PDF: some seconds to set, and a stack that a printer takes

SHOW: dict[str, str | Promise] = {
    "": _lazy("Everybody"),
    "earned": _lazy("Earned, not issued yet"),
    "lacking": _lazy("Something is missing"),
    "issued": _lazy("Issued"),
}


@dataclass(frozen=True)
class Record:
    """One participant: what they did, what they lack by name, and their certificate. `minutes` attended."""

    participation: Participation
    achievements: Achievements
    minutes: int
    lacks: list[str]
    certificate: Certificate | None

    @property
    def state(self) -> str:
        """issued | lacking | earned"""
        if self.certificate:
            return "issued"
        return "lacking" if self.lacks else "earned"


@dataclass(frozen=True)
class CertifyRow:
    """A row of the list. `missing`: in words."""

    record: Record
    missing: list[str]


@dataclass(frozen=True)
class CertifyScreen:
    """`asked`: the rule in words. `counts`: by state. `show`: which are listed; `rows`: those of one page.

    `files`: numbers of the PDFs in which all that were issued are printed.
    """

    activity: ActivityPage
    kind: str
    asked: list[str]
    needs_practical: bool
    counts: dict[str, int]
    filters: list[tuple[str, str | Promise, int]]
    show: str
    rows: list[CertifyRow]
    page: Page
    files: list[int]

    @property
    def querystring(self) -> str:
        return f"show={self.show}" if self.show else ""


def certify_screen(activity: ActivityPage, register: Register, *, show: str, page: str) -> CertifyScreen:
    """As many queries whatever the number of participants."""
    everybody = records(activity, register.participations.active())
    counts = {state: sum(record.state == state for record in everybody) for state in SHOW if state}
    show = show if show in SHOW else ""
    printable = sum(record.certificate is not None and record.certificate.status() == "valid" for record in everybody)
    listed = Paginator([record for record in everybody if show in ("", record.state)], PER_PAGE).get_page(page)
    kind = activity.certificate_kind
    return CertifyScreen(
        activity=activity,
        kind=str(kind.localized) if kind else "",
        asked=asks_for(activity),
        needs_practical=activity.rule().needs_practical,
        counts=counts,
        filters=[(state, words, counts.get(state, len(everybody))) for state, words in SHOW.items()],
        show=show,
        rows=[CertifyRow(record, in_words(activity, record)) for record in listed],
        page=listed,
        files=list(range(1, -(-printable // PER_FILE) + 1)),
    )


def records(activity: ActivityPage, participations: QuerySet[Participation]) -> list[Record]:
    """Each of those who take part, by name. Seven queries at most, however many there are."""
    people = list(participations.select_related("learner", "party").order_by("name", "pk"))
    learners = participations.values("learner")
    key, rule = activity.translation_key, activity.rule()
    minutes = {session.id: session.minutes for session in activity.sessions()}
    present = _present(participations)
    after = Attempt.objects.filter(quiz_key=test_key(key, "after"), passed=True, enrolment__learner__in=learners)
    passed = set(after.values_list("enrolment__learner", flat=True))
    unfinished = _courses_left(activity, learners) if rule.needs_courses else {}
    held = {
        certificate.holder_id: certificate
        for certificate in Certificate.objects.for_subject(key)
        .without_merged()
        .filter(superseded_at=None, holder__in=learners)
    }
    everybody = []
    for person in people:
        sessions = present.get(person.pk, set())
        achievements = Achievements(
            came=person.joined_at is not None,
            attended=attended_percent(sessions, minutes),
            passed_post_test=person.learner_id in passed,
            courses_left=unfinished.get(person.learner_id, unfinished.get(None, ())),
            passed_practical=bool(person.passed_practical),
        )
        attended = sum(minutes.get(session, 0) for session in sessions)
        everybody.append(Record(person, achievements, attended, lacks(rule, achievements), held.get(person.learner_id)))
    return everybody


def in_words(activity: ActivityPage, record: Record) -> list[str]:
    """Sentences for all that somebody lacks, so that they know what to do."""
    attended = {
        "there": per_cent(record.achievements.attended),
        "needed": per_cent(activity.attendance_percent),
    }
    sentences = {
        "came": _("has not come"),
        "attendance": _("attended %(there)s of the time, %(needed)s are needed") % attended,
        "post_test": _("the test after is not passed"),
        "courses": _("not completed: %(courses)s") % {"courses": ", ".join(record.achievements.courses_left)},
        "practical": _("the practical is not passed"),
    }
    return [sentences[name] for name in record.lacks]


def note_practicals(
    register: Register, *, passed: Collection[str], listed: Collection[str], had: Collection[str], by: Any = None
) -> int:
    """Keep who passed the practical of those who were listed; `had`: those who were ticked when it was listed.

    Only what was changed is kept, so that of two who tick at once neither takes back what the other did. How many.
    """
    known = {str(pk) for pk in register.participations.active().values_list("pk", flat=True)} & set(listed)
    ticked, cleared = known & set(passed) - set(had), known & set(had) - set(passed)
    changed = register.participations.filter(pk__in=ticked).update(passed_practical=True, practical_by=by)
    again = register.participations.filter(pk__in=cleared).update(passed_practical=False, practical_by=by)
    return changed + again


def _present(participations: QuerySet[Participation]) -> Mapping[uuid.UUID, set[str]]:
    """The sessions in which each participation was there. One query."""
    sessions: dict[uuid.UUID, set[str]] = defaultdict(set)
    marks = AttendanceMark.objects.filter(participation__in=participations.values("pk")).marks()
    for (who, session), mark in attendance(marks).items():
        if mark.is_present:
            sessions[who].add(session)
    return sessions


def _courses_left(activity: ActivityPage, learners: QuerySet) -> dict[Any, list[str]]:
    """By learner the titles of the published courses that they have not completed; under None, of who completed none.

    Two queries.
    """
    keys = [course.translation_key for course in activity.courses.all()]
    titles = {
        course.translation_key: course.title
        for course in for_everybody(CoursePage.objects.filter(translation_key__in=keys)).order_by("title")
    }
    finished: dict[Any, set[uuid.UUID]] = defaultdict(set)
    done = Enrolment.objects.finished().filter(course_key__in=titles, learner__in=learners)
    for learner, course in done.values_list("learner", "course_key"):
        finished[learner].add(course)
    left: dict[Any, list[str]] = {None: list(titles.values())}
    for learner, courses in finished.items():
        left[learner] = [title for key, title in titles.items() if key not in courses]
    return left
