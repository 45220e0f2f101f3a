"""Whatever comes to somebody by their e-mail address comes to those alone who have confirmed it.

A model that keeps an address is missing from the table until somebody has said what it gives, and to whom.
"""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client

from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import NewParticipant, enlist, join
from brs.activities.register.models import Invitation as InvitationToRun
from brs.activities.register.registers import register_of
from brs.people import slips
from brs.people.models import User
from tests.given import a_toolkit, a_trainee, an_activity, in_role
from toolkits.sharing.actions import invite

pytestmark = pytest.mark.django_db
ADDRESS = "minister@example.org"


def a_toolkit_of_somebody_else(person: User) -> Callable[[], bool]:
    asked = invite(a_toolkit(), in_role("facilitator"), ADDRESS)

    def given() -> bool:
        client = Client()
        client.force_login(person)
        client.post(f"/en/toolkits/invitations/{asked.pk}/accept/")
        return asked.toolkit.co_owners.filter(pk=person.pk).exists()

    return given


def an_activity_to_run(person: User) -> Callable[[], bool]:
    register = register_of(an_activity())
    asked = InvitationToRun.objects.create(register=register, email=ADDRESS, invited_by=in_role("editor"))

    def given() -> bool:
        client = Client()
        client.force_login(person)
        client.post(f"/en/desk/invitations/{asked.pk}/", {"agree": ""})
        return register.facilitators.filter(pk=person.pk).exists()

    return given


def a_place_on_a_list(person: User) -> Callable[[], bool]:
    activity = an_activity(entry=ActivityPage.Entry.CODE)
    enlist(activity, [NewParticipant("The minister", ADDRESS)], in_role("facilitator"), language="en")

    def given() -> bool:
        join(activity, person, with_code=True)
        return not User.objects.filter(email__endswith=slips.DOMAIN).exists()  # their slip became the person's

    return given


# Models that keep an address -> what it gives; the account's own are what proves it.
GIVES: dict[str, Callable[[User], Callable[[], bool]] | None] = {
    "people.User": None,
    "account.EmailAddress": None,
    "core.WaitingMail": None,  # a mail to it, which it would have got anyhow
    "review.ReaderReport": None,  # an answer by mail, if whoever reported a problem typed their own
    "toolkits.Invitation": a_toolkit_of_somebody_else,
    "activities.Invitation": an_activity_to_run,
    "activities.Participation": a_place_on_a_list,
}


def has_address(model: type[models.Model]) -> bool:
    return any(isinstance(field, models.EmailField) for field in model._meta.local_fields)


def test_every_model_that_keeps_an_address_is_in_the_table():
    assert {model._meta.label for model in apps.get_models() if has_address(model)} == set(GIVES)


@pytest.mark.parametrize("model", [model for model, gives in GIVES.items() if gives])
def test_nothing_comes_to_an_address_that_nobody_has_confirmed(model):
    person = a_trainee(email="Minister@example.org")
    EmailAddress.objects.filter(user=person).update(verified=False)
    gives = GIVES[model]
    assert gives
    given = gives(person)
    assert not given()
    EmailAddress.objects.filter(user=person).update(verified=True)
    assert given()


@pytest.mark.parametrize("model", [model for model, gives in GIVES.items() if gives])
def test_nothing_comes_to_an_address_that_is_waiting_to_be_confirmed(model):
    person = a_trainee()
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=False)
    gives = GIVES[model]
    assert gives
    assert not gives(person)()


def test_a_reset_goes_to_no_address_that_is_waiting_to_be_confirmed(client):
    """It may be somebody else's, mistyped: the link would open the account to them."""
    person = a_trainee()
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=False)
    client.post("/en/accounts/reset/", {"email": ADDRESS})
    assert not any("/reset/" in line and "-" in line for message in mail.outbox for line in message.body.splitlines())
    client.post("/en/accounts/reset/", {"email": person.email})
    assert "/accounts/reset/" in mail.outbox[-1].body
