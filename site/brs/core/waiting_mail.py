"""Mail that the mail server did not take is kept, and tried again until it does: nobody's deed fails for it."""

import email
import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task, task_backends

from .models import WaitingMail

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=1)  # a server that was away a moment ago is not asked again by everybody who comes
KEPT_FOR = timedelta(days=2)
AT_ONCE, BESIDE_ANOTHER = 100, 5  # by the worker; in the time of somebody whose own mail was taken


class KeptMail(EmailMessage):
    """As it was written, whatever was in it."""

    def __init__(self, waiting: WaitingMail):
        self.written = email.message_from_bytes(bytes(waiting.message))
        super().__init__(self.written["Subject"], "", waiting.sender, [waiting.to])

    def message(self, **how: Any) -> Any:
        return self.written


def send_or_keep(delivery: BaseEmailBackend, mail: EmailMessage) -> int:
    """Whether it was sent: 1 or 0. What was not is kept, unless the server says that there is no such address."""
    try:
        if not is_away():
            return delivery.send_messages([mail]) or 0
    except Exception as error:  # each backend has its own
        log.warning("A mail was not taken: %s", error)
        if _is_for_good(error):
            return 0
    keep(mail)
    return 0


def keep(mail: EmailMessage) -> None:
    is_first = not WaitingMail.objects.exists()
    for recipient in mail.recipients():
        WaitingMail.objects.create(to=recipient, sender=mail.from_email, message=mail.message().as_bytes())
    if is_first:
        _try_later()


def is_away() -> bool:
    """Whether the server did not take a mail just now. One query."""
    return WaitingMail.objects.filter(tried_at__gt=timezone.now() - PAUSE).exists()


def send_waiting(delivery: BaseEmailBackend, most: int = AT_ONCE) -> int:
    """Those that wait, the oldest first; how many were sent. It ends at the first that is not taken."""
    prune()
    sent = 0
    for waiting in WaitingMail.objects.order_by("pk")[:most]:
        # Another process may be at it as well: whoever writes first sends it.
        unchanged = WaitingMail.objects.filter(pk=waiting.pk, tried_at=waiting.tried_at)
        if not unchanged.update(tried_at=timezone.now()):
            continue
        try:
            delivery.send_messages([KeptMail(waiting)])
        except Exception as error:  # each backend has its own
            log.warning("A mail that waits was not taken: %s", error)
            if not _is_for_good(error):
                break
        else:
            sent += 1
        waiting.delete()
    return sent


def prune() -> int:
    """Give up what nobody has taken for long; how many."""
    return WaitingMail.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()[0]


@task(backend="background")
def send_later() -> None:
    """By the worker. While something waits, it comes again."""
    get_connection().send_waiting()  # type: ignore[attr-defined]
    if WaitingMail.objects.exists():
        _try_later()


def _try_later() -> None:
    if task_backends["background"].supports_defer:
        send_later.using(run_after=timezone.now() + PAUSE).enqueue()


def _is_for_good(error: Exception) -> bool:
    """Whether the server has refused this mail and would do so again; not where it only cannot take it now."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
