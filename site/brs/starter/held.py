"""For the demo, what an activity leaves that has been held: invented people were there, tested, certified and asked.

All of it comes by the actions by which real people leave it; only its times are those of the activity.
"""

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F
from django.utils import timezone

from brs.activities.attendance.actions import note_attendance
from brs.activities.certificates.issuing import issue_to_all
from brs.activities.evaluation import follow_up
from brs.activities.evaluation.models import Evaluation
from brs.activities.evaluation.pre_post_tests import When, start
from brs.activities.evaluation.satisfaction import evaluate
from brs.activities.pages.models import ActivityPage, Session
from brs.activities.participants.actions import NewParticipant, enlist
from brs.activities.register.marks import AttendanceEntry
from brs.activities.register.models import AttendanceMark, Participation
from brs.certificates.models import Certificate
from brs.people.models import Party, User
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, submit_attempt
from courses.learning.models import Attempt
from courses.questions.feedback import right_answer

from .reading import key

HOUR = timedelta(hours=1)
MONTHS = 3
# The questions of evaluation.yaml and follow_up.yaml that are answered by choosing.
EVALUATED = [str(key("survey", "evaluation", name)) for name in ("relevance", "pace", "trainers", "facilities")]
APPLIED = str(key("survey", "follow_up", "applied"))


def hold(activity: ActivityPage, people: list[dict[str, Any]], facilitator: User) -> None:
    """`people`: see demo_activities.yaml. A test before is taken an hour before all, one after in the last hour."""
    assert activity.starts_at and activity.ends_at
    sessions = activity.sessions()
    register = enlist(activity, [_newcomer(person) for person in people], facilitator, language="en").register
    going_on = _as_if_today(activity)
    for person in people:
        participation = register.participations.get(name=person["name"])
        before, after = person["right"]
        _take_test(going_on, participation, "before", before, activity.starts_at - HOUR)
        _be_there(participation, sessions[: person["sessions"]], facilitator)
        _take_test(going_on, participation, "after", after, activity.ends_at - HOUR)
        evaluation = evaluate(going_on, participation, dict(zip(EVALUATED, person["said"], strict=True)))
        Evaluation.objects.filter(pk=evaluation.pk).update(said_at=activity.ends_at)
    register.participations.update(passed_practical=True, joined_at=activity.starts_at)
    issue_to_all(activity, register)
    Certificate.objects.for_subject(register.pk).update(issued_at=activity.ends_at)
    for person in people:
        asked = follow_up.prepare(register.participations.get(name=person["name"]), MONTHS)
        if asked and "applied" in person:
            follow_up.answer(asked, {APPLIED: person["applied"]})


def _newcomer(person: dict[str, Any]) -> NewParticipant:
    return NewParticipant(
        person["name"], party=Party.objects.get(iso2=person["party"]), details={"gender": person["gender"]}
    )


def _as_if_today(activity: ActivityPage) -> ActivityPage:
    """Tests and evaluation are open while an activity goes on."""
    today = copy(activity)
    today.starts_at, today.ends_at = timezone.now() - HOUR, timezone.now() + HOUR
    return today


def _take_test(activity: ActivityPage, person: Participation, when: When, right: int, at: datetime) -> None:
    attempt = start(activity, person, when, language="en")
    for question in pinned_questions(attempt)[:right]:
        save_answer(attempt, question.key, right_answer(question.content), language="en")
    submit_attempt(attempt, language="en")
    Attempt.objects.filter(pk=attempt.pk).update(started_at=at, submitted_at=at + HOUR / 2)


def _be_there(person: Participation, sessions: list[Session], facilitator: User) -> None:
    marks = [
        AttendanceEntry(uuid4(), person.pk, session.id, True, session.starts_at)
        for session in sessions
        if session.starts_at
    ]
    note_attendance(marks, way=AttendanceMark.Way.LIST, by=facilitator, sent_at=timezone.now())
    person.marks.update(received_at=F("at"))
