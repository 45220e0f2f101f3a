"""Mail that waits or was not delivered is seen and mended by the administrator, and said beside the person."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.activities.participants import actions
from brs.activities.register import registers
from brs.core import waiting_mail
from brs.core.models import MailServer, Reason, WaitingMail
from tests.given import a_crowd, a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db
REPLY = "550 5.1.1 No such user"


@pytest.fixture(autouse=True)
def taken(settings):
    settings.EMAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def administrator() -> Client:
    return signed_in("administrator")


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(in_role(role))
    return client


def a_mail(to: str = "a@example.org", **fields) -> WaitingMail:
    written = {"subject": "Your certificate", "message": b"Subject: Your certificate\n\nText\n", "attempts": 1}
    return WaitingMail.objects.create(to=to, sender="site@example.org", **{**written, **fields})


def a_refused_mail(to: str = "a@example.org", **fields) -> WaitingMail:
    refused = {"failed_at": timezone.now(), "reason": Reason.ADDRESS, "reply": REPLY}
    return a_mail(to, **{**refused, **fields})


def screen(client: Client, **asked: str) -> str:
    return client.get(reverse("outgoing_mail"), asked).content.decode()


def looked_for(client: Client, address: str) -> str:
    return client.post(reverse("outgoing_mail"), {"q": address}).content.decode()


def test_what_was_not_delivered_and_what_waits_is_listed(administrator):
    a_refused_mail("refused@example.org")
    a_mail("waiting@example.org", reason=Reason.PUT_OFF, reply="451 Later")
    failed, waits = screen(administrator), screen(administrator, state="waiting")
    assert "refused@example.org" in failed and "waiting@example.org" not in failed
    assert "Mail to this address was refused." in failed and REPLY in failed and "Your certificate" in failed
    assert "waiting@example.org" in waits and "refused@example.org" not in waits
    assert "The mail server asked to try again later." in waits and "451 Later" in waits
    both = looked_for(administrator, "EXAMPLE.org")
    assert "refused@example.org" in both and "waiting@example.org" in both
    assert "No mail to such an address" in looked_for(administrator, "x" * 5_000)
    assert "refused@example.org" in screen(administrator, page="9" * 300)
    assert "refused@example.org" in screen(administrator, state="nonsense")
    assert reverse("outgoing_mail") in administrator.get("/admin/").content.decode()


def test_a_server_that_is_away_is_said(administrator):
    MailServer.objects.create(
        away_since=timezone.now() - timedelta(hours=3), next_at=timezone.now(), reason=Reason.SIGN_IN, reply="535 No"
    )
    html = screen(administrator)
    assert "has taken no mail since" in html and "refused the site&#x27;s user name or password" in html


def test_as_many_queries_however_much_there_is(administrator):
    queries = []
    for number in (3, 120):
        written = {"sender": "s@example.org", "message": b"x" * 1000, "failed_at": timezone.now()}
        WaitingMail.objects.bulk_create(
            WaitingMail(to=f"{position}@example.org", **written) for position in range(number)
        )
        screen(administrator)
        with CaptureQueriesContext(connection) as asked:
            shown = screen(administrator)
        assert not any('"message"' in query["sql"] for query in asked)
        queries.append(len(asked))
    assert queries[0] == queries[1]
    assert shown.count("Given up on") == 50 and "page=2" in shown


def test_it_is_tried_again_and_discarded_by_buttons(administrator, django_capture_on_commit_callbacks):
    again, gone = a_refused_mail("again@example.org"), a_refused_mail("gone@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        sent = administrator.post(reverse("send_again", args=[again.pk]) + "?state=failed&page=1", follow=True)
    assert "is being sent again" in sent.content.decode()
    assert sent.redirect_chain == [(f"{reverse('outgoing_mail')}?state=failed&page=1", 302)]
    assert [message.to for message in outbox.outbox] == [["again@example.org"]]
    assert b"is discarded" in administrator.post(reverse("discard_mail", args=[gone.pk]), follow=True).content
    assert not WaitingMail.objects.exists()
    assert administrator.post(reverse("discard_mail", args=[gone.pk])).status_code == 404


def test_all_are_tried_again_once_the_site_is_set_up_right(administrator, django_capture_on_commit_callbacks):
    for number in range(3):
        a_refused_mail(f"{number}@example.org")
    a_mail("waiting@example.org", next_at=timezone.now() + timedelta(minutes=50))
    MailServer.objects.create(failures=9, next_at=timezone.now() + timedelta(minutes=5), away_since=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert b"4 mails are being sent again." in administrator.post(reverse("send_all_again"), follow=True).content
    assert len(outbox.outbox) == 4 and not WaitingMail.objects.exists()


@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor", "reviewer", "manager"])
def test_nobody_else_sees_or_mends_it(role):
    mail, client = a_refused_mail(), signed_in(role)
    assert "a@example.org" not in screen(client)
    for name, pk in (("send_again", [mail.pk]), ("discard_mail", [mail.pk]), ("send_all_again", [])):
        assert client.post(reverse(name, args=pk)).status_code in (302, 403)
    assert waiting_mail.failed().get() == mail
    assert reverse("outgoing_mail") not in client.get("/admin/").content.decode()


def test_every_button_is_a_post(administrator):
    mail = a_refused_mail()
    for name, pk in (("send_again", [mail.pk]), ("discard_mail", [mail.pk]), ("send_all_again", [])):
        assert administrator.get(reverse(name, args=pk)).status_code == 405


def test_facilitators_see_whose_address_refuses_mail():
    activity, facilitator = an_activity(), in_role("facilitator")
    register = registers.register_of(activity)
    register.facilitators.add(facilitator)
    joined = actions.join(activity, a_trainee(email="Own@example.org"), with_code=True)
    [listed] = a_crowd(activity, 1, email="listed@example.org")
    client = Client()
    client.force_login(facilitator)
    people = reverse("activity_people", args=[register.pk])
    assert "was not delivered" not in client.get(people).content.decode()
    a_refused_mail("own@example.org", reply="550 First", failed_at=timezone.now() - timedelta(days=3))
    a_refused_mail("OWN@example.org", reply="550 Second")
    a_refused_mail("listed@example.org", reply="550 Third")
    a_refused_mail("somebody@example.org", reply="550 Fourth")
    a_mail("own@example.org", reason=Reason.PUT_OFF, reply="451 Later")
    html = client.get(people).content.decode()
    assert html.count("was not delivered") == 2
    assert "550 Second" in html and "550 Third" in html
    assert not any(words in html for words in ("550 First", "550 Fourth", "451 Later"))
    for participation, words in ((joined, "550 Second"), (listed, "550 Third")):
        assert (
            words in client.get(reverse("activity_edit_person", args=[register.pk, participation.pk])).content.decode()
        )


def test_the_administrator_sees_it_at_an_account(administrator):
    person = a_trainee()
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    assert "was not delivered" not in administrator.get(edit).content.decode()
    a_refused_mail(person.email)
    html = administrator.get(edit).content.decode()
    assert "was not delivered" in html and REPLY in html
