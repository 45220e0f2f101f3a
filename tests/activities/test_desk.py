"""The desk: everybody finds the activities that they run, and nobody else's."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from brs.activities.participants.actions import NewParticipant, enlist
from brs.activities.register.registers import register_of
from tests.given import a_trainee, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db


def run_by(person, **fields):
    activity = an_activity(**fields)
    register_of(activity).facilitators.add(person)
    return activity


def test_who_runs_an_activity_finds_it_on_the_desk(client):
    facilitator = in_role("facilitator")
    mine, foreign = run_by(facilitator), an_activity()
    client.force_login(facilitator)
    shown = client.get(reverse("desk")).content.decode()
    assert mine.title in shown and foreign.title not in shown
    assert register_of(mine).join_code in client.get(address(mine)).content.decode()
    assert client.get(address(foreign)).status_code == 404
    assert client.get(reverse("desk_activity", args=[uuid.uuid4()])).status_code == 404


def test_a_colleague_without_a_role_runs_what_they_were_named_for(client):
    colleague = a_trainee()
    activity = run_by(colleague)
    client.force_login(colleague)
    assert client.get(address(activity)).status_code == 200


@pytest.mark.parametrize("role", ["editor", "manager", "administrator"])
def test_who_oversees_activities_gets_everywhere(client, role):
    client.force_login(in_role(role))
    assert client.get(address(an_activity())).status_code == 200


def test_who_loses_their_role_still_runs_their_own_and_no_other(client):
    manager = in_role("manager")
    mine, foreign = run_by(manager), an_activity()
    manager.groups.remove(Group.objects.get(name="manager"))
    client.force_login(manager)
    assert client.get(address(mine)).status_code == 200
    assert client.get(address(foreign)).status_code == 404


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client):
    activity = an_activity()
    answer = client.get(address(activity))
    assert answer.status_code == 302 and f"next={address(activity)}" in answer.url


def test_the_page_is_in_the_readers_language_and_a_draft_is_found_too(client):
    facilitator = in_role("facilitator")
    activity = run_by(facilitator)
    french = in_french(activity)
    type(french).objects.filter(pk=french.pk).update(title="Atelier")
    client.force_login(facilitator)
    assert "Atelier" in client.get(address(activity).replace("/en/", "/fr/")).content.decode()
    activity.unpublish()
    french.refresh_from_db()
    french.unpublish()
    assert client.get(address(activity)).status_code == 200


def test_the_desk_asks_as_often_with_many_activities(client, django_assert_max_num_queries):
    facilitator = in_role("facilitator")
    for _number in range(12):
        enlist(run_by(facilitator), [NewParticipant("Amina")], facilitator, language="en")
    client.force_login(facilitator)
    client.get(reverse("desk"))
    with django_assert_max_num_queries(8):
        client.get(reverse("desk"))


def address(activity) -> str:
    return reverse("desk_activity", args=[activity.translation_key])
