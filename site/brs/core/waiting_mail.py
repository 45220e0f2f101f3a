"""The outbox: every mail is written into the database, and sent from there. Nobody's request waits for a mail server.

A mail is kept in the transaction of what it tells of: it is sent if that is done, and only then. Once that is sure, a
thread beside the requests sends it; the worker tries again what was not taken, with longer and longer pauses. Whoever
sends holds a lease, so that a server that says nothing holds up one thread of one process.

It is sent at least once: whoever is killed after the server has taken it and before the row is gone sends it again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import MIMEMixin
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from .mail import LastLetter
from .mail_failures import Failure, is_of_the_server, of
from .models import MailServer, Reason, WaitingMail, end_of_trying

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
# After so many failures: the last one is the pause of all that follow. A server is asked more often than an address.
PAUSES_OF_A_MAIL = [minutes * MINUTE for minutes in (1, 2, 5, 15, 60)]
PAUSES_OF_THE_SERVER = [minutes * MINUTE for minutes in (1, 2, 5)]
FAILURES_KEPT_FOR = timedelta(days=90)
# Longer than any mail takes: who holds the lease renews it with each.
LEASE = timedelta(minutes=3)
IN_A_ROW = 3  # so many that the server did not take, and it is the server
SECONDS_BY_THE_CLOCK = 45


class Written(MIMEMixin, Message):
    """What Django's backends ask of a message: its bytes with the ends of line of SMTP."""


class KeptMail(EmailMessage):
    """As it was written, whatever was in it."""

    def __init__(self, waiting: WaitingMail):
        self.written = message_from_bytes(bytes(waiting.message), _class=Written)
        super().__init__(waiting.subject, "", waiting.sender, [waiting.to])

    def message(self, **how: Any) -> Any:
        return self.written


def keep(mails: Iterable[EmailMessage]) -> int:
    """Into the outbox, to be sent as soon as what is being done is done; how many mails."""
    rows, number = [], 0
    for mail in mails:
        number += 1
        rows += _rows(mail)
    WaitingMail.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(deliver_soon)
    return number


def _rows(mail: EmailMessage) -> list[WaitingMail]:
    """One for each address. A mail that cannot be written, for a sign that no head may have, has failed."""
    fields: dict[str, Any] = {
        "subject": str(mail.subject)[:200],
        "sender": mail.from_email,
        "is_last": isinstance(mail, LastLetter),
    }
    try:
        fields["message"] = mail.message().as_bytes()
    except ValueError:  # Unicode's errors are of this kind
        log.exception("A mail could not be written")
        fields |= {"failed_at": timezone.now(), "reason": Reason.UNREADABLE}
    return [WaitingMail(to=address, **fields) for address in mail.recipients()]


_thread: threading.Thread | None = None
_wanted = threading.Event()
_lock = threading.Lock()


def deliver_soon() -> None:
    """Send what is due beside whatever this process does. One thread does it, however often it is asked."""
    global _thread
    if not settings.MAIL_IN_A_THREAD:
        deliver()
        return
    with _lock:
        _wanted.set()
        if _thread is None:
            _thread = threading.Thread(target=_deliver_while_wanted, name="mail")
            _thread.start()


def _deliver_while_wanted() -> None:
    global _thread
    while True:
        _wanted.clear()
        try:
            deliver(is_going=threading.main_thread().is_alive)
        except Exception:  # the database may be away; what waits there is not lost
            log.exception("Mail could not be looked for")
        finally:
            connection.close()
        with _lock:
            if not _wanted.is_set():
                _thread = None
                return


def deliver_by_the_clock() -> None:
    """What is due again; who does it has more to do, so the rest waits for the next time."""
    give_up()
    until = time.monotonic() + SECONDS_BY_THE_CLOCK
    deliver(is_going=lambda: time.monotonic() < until)


