"""A participant's side: what is due, in one place, for those who take part and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from brs.activities.attendance import actions as attendance_actions
from brs.activities.certificates.issuing import issue_to_all
from brs.activities.evaluation.satisfaction import evaluate
from brs.activities.participants import actions
from brs.activities.register.models import AttendanceMark
from brs.certificates.actions import revoke
from tests.activities.test_before_and_after import sit
from tests.given import a_course, a_quiz, a_survey, a_toolkit, a_trainee, an_activity

pytestmark = pytest.mark.django_db


def running(**fields):
    now = timezone.now()
    return an_activity(starts_at=now - timedelta(hours=2), ends_at=now + timedelta(minutes=30), **fields)


def test_my_learning_names_the_activity_and_what_is_open(client):
    activity, person = running(), a_trainee()
    actions.join(activity, person, with_code=True)
    client.force_login(person)
    html = client.get(reverse("my_learning")).content.decode()
    assert activity.title in html and "Say what you think of it" in html
    assert reverse("take_part", args=[activity.translation_key]) in html


def test_everything_is_in_one_place(client):
    activity, person = running(online_address="https://meet.example.org/room", place="Nairobi"), a_trainee()
    course = a_course(lessons=1)
    activity.courses = [course]
    activity.save()
    participation = actions.join(activity, person, with_code=True)
    toolkit = a_toolkit(links=2, title="Workshop kit")
    participation.register.toolkits.add(toolkit)
    first, _second = activity.sessions()
    attendance_actions.mark_attendance(participation, first.id, is_present=True, way=AttendanceMark.Way.QR)
    client.force_login(person)
    html = client.get(reverse("take_part", args=[activity.translation_key])).content.decode()
    for words in ("https://meet.example.org/room", "Nairobi", course.title, "Workshop kit", "Session 2", "50"):
        assert words in html
    kit = client.get(reverse("activity_toolkit", args=[activity.translation_key, toolkit.pk])).content.decode()
    assert "Link 0" in kit and "https://example.org/1" in kit


def test_nobody_else_gets_in_and_no_other_toolkit_is_shown(client):
    activity, person = running(online_address="https://meet.example.org/room"), a_trainee()
    participation = actions.join(activity, person, with_code=True)
    address = reverse("take_part", args=[activity.translation_key])
    assert client.get(address).status_code == 302
    client.force_login(a_trainee())
    assert client.get(address).status_code == 404
    client.force_login(person)
    other = a_toolkit(links=1)
    assert client.get(reverse("activity_toolkit", args=[activity.translation_key, other.pk])).status_code == 404
    actions.withdraw(participation)
    assert client.get(address).status_code == 404


def test_a_cancelled_activity_says_so_and_asks_for_nothing(client):
    activity, person = running(), a_trainee()
    actions.join(activity, person, with_code=True)
    activity.cancelled_at, activity.cancelled_because = timezone.now(), "A storm."
    activity.save()
    client.force_login(person)
    html = client.get(reverse("take_part", args=[activity.translation_key])).content.decode()
    assert "A storm." in html and "What is open now" not in html


@pytest.mark.parametrize("size", [2, 15])
def test_it_takes_as_many_queries_however_much_there_is(client, django_assert_num_queries, size):
    person = a_trainee()
    activities = [running(sessions=size) for _ in range(size)]
    for activity in activities:
        participation = actions.join(activity, person, with_code=True)
    for _ in range(size):
        participation.register.toolkits.add(a_toolkit())
    activities[-1].courses = [a_course(lessons=1) for _ in range(size)]
    activities[-1].save()
    client.force_login(person)
    path = reverse("take_part", args=[activities[-1].translation_key])
    client.get(path)
    with django_assert_num_queries(14):
        client.get(path)
    with django_assert_num_queries(7):
        client.get(reverse("my_learning"))


def test_what_was_done_and_what_is_missing_stands_there(client, kind):
    quiz, survey, person = a_quiz(), a_survey(), a_trainee()
    activity = running(pre_test=quiz, post_test=quiz, certificate_kind=kind, needs_post_test=True)
    participation = actions.join(activity, person, with_code=True)
    client.force_login(person)
    address = reverse("take_part", args=[activity.translation_key])
    begun = client.get(address).content.decode()
    for words in (
        "Sessions attended: 0 of 2",
        "attended 0 % of the time, 50 % are needed",
        "the test after is not passed",
    ):
        assert words in begun
    assert "What you have done" not in begun
    for when, right in (("before", 1), ("after", 2)):
        sit(activity, participation, when, right=right)
    evaluate(activity, participation, {survey.fields.first().clean_name: 5})
    attendance_actions.mark_attendance(
        participation, activity.sessions()[0].id, is_present=True, way=AttendanceMark.Way.LIST
    )
    done = client.get(address).content.decode()
    assert "50 %" in done and "100 %" in done and "answered" in done and "You have earned it" in done
    assert "Sessions attended: 1 of 2, which is 50 % of the time." in done
    [issued] = issue_to_all(activity, participation.register)
    assert issued.serial in client.get(address).content.decode()
    revoke(issued, "By mistake.")
    revoked = client.get(address).content.decode()
    assert "has been revoked" in revoked and "You have earned it" not in revoked
