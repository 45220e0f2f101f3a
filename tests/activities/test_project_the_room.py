"""The screen in the room: the way in, and a code that changes every half minute, also for a while without a line."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brs.activities.attendance import room_screen
from brs.activities.attendance.actions import mark_attendance
from brs.activities.participants.actions import NewParticipant, join, join_without_address
from brs.activities.register.marks import is_fresh
from brs.activities.register.registers import register_of
from brs.core.qr import qr_svg
from tests.given import a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(client):
    facilitator = in_role("facilitator")
    activity = an_activity(sessions=3)
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def screen(client, activity, **asked) -> str:
    answer = client.get(reverse("room_screen", args=[activity.translation_key]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def codes(client, activity, number: int = 0) -> dict:
    address = reverse("room_codes", args=[activity.translation_key, activity.sessions()[number].id])
    return client.get(address).json()


def test_it_shows_the_way_in_the_code_and_how_many_are_there(client, activity):
    someone = join_without_address(activity, NewParticipant("Amina"), language="en")
    mark_attendance(someone, activity.sessions()[0].id, is_present=True, way="qr")
    page = screen(client, activity)
    register = register_of(activity)
    assert register.join_code in page and "<strong data-present-count>1</strong>" in page
    assert "viewBox=" in page.split("<room-codes")[1] and '<meta http-equiv="refresh"' in page


def test_the_session_that_is_on_is_shown_unless_another_is_asked_for(client, activity):
    first, second, _third = activity.sessions()
    activity.agenda[1].value["day"] = (timezone.now() - timedelta(days=1)).date()
    activity.agenda[0].value["day"] = (timezone.now() - timedelta(days=2)).date()
    activity.agenda[2].value["day"] = (timezone.now() + timedelta(days=2)).date()
    activity.save_revision().publish()
    assert f'data-session="{second.id}"' in screen(client, activity)
    assert f'data-session="{first.id}"' in screen(client, activity, session=first.id)
    assert f'data-session="{second.id}"' in screen(client, activity, session="nonsense")


def test_it_holds_the_codes_of_the_next_twenty_minutes(client, activity):
    shown = codes(client, activity)
    assert len(shown["codes"]) * shown["seconds"] == 20 * 60
    assert abs(shown["now"] / 1000 - timezone.now().timestamp()) < 5
    rows = list(shown["codes"].values())
    assert all(len(code) == len(code[0]) and set("".join(code)) == {"0", "1"} for code in rows)
    assert len({"".join(code) for code in rows}) == len(rows)


def test_each_is_the_code_that_counts_in_its_half_minute(client, activity):
    register, session = register_of(activity), activity.sessions()[0]
    slot, rows = next(iter(codes(client, activity)["codes"].items()))
    address = room_screen._address(register, session, int(slot))
    assert rows == room_screen._rows(address)
    assert room_screen.room_screen(activity, register, session.id).qr == qr_svg(address, mask=0, inline=True)
    shown = address.rstrip("/").rsplit("/", 1)[1]
    assert is_fresh(register.secret, session.id, shown, timezone.now())
    assert not is_fresh(register.secret, session.id, shown, timezone.now() + timedelta(minutes=5))


def test_a_participant_gets_no_code_of_the_future(activity):
    person = a_trainee()
    join(activity, person, with_code=True)
    client = Client()
    client.force_login(person)
    key, session = activity.translation_key, activity.sessions()[0].id
    assert client.get(reverse("room_codes", args=[key, session])).status_code == 404
    assert client.get(reverse("room_screen", args=[key])).status_code == 404


def test_when_it_is_past_there_is_no_code_and_when_joining_is_closed_no_way_in(client, activity):
    register = register_of(activity)
    register.joining_closed_at = timezone.now()
    register.save()
    page = screen(client, activity)
    assert register.join_code not in page and "<room-codes" in page
    activity.starts_at = activity.ends_at = timezone.now() - timedelta(hours=4)
    activity.save()
    page = screen(client, activity)
    assert "<room-codes" not in page and "nobody is marked by a code any more" in page


def test_an_activity_without_an_agenda_has_the_way_in_alone(client):
    facilitator = in_role("facilitator")
    activity = an_activity(sessions=0)
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    page = screen(client, activity)
    assert register_of(activity).join_code in page and "<room-codes" not in page
