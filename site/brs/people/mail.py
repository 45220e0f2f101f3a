"""Mail to people about their account."""

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import User


def say_that_it_is_erased(person: User) -> None:
    """The last mail to an address; somebody whose account was erased by another hand learns of it."""
    with override(person.language):
        text = _("Your account at BRS Learn has been erased, as asked for. If that was not you, answer this mail.")
        send_mail(_("Your account is erased"), text, None, [person.email], fail_silently=True)
