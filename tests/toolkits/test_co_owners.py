"""A toolkit is owned with others, who are asked by their address and answer for themselves."""

import pytest
from django.test import Client
from django.urls import reverse

from brs.core.limits import Limit
from brs.people.privacy import erase, holder_of
from tests.given import a_toolkit, a_trainee
from toolkits.sharing import actions
from toolkits.sharing.desk import views
from toolkits.sharing.models import Invitation, Toolkit

pytestmark = pytest.mark.django_db


@pytest.fixture
def toolkit(client) -> Toolkit:
    kit = a_toolkit(title="Ours")
    client.force_login(kit.owner)
    return kit


def ask(client: Client, toolkit: Toolkit, email: str):
    return client.post(reverse("toolkit_co_owners", args=[toolkit.pk]), {"email": email}, follow=True)


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_who_is_asked_decides_and_then_owns_it_as_well(client, toolkit):
    friend = a_trainee()
    ask(client, toolkit, friend.email.upper())
    theirs = as_(friend)
    assert theirs.get(reverse("toolkit", args=[toolkit.pk])).status_code == 404
    assert f"{toolkit.owner} asks you to own “Ours” with them." in theirs.get(reverse("toolkits")).content.decode()
    answer = theirs.post(reverse("toolkit_accept_invitation", args=[Invitation.objects.get().pk]), follow=True)
    assert answer.status_code == 200
    assert list(toolkit.co_owners.all()) == [friend]
    assert not Invitation.objects.exists()


def test_declining_leaves_everything_as_it_was(client, toolkit):
    friend = a_trainee()
    ask(client, toolkit, friend.email)
    as_(friend).post(reverse("toolkit_decline_invitation", args=[Invitation.objects.get().pk]))
    assert not Invitation.objects.exists()
    assert not toolkit.co_owners.exists()


def test_an_address_is_answered_alike_with_an_account_and_without(client, toolkit):
    friend = a_trainee()
    known = ask(client, toolkit, friend.email)
    unknown = ask(client, a_toolkit(owner=toolkit.owner, title="Ours"), "nobody@example.org")
    strip = [
        html.content.decode().replace(friend.email, "X").replace("nobody@example.org", "X") for html in (known, unknown)
    ]
    assert [html.count("<bdi>X</bdi> (asked, no answer yet)") for html in strip] == [1, 1]
    assert friend.name not in strip[0]


def test_who_is_asked_gets_one_mail_in_their_language_with_an_account_or_without(
    client, toolkit, mailoutbox, django_capture_on_commit_callbacks
):
    friend = a_trainee(language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        for email in (friend.email, "nobody@example.org", friend.email):
            ask(client, toolkit, email)
    known, unknown = mailoutbox
    assert (known.to, unknown.to) == ([friend.email], ["nobody@example.org"])
    assert "/fr/toolkits/" in known.body
    assert "/en/toolkits/" in unknown.body
    for mail in (known, unknown):
        assert toolkit.owner.name in mail.body
        assert toolkit.title not in mail.subject + mail.body


def test_many_invitations_in_a_day_are_refused_and_nothing_is_sent(client, toolkit, monkeypatch, mailoutbox):
    monkeypatch.setattr(views, "INVITATIONS", Limit("invitations in a test", most=1, seconds=60))
    ask(client, toolkit, "a@example.org")
    answer = ask(client, toolkit, "b@example.org")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Please wait 1 minute" in html and 'value="b@example.org"' in html
    assert toolkit.invitations.count() == 1


def test_nobody_answers_for_somebody_else(client, toolkit):
    ask(client, toolkit, a_trainee().email)
    number = Invitation.objects.get().pk
    other = as_(a_trainee())
    for name in ("toolkit_accept_invitation", "toolkit_decline_invitation"):
        assert other.post(reverse(name, args=[number])).status_code == 404
        assert client.post(reverse(name, args=[number])).status_code == 404
    assert other.post(reverse("toolkit_withdraw_invitation", args=[toolkit.pk, number])).status_code == 404
    assert Invitation.objects.exists()


def test_asking_twice_is_asking_once_and_a_request_can_be_withdrawn(client, toolkit):
    friend = a_trainee()
    ask(client, toolkit, friend.email)
    ask(client, toolkit, friend.email)
    client.post(reverse("toolkit_withdraw_invitation", args=[toolkit.pk, Invitation.objects.get().pk]))
    assert not Invitation.objects.exists()


def test_the_owner_may_ask_themselves_and_stays_the_owner(client, toolkit):
    ask(client, toolkit, toolkit.owner.email)
    client.post(reverse("toolkit_accept_invitation", args=[Invitation.objects.get().pk]))
    assert not toolkit.co_owners.exists()


def test_the_owner_parts_with_anyone_and_a_co_owner_with_themselves_alone(client, toolkit):
    first, two, three = a_trainee(), a_trainee(), a_trainee()
    toolkit.co_owners.add(first, two, three)
    path = {person: reverse("toolkit_remove_co_owner", args=[toolkit.pk, person.pk]) for person in (first, two, three)}
    assert as_(first).post(path[two]).status_code == 404
    as_(first).post(path[first])
    client.post(path[two])
    assert list(toolkit.co_owners.all()) == [three]


@pytest.mark.parametrize("wrong", ["", "nobody", "a@b", "x" * 300 + "@example.org", "<script>@example.org"])
def test_what_is_no_address_is_said_at_its_field(client, toolkit, wrong):
    answer = ask(client, toolkit, wrong)
    assert answer.status_code == 422
    assert "id_email_error" in answer.content.decode()


def test_there_is_an_end_to_asking(client, toolkit, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OWNERS", 1)
    ask(client, toolkit, "a@example.org")
    answer = ask(client, toolkit, "b@example.org")
    assert answer.status_code == 422
    assert "at most 1" in answer.content.decode()


def test_being_asked_is_forgotten_with_the_person(client, toolkit):
    friend = a_trainee()
    ask(client, toolkit, friend.email)
    erase(holder_of(friend))
    assert not Invitation.objects.exists()
