"""Accounts without an address: nothing is ever sent to them, and no password opens them."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from brs.core import waiting_mail
from brs.people import slips
from brs.people.models import User

pytestmark = pytest.mark.django_db
DELIVERY = "brs.people.mail.Delivery"


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def person() -> User:
    return slips.account("Amina", language="en")


def test_nothing_is_ever_sent_to_one(settings, person):
    settings.EMAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    messages = [
        EmailMessage("One", "", None, [person.email]),
        EmailMessage("Two", "", None, [f"Amina <{person.email}>", "real@example.org"], cc=[person.email]),
        EmailMessage("Three", "", None, ["real@example.org"], bcc=[person.email.upper()]),
    ]
    assert get_connection(DELIVERY).send_messages(messages) == 2
    waiting_mail.deliver()
    assert [message.subject for message in mail.outbox] == ["Two", "Three"]
    assert {address for message in mail.outbox for address in message.recipients()} == {"real@example.org"}


def test_the_site_delivers_so(settings):
    from brs.settings import base

    assert base.EMAIL_BACKEND == DELIVERY
    assert base.EMAIL_DELIVERY != DELIVERY


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_no_password_and_no_account_by_its_address(client, person, name):
    form = {"email": person.email, "name": "X", "password1": "pass-word-123-x"}
    answer = client.post(reverse(name), form)
    assert answer.status_code == 422 and "A slip opens by its code alone" in answer.content.decode()
    other = client.post(reverse(name), {**form, "email": f"nobody@{slips.DOMAIN}"})
    assert "A slip opens by its code alone" in other.content.decode()
    assert not mail.outbox and User.objects.count() == 1


def test_no_password_signs_in(client, person):
    for password in ("", "pass-word-123"):
        client.post(reverse("account_login"), {"login": person.email, "password": password})
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_set_password"])
def test_address_and_password_cannot_be_set_and_the_way_is_told(client, person, name):
    client.force_login(person)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"email": "me@example.org"})):
        assert "Make an account of your own" in answer.content.decode()
    person.refresh_from_db()
    assert slips.is_slip(person) and not mail.outbox


def test_the_profile_does_not_show_an_address_that_is_none(client, person):
    client.force_login(person)
    shown = client.get(reverse("profile")).content.decode()
    assert slips.DOMAIN not in shown and reverse("account_email") not in shown


def test_it_is_erased_without_a_password(client, person):
    client.force_login(person)
    assert 'name="password"' not in client.get(reverse("data_erase")).content.decode()
    client.post(reverse("data_erase"), {"csrfmiddlewaretoken": "as a browser sends"})
    assert not User.objects.filter(pk=person.pk).exists()