def deliver(is_going: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, the oldest first, unless somebody is at it or the server is away; how many were taken."""
    sent = 0
    while is_going() and due().exists() and _take_lease():
        try:
            sent += _deliver_due(is_going)
        finally:
            MailServer.objects.update(busy_until=None)
    return sent


def waiting() -> QuerySet[WaitingMail]:
    return WaitingMail.objects.filter(failed_at=None)


def failed() -> QuerySet[WaitingMail]:
    return WaitingMail.objects.exclude(failed_at=None)


def due() -> QuerySet[WaitingMail]:
    """A moment further off than any pause was written by a clock that has been put back."""
    return waiting().filter(_is_over("next_at", PAUSES_OF_A_MAIL[-1]))


def _is_over(field: str, longest: timedelta) -> Q:
    now = timezone.now()
    return Q(**{f"{field}__lte": now}) | Q(**{f"{field}__gt": now + longest + MINUTE})


def _take_lease() -> bool:
    """Whether this process may talk to the mail server now: to one at a time, and not while it is known to be away."""
    MailServer.objects.get_or_create(pk=MailServer.ONLY)
    free = Q(busy_until=None) | _is_over("busy_until", LEASE)
    is_here = Q(next_at=None) | _is_over("next_at", PAUSES_OF_THE_SERVER[-1])
    return bool(MailServer.objects.filter(free, is_here).update(busy_until=timezone.now() + LEASE))


def _deliver_due(is_going: Callable[[], bool]) -> int:
    delivery, sent, in_a_row = get_connection(settings.EMAIL_DELIVERY), 0, 0
    try:
        while is_going() and (mail := due().order_by("next_at", "pk").first()):
            MailServer.objects.update(busy_until=timezone.now() + LEASE)
            try:
                delivery.open()
            except Exception as error:  # each backend has its own
                _server_failed(of(error))
                break
            if not _claim(mail):  # discarded, or its person erased
                continue
            failure = _deliver(delivery, mail)
            if failure is None:
                sent, in_a_row = sent + 1, 0
                continue
            _close(delivery)
            in_a_row = in_a_row + 1 if is_of_the_server(failure) else 0
            if in_a_row == IN_A_ROW:
                _server_failed(failure)
                break
    finally:
        _close(delivery)
    return sent


def _claim(mail: WaitingMail) -> bool:
    """Whether it is still there to be sent. Whoever is killed while sending leaves it to be sent after a pause."""
    now, attempts = timezone.now(), mail.attempts + 1
    mine = waiting().filter(pk=mail.pk, attempts=mail.attempts)
    next_at = now + _pause(PAUSES_OF_A_MAIL, attempts)
    return bool(mine.update(attempts=attempts, tried_at=now, next_at=next_at))


def _deliver(delivery: BaseEmailBackend, mail: WaitingMail) -> Failure | None:
    """None if the server has taken it: then nothing of it is kept."""
    try:
        delivery.send_messages([KeptMail(mail)])
    except Exception as error:  # each backend has its own
        failure = of(error)
        log.warning("A mail was not taken: %s", failure.reason)  # the server's words may name people
        row = WaitingMail.objects.filter(pk=mail.pk)
        row.update(reason=failure.reason, reply=failure.reply)
        if failure.is_for_good:
            _fail(row)
        return failure
    mail.delete()
    MailServer.objects.exclude(failures=0).update(failures=0, next_at=None, away_since=None, reason="", reply="")
    return None


def _fail(mails: QuerySet[WaitingMail]) -> int:
    """What was to be the last that is known of an address is not kept because it could not be told."""
    forgotten = mails.filter(is_last=True).delete()[0]
    return forgotten + mails.update(failed_at=timezone.now())


def _server_failed(failure: Failure) -> None:
    now = timezone.now()
    server = MailServer.objects.get(pk=MailServer.ONLY)
    failures = server.failures + 1
    log.warning("The mail server is away: %s %s", failure.reason, failure.reply)
    MailServer.objects.update(
        failures=failures,
        away_since=server.away_since or now,
        next_at=now + _pause(PAUSES_OF_THE_SERVER, failures),
        reason=failure.reason,
        reply=failure.reply,
    )


def _pause(pauses: list[timedelta], failures: int) -> timedelta:
    return pauses[min(failures, len(pauses)) - 1]


def _close(delivery: BaseEmailBackend) -> None:
    try:
        delivery.close()
    except Exception as error:  # of a line that is broken already
        log.info("The line to the mail server was not closed: %s", type(error).__name__)


def give_up() -> int:
    """What nobody has taken for long is tried no more, and shown as failed; how many."""
    old = waiting().filter(expires_at__lt=timezone.now())
    server = MailServer.objects.filter(pk=MailServer.ONLY).first()
    if server:
        old.filter(reason="").update(reason=server.reason, reply=server.reply)
    return _fail(old)


def prune() -> int:
    """Throw away what failed long ago; how many."""
    give_up()
    return failed().filter(failed_at__lt=timezone.now() - FAILURES_KEPT_FOR).delete()[0]


def counts(since: datetime, lately: datetime) -> tuple[int, int]:
    """How many have waited since before, and how many have failed lately. One query."""
    late = Count("pk", filter=Q(failed_at=None, made_at__lt=since))
    counted = WaitingMail.objects.aggregate(late=late, failed=Count("pk", filter=Q(failed_at__gt=lately)))
    return counted["late"], counted["failed"]


def try_again(mails: QuerySet[WaitingMail]) -> int:
    """At once, as if it were new; how many. The server is asked as well, however lately it was away."""
    now = timezone.now()
    again = {"failed_at": None, "next_at": now, "expires_at": end_of_trying(), "attempts": 0}
    number = mails.exclude(message=b"").update(**again)
    MailServer.objects.update(next_at=None)
    transaction.on_commit(deliver_soon)
    return number


def undelivered_to(addresses: Iterable[str]) -> dict[str, WaitingMail]:
    """By address in lower case, the newest mail that could not be delivered to it. One query; none for no address."""
    lower = {address.lower() for address in addresses if address}
    if not lower:
        return {}
    mails = failed().defer("message").annotate(lower=Lower("to")).filter(lower__in=lower).order_by("failed_at")
    return {mail.to.lower(): mail for mail in mails}
