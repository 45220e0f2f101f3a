"""Mail to people about their account; and what keeps mail from those who have no address."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from brs.core.languages import readers_language
from brs.core.mail import send_last
from brs.core.names import one_line
from brs.core.waiting_mail import keep

from . import slips
from .models import User


class Delivery(BaseEmailBackend):
    """Nothing goes to a slip's address, whoever sends it; the rest goes into the outbox, and from there as
    BRS_EMAIL_URL says. A subject is one line here as well: libraries make some of theirs of names and titles.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.subject = one_line(str(message.subject))
            for field in ("to", "cc", "bcc"):
                reachable = [address for address in getattr(message, field) if not slips.is_slip_address(address)]
                setattr(message, field, reachable)
        return keep(message for message in email_messages if message.recipients())


def say_that_an_address_is_erased(address: str, language: str | None) -> None:
    """To somebody without an account, whose address is forgotten by this mail."""
    send_last(address, language or readers_language(), "people/mail/data_erased.txt", {})


def say_that_it_is_erased(person: User) -> None:
    """The last mail to an address; somebody whose account was erased by another hand learns of it."""
    send_last(person.email, person.language, "people/mail/account_erased.txt", {})
