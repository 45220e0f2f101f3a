"""The mail server is dead, mute, slow or refuses: nobody's deed fails or waits for it, and every letter ends right."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brs.activities.certificates import issuing
from brs.activities.evaluation.models import FollowUp
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions
from brs.activities.planning import actions as planning_actions
from brs.activities.register import registers
from brs.activities.register.models import Participation
from brs.certificates import renewal
from brs.certificates.actions import issue
from brs.certificates.models import Certificate
from brs.core import waiting_mail
from brs.core.mail import send_each
from brs.core.models import MAIL_IS_TRIED_FOR, MailServer, Reason, WaitingMail
from brs.core.waiting_mail import deliver
from brs.needs.assessments.mail import say_what_became_of
from brs.people import privacy, welcome
from brs.people.mail import Delivery, say_that_an_address_is_erased, say_that_it_is_erased
from brs.people.models import User
from brs.review import reports
from brs.review.models import Review
from brs.review.reminders import remind
from tests.activities.conftest import kind, question  # noqa: F401  fixtures
from tests.activities.test_certify import over, present
from tests.activities.test_follow_up import came, months_ago
from tests.certificates.test_actions import SNAPSHOT
from tests.given import a_course, a_crowd, a_focal_point, a_trainee, an_activity, in_role, lessons_of
from tests.house import test_mail_of_strangers as strangers
from tests.mail_servers import a_mail_server
from tests.people.test_review import submitted

pytestmark = pytest.mark.django_db
DEAD = 1  # a port at which nobody listens
SECONDS = 0.3


@pytest.fixture
def server():
    with a_mail_server() as server:
        yield server


@pytest.fixture(autouse=True)
def line(settings, server):
    settings.EMAIL_BACKEND = "brs.people.mail.Delivery"
    settings.EMAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, SECONDS


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


def adding_an_account(client) -> None:
    person = User.objects.create_user("added@example.org", None, name="Added")
    client.force_login(in_role("administrator"))
    assert client.post(f"/admin/people/invite/{person.pk}/").status_code == 302
    assert welcome.may_be_invited(person)


def a_workshop(people: int = 3) -> ActivityPage:
    activity = an_activity()
    for _ in range(people):
        actions.join(activity, a_trainee(), with_code=True)
    return activity


def cancelling_an_activity(client) -> None:
    activity = a_workshop()
    client.force_login(in_role("manager"))
    cancelled = client.post(f"/en/desk/{activity.translation_key}/cancel/", {"reason": "Storm."})
    assert cancelled.status_code == 302
    assert ActivityPage.objects.get(pk=activity.pk).cancelled_at


def moving_an_activity(_client) -> None:
    activity = a_workshop()
    later = activity.starts_at + timedelta(days=7)
    planning_actions.move(activity, later, later + timedelta(hours=3), activity.time_zone, in_role("editor"))


def reviving_an_activity(_client) -> None:
    activity = a_workshop()
    ActivityPage.objects.filter(pk=activity.pk).update(cancelled_at=timezone.now())
    planning_actions.revive(ActivityPage.objects.get(pk=activity.pk), in_role("editor"))


def certifying_a_workshop(_client, kind) -> None:  # noqa: F811
    activity = over(kind)
    present(activity, actions.join(activity, a_trainee(), with_code=True))
    assert issuing.issue_to_those_here(activity, registers.register_of(activity)) == 1
    assert Certificate.objects.count() == 1


def reminding_of_a_certificate(_client) -> None:
    issue(a_trainee(), an_activity().translation_key, SNAPSHOT, validity_months=1)
    Certificate.objects.update(expires_on=timezone.now().date() + timedelta(days=10))
    assert renewal.remind() == 1
    assert renewal.remind() == 0


def asking_what_came_of_it(_client, _question) -> None:
    came(months_ago(3))
    call_command("send_follow_ups")


def submitting_for_review(_client) -> None:
    in_role("reviewer")
    submitted(a_course(), in_role("editor"))


def confirming_who_speaks(_client) -> None:
    say_what_became_of(a_focal_point(a_trainee()))


def erasing_an_account(_client) -> None:
    say_that_it_is_erased(a_trainee())


def erasing_an_address(_client) -> None:
    say_that_an_address_is_erased("gone@example.org", "en")


def asking_a_co_owner(_client) -> None:
    strangers.asking_a_co_owner()


def asking_somebody_to_run_an_activity(_client) -> None:
    strangers.asking_somebody_to_run_an_activity()


def answering_a_reader(client) -> None:
    lesson = lessons_of(a_course(lessons=1))[0]
    report = reports.report(
        lesson, uuid.uuid4(), "en", problem="link", text="It leads nowhere.", email="reader@example.org"
    )
    client.force_login(in_role("editor"))
    client.post(f"/admin/reader-reports/{report.pk}/", {"answer": "It is mended."})


def reminding_of_reviews(_client) -> None:
    course = a_course()
    Review.objects.create(
        key=course.translation_key,
        kind="courses.coursepage",
        owner=in_role("editor"),
        review_by=timezone.localdate() - timedelta(days=1),
    )
    remind()


DEEDS = [
    signing_up,
    forgetting_a_password,
    changing_an_address,
    changing_a_password,
    adding_an_account,
    cancelling_an_activity,
    moving_an_activity,
    reviving_an_activity,
    certifying_a_workshop,
    reminding_of_a_certificate,
    asking_what_came_of_it,
    submitting_for_review,
    confirming_who_speaks,
    erasing_an_account,
    erasing_an_address,
    asking_a_co_owner,
    asking_somebody_to_run_an_activity,
    answering_a_reader,
    reminding_of_reviews,
]
# Those that need more than a client.
FIXTURES = {"certifying_a_workshop": ["kind"], "asking_what_came_of_it": ["question"]}


@pytest.mark.parametrize("deed", DEEDS, ids=[deed.__name__ for deed in DEEDS])
def test_what_somebody_does_is_done_and_their_mail_comes_later(
    deed: Callable, request, client, settings, server, django_capture_on_commit_callbacks
):
    settings.EMAIL_PORT = DEAD
    needs = [request.getfixturevalue(name) for name in FIXTURES.get(deed.__name__, [])]
    with django_capture_on_commit_callbacks(execute=True):
        deed(client, *needs)
    to = sorted(WaitingMail.objects.values_list("to", flat=True))
    assert to and not server.arrived
    settings.EMAIL_PORT = server.port
    after(timedelta(minutes=5))
    assert deliver() == len(to)
    assert server.addresses() == to
    assert not WaitingMail.objects.exists()


def after(pause: timedelta) -> None:
    """As it will be after so long: all that was noted lies further back."""
    now = timezone.now()
    for model, fields in (
        (WaitingMail, ["made_at", "next_at", "expires_at"]),
        (MailServer, ["next_at", "busy_until", "away_since"]),
    ):
        for row in model.objects.all():
            for field in fields:
                if moment := getattr(row, field):
                    setattr(row, field, moment - pause)
            row.save()
    assert timezone.now() - now < timedelta(minutes=1)


def write(*names: str) -> None:
    send_each(EmailMessage("Subject", "Text", to=[f"{name}@example.org"]) for name in names)


def state(name: str) -> WaitingMail:
    return WaitingMail.objects.get(to=f"{name}@example.org")


def test_what_is_written_arrives_as_it_was(server):
    message = EmailMessage(
        "Sujet «é»", "Texte: é ع 中", to=["a@example.org"], headers={"List-Unsubscribe": "<https://x/>"}
    )
    message.attach("activity.ics", b"BEGIN:VCALENDAR", "text/calendar")
    message.send()
    deliver()
    [arrived] = server.arrived
    text, calendar = arrived.get_payload()
    assert text.get_payload(decode=True).decode().strip() == "Texte: é ع 中"
    assert calendar.get_filename() == "activity.ics"
    assert arrived["List-Unsubscribe"] == "<https://x/>"


def test_it_tells_of_what_was_done_or_is_not_sent(server, django_capture_on_commit_callbacks):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        write("undone")
        raise Undone
    with django_capture_on_commit_callbacks(execute=True):
        write("done")
    assert server.addresses() == ["done@example.org"]


@pytest.mark.parametrize(("is_mute", "reason"), [(True, Reason.MUTE), (False, Reason.AWAY)])
def test_a_server_that_is_mute_or_dead_is_asked_by_one_and_then_left_alone(server, settings, is_mute, reason):
    server.is_mute = is_mute
    settings.EMAIL_PORT = server.port if is_mute else DEAD
    write("a", "b", "c")
    assert deliver() == 0
    row = MailServer.objects.get()
    assert (row.failures, row.reason, row.busy_until) == (1, reason, None)
    assert server.lines == is_mute
    write("d")
    assert deliver() == 0
    assert server.lines == is_mute  # nobody asks again
    assert set(WaitingMail.objects.values_list("attempts", flat=True)) == {0}


def test_it_is_asked_after_longer_and_longer_pauses_and_at_once_when_it_is_back(server, settings):
    settings.EMAIL_PORT = DEAD
    write("a")
    for minutes in (1, 2, 5, 5):
        deliver()
        pause = MailServer.objects.get().next_at - timezone.now()
        assert timedelta(minutes=minutes - 1) < pause <= timedelta(minutes=minutes)
        after(pause)
    settings.EMAIL_PORT = server.port
    assert deliver() == 1
    row = MailServer.objects.get()
    assert (row.failures, row.next_at, row.away_since, row.reason) == (0, None, None, "")


def test_while_one_sends_nobody_else_does_however_slow_it_is(server, settings, monkeypatch):
    counts = []

    def send(delivery, messages):
        counts.append(deliver())
        return send_messages(delivery, messages)

    send_messages = smtp.EmailBackend.send_messages
    monkeypatch.setattr(smtp.EmailBackend, "send_messages", send)
    server.seconds = 0.02
    write("a", "b")
    assert deliver() == 2
    assert counts == [0, 0]
    assert server.addresses() == ["a@example.org", "b@example.org"]
    assert server.lines == 1


def test_who_is_killed_while_sending_keeps_nobody_from_it_for_long(server):
    write("a")
    MailServer.objects.create(pk=MailServer.ONLY, busy_until=timezone.now() + waiting_mail.LEASE)
    assert deliver() == 0
    after(waiting_mail.LEASE)
    assert deliver() == 1


def test_a_clock_that_is_put_back_keeps_no_mail(server):
    write("a")
    ahead = timezone.now() + timedelta(hours=3)
    MailServer.objects.create(pk=MailServer.ONLY, busy_until=ahead, next_at=ahead)
    WaitingMail.objects.update(next_at=ahead)
    assert deliver() == 1


def test_an_address_that_is_put_off_waits_longer_and_longer_and_nobody_else_does(server):
    server.answers["RCPT"] = lambda line: "451 4.7.1 Greylisted, try again later" if "<slow@" in line else ""
    write("slow", "b")
    for minutes in (1, 2, 5, 15, 60, 60):
        deliver()
        mail = state("slow")
        pause = mail.next_at - timezone.now()
        assert timedelta(minutes=minutes - 1) < pause <= timedelta(minutes=minutes)
        assert (mail.failed_at, mail.reason) == (None, Reason.PUT_OFF)
        after(pause)
    assert server.addresses() == ["b@example.org"]
    assert not MailServer.objects.get().failures
    server.heal()
    assert deliver() == 1


@pytest.mark.parametrize(
    ("verb", "answer", "reason"),
    [
        ("RCPT", "550 5.1.1 No such user here", Reason.ADDRESS),
        ("RCPT", "553 Mailbox name not allowed", Reason.ADDRESS),
        (".", "554 5.6.0 Message refused", Reason.CONTENT),
        ("MAIL", "552 5.3.4 Message too large", Reason.CONTENT),
    ],
)
def test_what_is_refused_for_good_has_failed_with_the_servers_words(server, verb, answer, reason):
    server.answers[verb] = lambda _line: answer
    write("refused")
    deliver()
    mail = state("refused")
    assert mail.failed_at and (mail.reason, mail.attempts) == (reason, 1)
    assert mail.reply == answer
    server.heal()
    write("b")
    after(timedelta(hours=2))
    assert deliver() == 1
    assert server.addresses() == ["b@example.org"]


def test_one_address_that_is_refused_keeps_nobody_else_from_their_mail(server):
    server.answers["RCPT"] = lambda line: "550 5.1.1 No such user" if "<b@" in line else ""
    write("a", "b", "c")
    assert deliver() == 2
    assert server.addresses() == ["a@example.org", "c@example.org"]
    assert [mail.to for mail in waiting_mail.failed()] == ["b@example.org"]


@pytest.mark.parametrize(
    "answers",
    [
        {"EHLO": "250-mail.example.org\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 Wrong user name or password"},
        {"RCPT": "554 5.7.1 Relay access denied"},
        {"RCPT": "550 relay not permitted"},
        {"MAIL": "530 5.7.0 Authentication required"},
    ],
    ids=["wrong password", "policy", "relay", "not signed in"],
)
def test_where_all_is_refused_since_the_site_is_set_up_wrong_nothing_is_lost(server, settings, answers):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = ("site", "wrong") if "AUTH" in answers else ("", "")
    server.answers = {verb: lambda _line, answer=answer: answer for verb, answer in answers.items()}
    write("a", "b", "c", "d")
    assert deliver() == 0
    assert not waiting_mail.failed().exists()
    row = MailServer.objects.get()
    assert row.failures == 1 and row.reason in {Reason.SIGN_IN, Reason.SENDER} and row.reply
    server.heal()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    after(timedelta(minutes=5))
    assert deliver() == 4


def test_it_is_given_up_one_day_and_says_why(settings, server):
    settings.EMAIL_PORT = DEAD
    write("a")
    deliver()
    after(MAIL_IS_TRIED_FOR + timedelta(hours=1))
    waiting_mail.deliver_by_the_clock()
    mail = state("a")
    assert mail.failed_at and mail.reason == Reason.AWAY
    settings.EMAIL_PORT = server.port
    after(timedelta(hours=2))
    assert deliver() == 0
    assert waiting_mail.try_again(WaitingMail.objects.all()) == 1
    assert deliver() == 1
    assert server.addresses() == ["a@example.org"]


def test_what_cannot_be_written_or_sent_at_all_has_failed(server):
    strange = EmailMessage("Subject", "Text", to=["a@example.org"], headers={"X-Name": "two\nlines"})
    assert send_each([strange, EmailMessage("Subject", "Text", to=["b@example.org"])]) == 2
    assert deliver() == 1
    assert state("a").failed_at and state("a").reason == Reason.UNREADABLE
    assert waiting_mail.try_again(WaitingMail.objects.all()) == 0  # there is nothing to send


def test_the_last_letter_to_an_address_leaves_nothing_of_it(server, settings):
    server.answers["RCPT"] = lambda _line: "550 5.1.1 No such user"
    say_that_it_is_erased(SimpleNamespace(email="gone@example.org", language="en"))
    say_that_an_address_is_erased("away@example.org", "en")
    deliver()
    assert not WaitingMail.objects.exists()


def test_who_is_erased_is_forgotten_in_the_outbox_too(server):
    server.answers["RCPT"] = lambda _line: "550 5.1.1 No such user"
    person, other = a_trainee(email="Amina@example.org"), a_trainee()
    EmailAddress.objects.create(user=person, email="mistyped@example.org", verified=False)
    send_each(EmailMessage("S", "T", to=[to]) for to in ("AMINA@example.org", "mistyped@example.org", other.email))
    deliver()
    assert waiting_mail.failed().count() == 3
    held = {row["to"] for row in privacy._rooms["account"].held(privacy.holder_of(person))["waiting_mail"]}
    assert held == {"AMINA@example.org"}
    person.delete()
    assert [mail.to for mail in WaitingMail.objects.all()] == [other.email]


def test_a_large_workshop_is_told_in_the_transaction_of_its_cancelling():
    queries = []
    for size in (10, 200):
        activity = an_activity()
        a_crowd(activity, size)
        people = list(registers.register_of(activity).participations.all())
        for number, participation in enumerate(people):
            participation.email = f"p{number}@example.org"
        Participation.objects.bulk_update(people, ["email"])
        begun, editor = time.perf_counter(), in_role("editor")
        with CaptureQueriesContext(connection) as asked:
            planning_actions.cancel(activity, "Storm.", editor)
        assert time.perf_counter() - begun < 10  # some 0.3 s on a quiet machine
        queries.append(len(asked))
        assert WaitingMail.objects.count() == size
        WaitingMail.objects.all().delete()
    assert queries[1] - queries[0] < 10  # SQLite takes so many rows at once


class Killed(BaseException):
    """Between the deed and its mail."""


def in_the_middle(*_args, **_more) -> None:
    raise Killed


def test_who_is_killed_between_the_deed_and_its_mail_has_done_neither(monkeypatch, kind, question):  # noqa: F811
    activity = over(kind)
    present(activity, actions.join(activity, a_trainee(), with_code=True))
    soon = issue(a_trainee(), an_activity().translation_key, SNAPSHOT, validity_months=1)
    Certificate.objects.update(expires_on=timezone.now().date() + timedelta(days=10))
    came(months_ago(3))
    running = a_workshop()
    deeds: list[Callable[[], object]] = [
        lambda: issuing.issue_to_those_here(activity, registers.register_of(activity)),
        renewal.remind,
        lambda: call_command("send_follow_ups"),
        lambda: planning_actions.cancel(running, "Storm.", in_role("editor")),
    ]
    with monkeypatch.context() as killing:
        killing.setattr(Delivery, "send_messages", in_the_middle)
        for deed in deeds:
            with pytest.raises(Killed):
                deed()
    soon.refresh_from_db()
    assert list(Certificate.objects.all()) == [soon] and soon.reminded_days is None
    assert not FollowUp.objects.exclude(sent_at=None).exists()
    assert not ActivityPage.objects.get(pk=running.pk).cancelled_at
    for deed in deeds:
        deed()
    assert WaitingMail.objects.count() == 1 + 1 + 1 + 3
