"""Mail to people about their account; and what keeps mail from those who have no address."""

from collections.abc import Sequence
from contextlib import nullcontext

from django.conf import settings
from django.core.mail import EmailMessage, get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import slips
from .models import User


class Delivery(BaseEmailBackend):
    """Nothing goes to a slip's address, whoever sends it; the rest goes as BRS_EMAIL_URL says."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for field in ("to", "cc", "bcc"):
                kept = [one for one in getattr(message, field) if not slips.is_slip_address(one)]
                setattr(message, field, kept)
        delivered = [message for message in email_messages if message.recipients()]
        connection = get_connection(settings.EMAIL_DELIVERY, fail_silently=self.fail_silently)
        return (connection.send_messages(delivered) or 0) if delivered else 0


def say_that_an_address_is_erased(address: str, language: str | None) -> None:
    """To somebody without an account, whose address is forgotten by this mail."""
    with override(language) if language else nullcontext():
        text = _(
            "What BRS Learn held under this address has been erased, as asked for. "
            "If that was not you, answer this mail."
        )
        send_mail(_("Your data is erased"), text, None, [address], fail_silently=True)


def say_that_it_is_erased(person: User) -> None:
    """The last mail to an address; somebody whose account was erased by another hand learns of it."""
    with override(person.language):
        text = _("Your account at BRS Learn has been erased, as asked for. If that was not you, answer this mail.")
        send_mail(_("Your account is erased"), text, None, [person.email], fail_silently=True)
