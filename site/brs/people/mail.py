"""Mail to people about their account; and what keeps mail from those who have no address."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import override

from brs.core.mail import letter
from brs.core.names import one_line
from brs.core.waiting_mail import BESIDE_ANOTHER, is_away, send_or_keep, send_waiting

from . import slips
from .models import User


class Delivery(BaseEmailBackend):
    """Nothing goes to a slip's address, whoever sends it; the rest goes as BRS_EMAIL_URL says.

    What the mail server does not take waits, and whoever caused the mail goes on. A subject is one line here as well:
    libraries make some of theirs of names and titles.
    """

    def __init__(self, fail_silently: bool = False, **kwargs: Any):
        super().__init__(fail_silently=fail_silently, **kwargs)
        self.delivery = get_connection(settings.EMAIL_DELIVERY)

    def open(self) -> bool | None:
        """One that is away is noticed by the first mail."""
        try:
            return None if is_away() else self.delivery.open()
        except OSError:
            return None

    def close(self) -> None:
        self.delivery.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.subject = one_line(str(message.subject))
            for field in ("to", "cc", "bcc"):
                reachable = [address for address in getattr(message, field) if not slips.is_slip_address(address)]
                setattr(message, field, reachable)
        reaching = [message for message in email_messages if message.recipients()]
        sent = sum(send_or_keep(self.delivery, message) for message in reaching)
        if sent:
            send_waiting(self.delivery, BESIDE_ANOTHER)
        return sent

    def send_waiting(self) -> int:
        return send_waiting(self.delivery)


def say_that_an_address_is_erased(address: str, language: str | None) -> None:
    """To somebody without an account, whose address is forgotten by this mail."""
    with override(language) if language else nullcontext():
        text = _(
            "What BRS Learn held under this address has been erased, as asked for. "
            "If that was not you, answer this mail."
        )
        letter(_("Your data is erased"), text, address).send(fail_silently=True)


def say_that_it_is_erased(person: User) -> None:
    """The last mail to an address; somebody whose account was erased by another hand learns of it."""
    with override(person.language):
        text = _("Your account at BRS Learn has been erased, as asked for. If that was not you, answer this mail.")
        letter(_("Your account is erased"), text, person.email).send(fail_silently=True)
