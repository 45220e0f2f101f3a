"""Mail: every letter of ours is made and sent here."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage, get_connection

from .names import one_line

log = logging.getLogger(__name__)


def letter(subject: object, text: object, to: str, **more: Any) -> EmailMessage:
    """A letter to one address. Its subject is one line, whatever stands in the titles and names that make it up."""
    return EmailMessage(one_line(str(subject)), str(text), to=[to], **more)


def send_each(letters: Iterable[EmailMessage]) -> int:
    """One by one over one connection; how many were sent. One that is refused keeps nobody else from theirs.

    Raises OSError where the mail server is not there.
    """
    sent = 0
    with get_connection() as connection:
        for mail in letters:
            mail.connection = connection
            try:
                sent += mail.send()
            except Exception:  # whatever the mail server says of one address
                log.exception("A mail could not be sent: %s", mail.subject)
    return sent
