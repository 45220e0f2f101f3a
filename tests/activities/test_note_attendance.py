"""Attendance by list: as a form, from an outbox that was off line, by two at once, and after the end."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.activities.attendance.actions import mark_attendance
from brs.activities.attendance.sheet import latest_marks
from brs.activities.participants.actions import NewParticipant, enlist, withdraw
from brs.activities.register.models import AttendanceMark, Participation
from brs.activities.register.registers import register_of
from tests.given import an_activity, in_role

pytestmark = pytest.mark.django_db

KEY = "5f0c6a4e-8f6f-4c55-9d8e-0d3a8a1f7a11"


def signed_in(activity, name: str = "Maria") -> Client:
    facilitator = in_role("facilitator")
    facilitator.name = name
    facilitator.save()
    register_of(activity).facilitators.add(facilitator)
    client = Client()
    client.force_login(facilitator)
    return client


@pytest.fixture
def activity():
    activity = an_activity()
    enlist(activity, [NewParticipant("Amina"), NewParticipant("Ben"), NewParticipant("Carla")], None, language="en")
    return activity


@pytest.fixture
def maria(activity) -> Client:
    return signed_in(activity)


def at(activity, name: str = "attendance") -> str:
    return reverse(name, args=[activity.translation_key, activity.sessions()[0].id])


def key(name: str) -> str:
    return str(Participation.objects.get(name=name).pk)


def there(activity) -> set[str]:
    marks = latest_marks(register_of(activity), activity.sessions()[0])
    return {mark.participation.name for mark in marks.values() if mark.is_present}


def form(client, activity) -> dict:
    """What a browser would send of the page as it is now, with nothing changed."""
    page = " ".join(client.get(at(activity)).content.decode().split())
    rows = Participation.objects.active()
    ticked = [str(row.pk) for row in rows if f'value="{row.pk}" checked' in page]
    return {
        "batch": page.split('name="batch" value="')[1].split('"')[0],
        "seen": page.split('name="seen" value="')[1].split('"')[0].replace("&#x2B;", "+"),
        "shown": [str(row.pk) for row in rows],
        "was": ticked,
        "here": ticked,
    }


def send(client, activity, *marks, seen=None, **fields):
    body = {"marks": list(marks), "seen": (seen or timezone.now()).isoformat(), **fields}
    return client.post(at(activity, "attendance_marks"), json.dumps(body), content_type="application/json")


def a_mark(name: str, present: bool = True, age: float = 0, **fields) -> dict:
    return {"id": str(uuid.uuid4()), "person": key(name), "present": present, "age": age, **fields}


class TestByForm:
    def test_ticks_are_kept_and_taken_back(self, maria, activity):
        sent = form(maria, activity)
        maria.post(at(activity), {**sent, "here": [key("Amina"), key("Ben")]})
        assert there(activity) == {"Amina", "Ben"}
        sent = form(maria, activity)
        assert len(sent["was"]) == 2
        maria.post(at(activity), {**sent, "here": [key("Ben")]})
        assert there(activity) == {"Ben"}
        assert "not present: Maria" in maria.get(at(activity)).content.decode()
        assert AttendanceMark.objects.count() == 3

    def test_everybody_at_once(self, maria, activity):
        answer = maria.post(at(activity), {**form(maria, activity), "all": "1"}, follow=True)
        assert there(activity) == {"Amina", "Ben", "Carla"}
        assert "Saved: 3 changes." in answer.content.decode()

    def test_a_form_sent_twice_makes_the_marks_once(self, maria, activity):
        sent = {**form(maria, activity), "here": [key("Amina")]}
        for _ in range(3):
            maria.post(at(activity), sent)
        assert AttendanceMark.objects.count() == 1

    def test_nonsense_in_it_is_passed_over(self, maria, activity):
        sent = {**form(maria, activity), "here": ["x", str(uuid.uuid4()), key("Amina")], "batch": "y", "seen": "z"}
        assert maria.post(at(activity), sent).status_code == 302
        assert there(activity) == {"Amina"}

    def test_two_at_once_keep_both_and_are_told(self, maria, activity):
        other = signed_in(activity, "Omar")
        mine, theirs = form(maria, activity), form(other, activity)
        other.post(at(activity), {**theirs, "here": [key("Amina"), key("Ben")]})
        mark_attendance(
            Participation.objects.get(name="Ben"),
            activity.sessions()[0].id,
            is_present=False,
            way="list",
            by=register_of(activity).facilitators.get(name="Omar"),
        )
        answer = maria.post(at(activity), {**mine, "here": [key("Ben"), key("Carla")]}, follow=True)
        page = answer.content.decode()
        assert there(activity) == {"Amina", "Ben", "Carla"}
        assert "Noted by others meanwhile: Amina (present: Omar" in page
        assert "yours, the later, counts: Ben (not present: Omar" in page
        assert AttendanceMark.objects.filter(participation__name="Ben").count() == 3

    def test_what_one_did_not_touch_is_not_taken_back(self, maria, activity):
        mine = form(maria, activity)
        signed_in(activity, "Omar").post(at(activity), {**mine, "batch": str(uuid.uuid4()), "here": [key("Amina")]})
        maria.post(at(activity), {**mine, "here": []})
        assert there(activity) == {"Amina"}


class TestAfterTheEnd:
    def ended(self, activity, days: int):
        activity.starts_at = activity.ends_at = timezone.now() - timedelta(days=days)
        activity.save()

    def test_for_two_weeks_it_is_said_and_allowed(self, maria, activity):
        self.ended(activity, 13)
        assert "You can still note who was there until" in maria.get(at(activity)).content.decode()
        maria.post(at(activity), {**form(maria, activity), "here": [key("Amina")]})
        assert there(activity) == {"Amina"}

    def test_then_it_is_shown_and_refused_in_clear_words(self, maria, activity):
        sent = form(maria, activity)
        mark = a_mark("Ben")
        self.ended(activity, 15)
        page = maria.get(at(activity)).content.decode()
        assert "It is shown as it was" in page and "disabled" in page
        answer = maria.post(at(activity), {**sent, "here": [key("Amina")]}, follow=True)
        assert "two weeks after the end" in answer.content.decode()
        refused = send(maria, activity, mark)
        assert refused.status_code == 409 and "two weeks after the end" in refused.json()["error"]
        answer = maria.post(at(activity, "attendance_list"), {"text": "Amina", "take": "1"})
        assert answer.status_code == 422 and "two weeks after the end" in answer.content.decode()
        assert not AttendanceMark.objects.exists()


class TestFromAnOutbox:
    def test_marks_that_waited_count_from_when_they_were_made(self, maria, activity):
        mark = a_mark("Amina", age=3_600_000)
        answer = send(maria, activity, mark).json()
        assert answer["kept"] == [mark["id"]] and answer["present"] == 1
        mark = AttendanceMark.objects.get()
        assert timedelta(minutes=59) < timezone.now() - mark.at < timedelta(minutes=61)
        assert mark.by.name == "Maria" and mark.participation.joined_at

    def test_the_same_batch_again_changes_nothing(self, maria, activity):
        marks = [a_mark("Amina"), a_mark("Ben", False)]
        first, again = send(maria, activity, *marks).json(), send(maria, activity, *marks).json()
        assert first["kept"] == again["kept"] and AttendanceMark.objects.count() == 2

    def test_what_a_page_of_somebody_else_sends_is_turned_down_and_waits(self, maria, activity):
        batch = {"marks": [a_mark("Amina")], "seen": timezone.now().isoformat()}
        address, omar = at(activity, "attendance_marks"), signed_in(activity, "Omar")
        answer = omar.post(address, batch, content_type="application/json", headers={"X-Person": "0"})
        assert answer.status_code == 403 and not AttendanceMark.objects.exists()

    def test_the_last_said_counts_whatever_arrives_last(self, maria, activity):
        send(maria, activity, a_mark("Amina", True, age=1000))
        send(maria, activity, a_mark("Amina", False, age=600_000))
        assert there(activity) == {"Amina"}

    def test_a_wrong_clock_is_held_within_bounds(self, maria, activity):
        send(maria, activity, a_mark("Amina", age=-9e9), a_mark("Ben", age=9e15))
        for mark in AttendanceMark.objects.all():
            assert timezone.now() - timedelta(days=14, minutes=1) < mark.at <= timezone.now()

    def test_people_of_another_register_are_refused_by_name_of_the_mark(self, maria, activity):
        other = an_activity()
        enlist(other, [NewParticipant("Foreign")], None, language="en")
        foreign, ours = a_mark("Foreign"), a_mark("Amina")
        answer = send(maria, activity, foreign, ours).json()
        assert answer["refused"] == [foreign["id"]] and answer["kept"] == [ours["id"]]
        assert AttendanceMark.objects.count() == 1

    def test_what_others_said_meanwhile_is_told(self, maria, activity):
        since = timezone.now()
        send(signed_in(activity, "Omar"), activity, a_mark("Ben"))
        answer = send(maria, activity, a_mark("Amina"), seen=since).json()
        assert {change["person"]: change["present"] for change in answer["changes"]}[key("Ben")] is True
        assert answer["meanwhile"].startswith("Ben (present: Omar")
        later = send(maria, activity, seen=timezone.now() + timedelta(seconds=1)).json()
        assert later["changes"] == [] and later["meanwhile"] == ""

    @pytest.mark.parametrize(
        "body",
        ["", "[]", "{}", "null", "\x00", '{"marks": 1}', '{"marks": [1]}', '{"marks": [{}]}']
        + [pytest.param("[" * 100_000, id="deep")]
        + [
            json.dumps({"marks": [{"id": KEY, "person": KEY, "present": True, "age": 0, **wrong}]})
            for wrong in (
                {"id": "x"}, {"id": 5}, {"person": None}, {"person": "y"}, {"present": "yes"}, {"present": None},
                {"age": "old"}, {"age": float("nan")}, {"age": float("inf")}, {"age": None},
            )
        ],
    )  # fmt: skip
    def test_what_is_no_batch_is_refused(self, maria, activity, body):
        answer = maria.post(at(activity, "attendance_marks"), body, content_type="application/json")
        assert answer.status_code == 400
        assert not AttendanceMark.objects.exists()

    def test_more_than_200_at_once_are_refused(self, maria, activity):
        assert send(maria, activity, *[a_mark("Amina") for _ in range(201)]).status_code == 400

    def test_it_asks_for_a_token_as_every_form_does(self, activity):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(register_of(activity).facilitators.first() or in_role("administrator"))
        assert send(strict, activity, a_mark("Amina")).status_code == 403


class TestFromAnotherProgram:
    def test_people_are_found_by_address_code_or_name_and_shown_first(self, maria, activity):
        enlist(activity, [NewParticipant("Dina", "dina@example.org"), NewParticipant("Ben")], None, language="en")
        amina = Participation.objects.get(name="Amina")
        text = (
            "Name (Original Name),User Email,Join Time\n"
            "D. (phone),DINA@example.org,09:00\n"
            f"{amina.slip.lower()},,09:01\n"
            "CARLA,,09:02\nBen,,09:03\nNobody,nobody@example.org,09:04"
        )
        address = at(activity, "attendance_list")
        page = maria.post(address, {"text": text, "check": "1"}).content.decode()
        assert "3 people are found." in page and not AttendanceMark.objects.exists()
        assert "Several people have this name" in page and "nobody@example.org" in page
        maria.post(address, {"text": text, "take": "1"})
        assert there(activity) == {"Amina", "Carla", "Dina"}
        assert {mark.way for mark in AttendanceMark.objects.all()} == {"import"}

    def test_an_empty_list_is_refused_at_its_field(self, maria, activity):
        answer = maria.post(at(activity, "attendance_list"), {"text": " "})
        assert answer.status_code == 422 and 'href="#id_text"' in answer.content.decode()


def test_an_unknown_session_and_a_foreign_activity_are_not_found(maria, activity):
    assert maria.get(reverse("attendance", args=[activity.translation_key, "no-such"])).status_code == 404
    assert maria.get(at(an_activity())).status_code == 404


def test_who_was_taken_off_is_not_on_the_list(maria, activity):
    assert ">Ben<" in maria.get(at(activity)).content.decode()
    withdraw(Participation.objects.get(name="Ben"))
    assert ">Ben<" not in maria.get(at(activity)).content.decode()


def test_the_list_asks_as_often_with_2000_people(maria, activity):
    counts = []
    for number in (7, 1990):
        enlist(activity, [NewParticipant(f"P {number} {n}") for n in range(number)], None, language="en")
        session = activity.sessions()[0].id
        AttendanceMark.objects.bulk_create(
            AttendanceMark(participation=person, session=session, is_present=True, way="qr", at=timezone.now())
            for person in Participation.objects.filter(marks=None)
        )
        for _warm in range(2):
            with CaptureQueriesContext(connection) as asked:
                page = maria.get(at(activity)).content.decode()
        marks = [a_mark("Amina") for _ in range(50)]
        with CaptureQueriesContext(connection) as sending:
            send(maria, activity, *marks)
        counts.append((len(asked), len(sending)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 10 and counts[0][1] <= 16
    assert page.count('name="here"') == 200 and "2000" in page
