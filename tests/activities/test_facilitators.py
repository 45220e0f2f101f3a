"""Who runs an activity: asked by e-mail, answered alike for known and unknown addresses."""

import pytest
from django.core import mail
from django.urls import reverse

from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Invitation
from brs.activities.register.registers import register_of
from tests.given import a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(client):
    person = in_role("facilitator")
    client.force_login(person)
    return person


@pytest.fixture
def activity(facilitator) -> ActivityPage:
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    return activity


def path(name: str, activity: ActivityPage, *more) -> str:
    return reverse(name, args=[activity.translation_key, *more])


def ask(client, activity: ActivityPage, email: str):
    return client.post(path("activity_facilitators", activity), {"email": email}, follow=True)


def test_known_and_unknown_addresses_are_answered_alike(client, activity, django_capture_on_commit_callbacks):
    known = a_trainee()
    answers = []
    for email in (known.email, "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = ask(client, activity, email)
        answers.append(answer.content.decode().replace(email, "ADDRESS"))
        Invitation.objects.all().delete()
    answers = [text.partition("<main")[2].partition("</main")[0] for text in answers]
    scrubbed = [
        " ".join(w for w in text.split() if "csrf" not in w and "value=" not in w and "/withdraw/" not in w)
        for text in answers
    ]
    assert scrubbed[0] == scrubbed[1]
    assert [message.to for message in mail.outbox] == [[known.email], ["nobody@example.org"]]
    assert known not in register_of(activity).facilitators.all()


def test_who_agrees_runs_it_and_who_declines_does_not(client, activity, facilitator):
    colleague, other = a_trainee(), a_trainee()
    for person in (colleague, other):
        ask(client, activity, person.email.upper())
    first, second = Invitation.objects.all()
    client.force_login(colleague)
    assert activity.title in client.get(reverse("desk")).content.decode()
    assert client.post(reverse("answer_to_run", args=[second.pk]), {"agree": ""}).status_code == 404
    assert client.post(reverse("answer_to_run", args=[first.pk]), {"agree": ""}).url == path("desk_activity", activity)
    client.force_login(other)
    client.post(reverse("answer_to_run", args=[second.pk]), {"decline": ""})
    assert {*register_of(activity).facilitators.all()} == {facilitator, colleague}
    assert not Invitation.objects.exists()


def test_asking_again_tells_nobody_again(client, activity, django_capture_on_commit_callbacks):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask(client, activity, "colleague@example.org")
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_a_request_is_withdrawn(client, activity):
    ask(client, activity, "colleague@example.org")
    client.post(path("activity_withdraw_request", activity, Invitation.objects.get().pk))
    assert not Invitation.objects.exists()
    assert client.post(path("activity_withdraw_request", activity, 999)).status_code == 302


def test_one_may_leave_but_not_the_last(client, activity, facilitator):
    register, colleague = register_of(activity), a_trainee()
    client.post(path("activity_stop_running", activity, facilitator.pk))
    assert list(register.facilitators.all()) == [facilitator]
    register.facilitators.add(colleague)
    assert client.post(path("activity_stop_running", activity, colleague.pk)).status_code == 404
    assert client.post(path("activity_stop_running", activity, facilitator.pk)).url == reverse("desk")
    assert list(register.facilitators.all()) == [colleague]
    assert client.get(path("desk_activity", activity)).status_code == 404


def test_who_oversees_activities_may_take_somebody_from_it(client, activity, facilitator):
    register_of(activity).facilitators.add(a_trainee())
    client.force_login(in_role("manager"))
    assert client.post(path("activity_stop_running", activity, facilitator.pk)).status_code == 302
    assert facilitator not in register_of(activity).facilitators.all()


def test_there_is_an_end_to_asking(client, activity, monkeypatch):
    monkeypatch.setattr("brs.activities.planning.actions.MOST_FACILITATORS", 2)
    assert ask(client, activity, "one@example.org").status_code == 200
    answer = ask(client, activity, "two@example.org")
    assert answer.status_code == 422 and 'value="two@example.org"' in answer.content.decode()


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_refused(client, activity, email):
    assert ask(client, activity, email).status_code == 422
    assert not Invitation.objects.exists()
