"""«I am here»: the room's changing code is scanned by whoever is in the room, joined or not yet."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from brs.activities.participants import actions
from brs.activities.register import registers
from brs.activities.register.marks import slot_of, token
from brs.activities.register.models import AttendanceMark, Participation
from tests.given import a_trainee, an_activity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def on_screen(activity, slots_ago: int = 0, session: int = 0) -> str:
    register = registers.register_of(activity)
    its = activity.sessions()[session].id
    shown = token(register.secret, its, slot_of(timezone.now()) - slots_ago)
    return f"/j/{register.join_code}/here/{its}/{shown}/"


def a_participant(activity) -> Client:
    person = a_trainee()
    actions.join(activity, person, with_code=True)
    client = Client()
    client.force_login(person)
    return client


def test_who_takes_part_scans_and_is_present():
    activity = an_activity()
    client = a_participant(activity)
    scanned = client.get(on_screen(activity))
    assert scanned.status_code == 200 and "send-now" in scanned.content.decode()
    assert not AttendanceMark.objects.exists()
    answer = client.post(on_screen(activity), follow=True)
    assert "You are marked as present: Session 1" in answer.content.decode()
    assert "You were present" in answer.content.decode()
    mark = AttendanceMark.objects.get()
    assert (mark.is_present, mark.way, mark.by) == (True, "qr", None)


def test_a_scan_sent_twice_is_one_mark():
    activity = an_activity()
    client = a_participant(activity)
    address = on_screen(activity)
    client.get(address)
    for _ in range(3):
        client.post(address)
    assert AttendanceMark.objects.count() == 1


def test_a_photo_of_an_earlier_code_is_refused_in_clear_words():
    activity = an_activity()
    client = a_participant(activity)
    for slots_ago in (4, 2880):  # two minutes; a day
        answer = client.get(on_screen(activity, slots_ago))
        assert answer.status_code == 410
        assert "changes every half minute" in answer.content.decode()
        client.post(on_screen(activity, slots_ago))
    assert client.get(on_screen(activity, 2)).status_code == 200
    assert not AttendanceMark.objects.exists()


def test_after_the_end_it_is_refused_and_the_facilitator_named():
    activity = an_activity()
    client = a_participant(activity)
    activity.starts_at = activity.ends_at = timezone.now() - timedelta(hours=4)
    activity.save()
    answer = client.get(on_screen(activity))
    assert answer.status_code == 410 and "activity is over" in answer.content.decode()
    activity.ends_at = timezone.now() - timedelta(hours=1)
    activity.save()
    assert client.get(on_screen(activity)).status_code == 200  # rooms run over time


def test_who_has_not_joined_joins_first_and_counts_from_the_scan(client):
    activity = an_activity()
    answer = client.get(on_screen(activity))
    assert answer.status_code == 302
    assert "Your scan of the code in the room is kept" in client.get(answer.url).content.decode()
    client.post(f"{answer.url}new/", {"name": "Amina"})
    mark = AttendanceMark.objects.get()
    assert mark.participation.name == "Amina" and mark.is_present


def test_who_comes_back_by_a_slip_counts_from_the_scan_however_late(client):
    activity = an_activity()
    made = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    code = registers.register_of(activity).join_code
    client.get(on_screen(activity))
    session = client.session
    session["scanned"] = {**session["scanned"], "at": session["scanned"]["at"] - 1200}
    session.save()
    client.post(f"/j/{code}/slip/", {"slip": made.slip})
    mark = AttendanceMark.objects.get(participation=made)
    assert timedelta(minutes=19) < timezone.now() - mark.at < timedelta(minutes=22)


def test_a_scan_of_long_ago_counts_no_more(client):
    activity = an_activity()
    code = registers.register_of(activity).join_code
    client.get(on_screen(activity))
    session = client.session
    session["scanned"] = {**session["scanned"], "at": session["scanned"]["at"] - 3 * 3600}
    session.save()
    client.post(f"/j/{code}/new/", {"name": "Amina"})
    assert Participation.objects.exists() and not AttendanceMark.objects.exists()


def test_a_fresh_code_counts_for_a_slip_holder_when_joining_is_closed(client):
    activity = an_activity()
    made = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    register = registers.register_of(activity)
    register.joining_closed_at = timezone.now()
    register.save()
    client.get(on_screen(activity))
    client.post(f"/j/{register.join_code}/slip/", {"slip": made.slip})
    assert AttendanceMark.objects.get().participation == made


def test_a_code_counts_for_its_own_session_and_activity_alone():
    activity, other = an_activity(), an_activity()
    client = a_participant(activity)
    first, second = on_screen(activity), on_screen(activity, session=1)
    mixed = "/".join([*second.split("/")[:5], first.split("/")[5], ""])
    assert client.get(mixed).status_code == 410
    assert client.get(on_screen(activity).replace(activity.sessions()[0].id, "no-session")).status_code == 404
    client.get(on_screen(other))
    assert not AttendanceMark.objects.exists()


def test_a_scan_waits_for_its_own_activity_alone(client):
    activity, other = an_activity(), an_activity()
    client.get(on_screen(activity))
    client.post(f"/j/{registers.register_of(other).join_code}/new/", {"name": "Amina"})
    assert not AttendanceMark.objects.exists()


@pytest.mark.parametrize("code", ["of earlier", "made up", "of no session"])
def test_a_closed_room_is_not_named_to_who_has_no_code_of_now(code):
    activity = an_activity(title="Behind closed doors")
    register = registers.register_of(activity)
    register.joining_closed_at = timezone.now()
    register.save()
    address = {
        "of earlier": on_screen(activity, slots_ago=50),
        "made up": f"/j/{register.join_code}/here/{activity.sessions()[0].id}/abcdef/",
        "of no session": f"/j/{register.join_code}/here/none/abcdef/",
    }[code]
    for ask in (Client().get, Client().post):
        answer, wrong = ask(address), ask("/j/ABCD-EFGH/here/none/abcdef/")
        assert answer.status_code == wrong.status_code == 404
        assert "Behind closed doors" not in answer.content.decode()
    assert a_participant_of(activity).get(address).status_code in (404, 410)


def a_participant_of(activity) -> Client:
    """Somebody who stood on the list before joining was closed."""
    person, client = a_trainee(), Client()
    actions.enlist(activity, [actions.NewParticipant("Amina", person.email)], None, language="en")
    Participation.objects.filter(email=person.email).update(learner=person)
    client.force_login(person)
    return client


def test_who_is_in_a_closed_room_reads_that_the_code_is_old():
    activity = an_activity(title="Behind closed doors")
    client = a_participant_of(activity)
    register = registers.register_of(activity)
    register.joining_closed_at = timezone.now()
    register.save()
    answer = client.get(on_screen(activity, slots_ago=50))
    assert answer.status_code == 410 and "Behind closed doors" in answer.content.decode()


def test_joining_twice_counts_a_scan_once():
    activity = an_activity()
    client, address = Client(), on_screen(activity)
    client.force_login(a_trainee())
    client.get(address)
    door = f"/j/{registers.register_of(activity).join_code}/"
    for _ in range(2):
        assert client.post(door).status_code == 302
    assert Participation.objects.count() == AttendanceMark.objects.count() == 1
