"""The server's clock was an hour ahead and is put right: what is said afterwards counts, everywhere."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from brs.activities.attendance import actions as attendance_actions
from brs.activities.attendance.sheet import latest_marks
from brs.activities.register.models import AttendanceMark, Participation
from brs.activities.register.registers import register_of
from brs.needs.assessments.actions import answer
from brs.needs.assessments.answering import latest, overlooked
from brs.needs.assessments.gaps import Answer
from courses.learning.answers import answers_of
from courses.learning.enrolments import enrol, rebuild
from courses.learning.events import Happening
from courses.learning.evidence import record, record_all
from courses.learning.models import Event, Progress
from tests.activities.test_note_attendance import a_mark, activity, at, form, maria, send, signed_in  # noqa: F401
from tests.given import a_focal_point, a_questionnaire, a_trainee, an_assessment, an_outline
from tests.learning.test_taking_a_quiz import RIGHT, WRONG, address, attempt, give, learner  # noqa: F401
from tests.pages.test_lesson import BODY, course, enrolled, lesson  # noqa: F401

pytestmark = pytest.mark.django_db
REAL_NOW = timezone.now


@pytest.fixture
def clock(monkeypatch):
    """The server's clock, put ahead of the true time by so many minutes from now on."""

    def put_ahead(minutes: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: REAL_NOW() + timedelta(minutes=minutes))

    put_ahead(60)
    return put_ahead


def test_a_correction_of_attendance_counts(clock, maria, activity):  # noqa: F811
    maria.post(at(activity), {**form(maria, activity), "all": ""})
    for minutes, present in ((0, False), (0, True), (-30, False)):
        clock(minutes)
        maria.post(at(activity), {**form(maria, activity), "here": key_of_all() if present else []})
        marks = latest_marks(register_of(activity), activity.sessions()[0])
        assert {mark.is_present for mark in marks.values()} == {present}


def key_of_all() -> list[str]:
    return [str(key) for key in Participation.objects.values_list("pk", flat=True)]


def test_an_outbox_corrects_what_was_noted_and_is_told_what_others_say(clock, maria, activity):  # noqa: F811
    seen = send(maria, activity, a_mark("Ben")).json()["seen"]
    clock(0)
    sent = send(maria, activity, a_mark("Ben", present=False, age=4000), seen=None).json()
    assert len(sent["kept"]) == 1
    assert not latest_marks(register_of(activity), activity.sessions()[0])[person("Ben")].is_present
    attendance_actions.mark_attendance(
        Participation.objects.get(name="Amina"),
        activity.sessions()[0].id,
        is_present=True,
        way=AttendanceMark.Way.QR,
    )
    reply = maria.post(
        at(activity, "attendance_marks"), {"marks": [], "seen": seen}, content_type="application/json"
    ).json()
    assert {change["person"]: change["present"] for change in reply["changes"]} == {
        str(person("Ben")): False,
        str(person("Amina")): True,
    }
    again = {"marks": [], "seen": reply["seen"]}
    assert maria.post(at(activity, "attendance_marks"), again, content_type="application/json").json()["changes"] == []


def person(name: str) -> uuid.UUID:
    return Participation.objects.get(name=name).pk


def test_an_answer_about_needs_counts_and_is_nobody_elses(clock):
    speaker = a_trainee()
    a_focal_point(speaker)
    begun = an_assessment(a_questionnaire(), speaker, speaker.focal_points.get().party)
    first = answer(begun, "i1", Answer(1), speaker)
    clock(0)
    second = answer(begun, "i1", Answer(3), speaker, saw=[first.pk])
    clock(-90)
    answer(begun, "i1", Answer(2), speaker, saw=[second.pk])
    responses = begun.responses.said()
    assert latest(responses)["i1"].answer.level == 2
    assert overlooked(responses) == {}


def test_a_thought_in_a_lesson_counts(clock, client, lesson, enrolled):  # noqa: F811
    for minutes, text in ((60, "First"), (0, "Second"), (-30, "Third")):
        clock(minutes)
        client.post(lesson, {"block": "think", "text": text})
        assert f">{text}</textarea>" in client.get(lesson).content.decode()


def test_an_answer_in_a_quiz_counts(clock, learner, attempt):  # noqa: F811
    give(learner, attempt, 1, WRONG)
    clock(0)
    give(learner, attempt, 1, RIGHT)
    assert list(answers_of(attempt).values()) == ["a"]


@pytest.mark.parametrize("sent_at", [0, 3000])
def test_an_outbox_is_taken_in_the_order_in_which_it_comes(clock, sent_at):
    outline = an_outline()
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    part = f"{outline.items[0]['key']}:think"

    def deliver(*texts: str) -> None:
        now = REAL_NOW()
        happenings = [
            Happening(uuid.uuid4(), part, "reflected", now - timedelta(minutes=30 - index), {"text": text})
            for index, text in enumerate(texts)
        ]
        batch = {outline.course_key: happenings}
        sent = now + timedelta(seconds=sent_at)
        record_all(enrolment.learner, batch, channel="outbox", language="en", sent_at=sent)

    deliver("First", "Second")
    assert Progress.objects.get().parts[part] == {"text": "Second"}
    clock(0)
    deliver("Third", "Fourth")
    assert Progress.objects.get().parts[part] == {"text": "Fourth"}
    assert not rebuild(enrolment)


def test_what_was_enrolled_by_the_wrong_clock_is_held_in_order():
    """An enrolment of the hour ahead must not give all that follows one and the same moment."""
    outline = an_outline()
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    ahead = REAL_NOW() + timedelta(hours=1)
    type(enrolment).objects.update(enrolled_at=ahead)
    Event.objects.update(occurred_at=ahead, received_at=ahead)
    part = f"{outline.items[0]['key']}:think"
    for number in range(20):
        happening = Happening(uuid.uuid4(), part, "reflected", timezone.now(), {"text": str(number)})
        record(enrolment, [happening], channel="outbox", language="en")
        assert Progress.objects.get().parts[part] == {"text": str(number)}
