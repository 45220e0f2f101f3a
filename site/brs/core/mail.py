"""Mail: every letter of ours is made and sent here."""

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage, get_connection

from .names import one_line


class LastLetter(EmailMessage):
    """To an address that is forgotten by it: nothing of it is kept where it cannot be delivered."""


def letter(subject: object, text: object, to: str, **more: Any) -> EmailMessage:
    """A letter to one address. Its subject is one line, whatever stands in the titles and names that make it up."""
    return EmailMessage(one_line(str(subject)), str(text), to=[to], **more)


def last_letter(subject: object, text: object, to: str) -> LastLetter:
    return LastLetter(one_line(str(subject)), str(text), to=[to])


def send_each(letters: Iterable[EmailMessage]) -> int:
    """All of them into the outbox, in the transaction of what they tell of; how many."""
    return get_connection().send_messages(list(letters)) or 0
