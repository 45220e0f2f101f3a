"""The mail server is away: nobody's deed fails or is lost for it, and their mail is sent once it is back."""

import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from brs.activities import actions, planning
from brs.core.mail import letter
from brs.core.models import WaitingMail
from brs.core.waiting_mail import KEPT_FOR, send_later
from brs.needs.mail import say_what_became_of
from brs.people.mail import say_that_it_is_erased
from brs.people.models import User
from tests.given import a_focal_point, a_trainee, an_activity, in_role
from tests.house import test_mail_of_strangers as strangers

pytestmark = pytest.mark.django_db
THERE = "django.core.mail.backends.locmem.EmailBackend"


class Refusing(BaseEmailBackend):
    """Says what a real server says of an address; `code` is set by the test."""

    code = 0

    def send_messages(self, email_messages) -> int:
        raise smtplib.SMTPRecipientsRefused(dict.fromkeys(email_messages[0].recipients(), (self.code, b"")))


@pytest.fixture(autouse=True)
def away(settings):
    """Nobody listens there; the real backend finds that out."""
    settings.EMAIL_BACKEND = "brs.people.mail.Delivery"
    settings.EMAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 2


def signing_up(client) -> None:
    form = {"name": "A", "email": "new@example.org", "password1": "a-long-pass-phrase", "party": ""}
    assert client.post("/en/accounts/sign-up/", form).status_code == 302
    assert User.objects.filter(email="new@example.org").exists()


def forgetting_a_password(client) -> None:
    assert client.post("/en/accounts/reset/", {"email": a_trainee().email}).status_code == 302


def changing_an_address(client) -> None:
    client.force_login(a_trainee())
    form = {"email": "new@example.org", "password": "pass-word-123"}
    assert client.post("/en/accounts/email/", form).status_code == 302


def changing_a_password(client) -> None:
    client.force_login(a_trainee())
    new = dict.fromkeys(("password1", "password2"), "another-pass-phrase")
    assert client.post("/en/accounts/password/", {"oldpassword": "pass-word-123", **new}).status_code == 302


def cancelling_an_activity(client) -> None:
    activity = an_activity()
    actions.join(activity, a_trainee(), with_code=True)
    planning.cancel(activity, "Storm.", in_role("editor"))


def confirming_who_speaks(client) -> None:
    say_what_became_of(a_focal_point(a_trainee()))


def erasing_an_account(client) -> None:
    say_that_it_is_erased(a_trainee())


def asking_a_co_owner(client) -> None:
    strangers.asking_a_co_owner()


def asking_somebody_to_run_an_activity(client) -> None:
    strangers.asking_somebody_to_run_an_activity()


DEEDS = [
    signing_up,
    forgetting_a_password,
    changing_an_address,
    changing_a_password,
    cancelling_an_activity,
    confirming_who_speaks,
    erasing_an_account,
    asking_a_co_owner,
    asking_somebody_to_run_an_activity,
]


@pytest.mark.parametrize("deed", DEEDS, ids=[deed.__name__ for deed in DEEDS])
def test_what_somebody_does_is_done_and_their_mail_comes_later(
    deed: Callable, client, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        deed(client)
    to = sorted(WaitingMail.objects.values_list("to", flat=True))
    assert to and not mail.outbox
    settings.EMAIL_DELIVERY = THERE
    send_later.enqueue()
    assert sorted(address for message in mail.outbox for address in message.to) == to
    assert not WaitingMail.objects.exists()


def test_what_is_written_arrives_as_it_was(settings):
    message = letter("Sujet «é»", "Texte: é ع 中", "a@example.org", headers={"List-Unsubscribe": "<https://x/>"})
    message.attach("activity.ics", b"BEGIN:VCALENDAR", "text/calendar")
    message.send()
    settings.EMAIL_DELIVERY = THERE
    get_connection().send_waiting()
    arrived = mail.outbox[0].message()
    text, calendar = arrived.get_payload()
    assert text.get_payload(decode=True).decode() == "Texte: é ع 中"
    assert calendar.get_filename() == "activity.ics"
    assert arrived["List-Unsubscribe"] == "<https://x/>"


def test_it_is_not_asked_again_by_everybody_who_comes(settings):
    letter("One", "Text", "a@example.org").send()
    settings.EMAIL_DELIVERY = THERE
    letter("Two", "Text", "b@example.org").send()
    assert not mail.outbox and WaitingMail.objects.count() == 2
    WaitingMail.objects.update(tried_at=timezone.now() - timedelta(minutes=2))
    letter("Three", "Text", "c@example.org").send()
    assert {message.to[0][0] for message in mail.outbox} == {"a", "b", "c"}


@pytest.mark.parametrize(("code", "waits"), [(550, 0), (450, 1)])
def test_an_address_that_is_not_there_is_given_up_one_that_is_put_off_is_not(settings, monkeypatch, code, waits):
    settings.EMAIL_DELIVERY = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "code", code)
    letter("Subject", "Text", "a@example.org").send()
    assert WaitingMail.objects.count() == waits


def test_it_is_given_up_one_day():
    letter("Subject", "Text", "a@example.org").send()
    WaitingMail.objects.update(made_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    send_later.enqueue()
    assert not WaitingMail.objects.exists()
