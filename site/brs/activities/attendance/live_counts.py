"""Counts of those present, session by session, and of tests done: asked for often, so they cost little."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from brs.activities.evaluation.pre_post_tests import BOTH, test_key, title_of
from brs.activities.pages.models import ActivityPage, Session
from brs.activities.register.models import AttendanceMark, Register
from courses.learning.models import Attempt


@dataclass(frozen=True)
class SessionCount:
    session: Session
    present: int


@dataclass(frozen=True)
class Done:
    title: str
    people: int


@dataclass(frozen=True)
class Live:
    """`people`: on the list; `come`: of them. `last_come`: names of the last who came, the newest first."""

    people: int
    come: int
    sessions: list[SessionCount]
    tests: list[Done]
    last_come: list[str]


NEWEST = 10


def state_of(activity: ActivityPage, register: Register) -> str:
    """A fingerprint that changes as soon as a number in `live` does. Three queries that count."""
    people = register.participations.aggregate(
        Count("pk"), Max("joined_at"), Max("withdrawn_at"), Count("withdrawn_at")
    )
    marks = AttendanceMark.objects.filter(participation__register=register).aggregate(Count("pk"), Max("received_at"))
    tests = _done(register).aggregate(Count("pk"), Max("submitted_at"))
    counted = repr((activity.latest_revision_id, *people.values(), *marks.values(), *tests.values()))
    return hashlib.sha256(counted.encode()).hexdigest()[:24]


def live(activity: ActivityPage, register: Register) -> Live:
    """Four queries, however many people there are."""
    active = register.participations.active()
    counts = active.aggregate(people=Count("pk"), come=Count("pk", filter=~Q(joined_at=None)))
    marks = AttendanceMark.objects.filter(participation__register=register, participation__withdrawn_at=None)
    latest: dict[tuple[object, str], bool] = {}
    for person, session, is_present in marks.order_by("at", "id").values_list(
        "participation_id", "session", "is_present"
    ):
        latest[person, session] = is_present
    present: dict[str, int] = {}
    for (_person, session), is_present in latest.items():
        present[session] = present.get(session, 0) + is_present
    done = dict(_done(register).values_list("quiz_key").annotate(people=Count("enrolment", distinct=True)))
    asked = {"before": activity.pre_test_id, "after": activity.post_test_id}
    return Live(
        people=counts["people"],
        come=counts["come"],
        sessions=[SessionCount(session, present.get(session.id, 0)) for session in activity.sessions()],
        tests=[Done(title_of(when), done.get(test_key(register.pk, when), 0)) for when in BOTH if asked[when]],
        last_come=list(active.exclude(joined_at=None).order_by("-joined_at").values_list("name", flat=True)[:NEWEST]),
    )


def _done(register: Register):
    return Attempt.objects.filter(enrolment__course_key=register.pk).exclude(submitted_at=None).order_by()
