"""Mail about toolkits."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from brs.core.mail import letter
from brs.core.names import in_mail
from brs.people.models import User

from .models import Invitation


def invite(invitation: Invitation, language: str) -> None:
    """Asks to own a toolkit: in the language of whoever has the address, else in that of who asks.

    Addresses without an account get the same mail, so that nothing tells them apart.
    """
    known = User.objects.filter(email=invitation.email).first()
    with override(known.language if known else language):
        text = _(
            "%(who)s asks you to own a toolkit with them at BRS Learn. Sign in by this address, or make an account "
            "with it, and answer there:\n\n%(address)s\n\nIf you do not know them, do nothing."
        ) % {
            "who": in_mail(str(invitation.invited_by)),
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("toolkits"),
        }
        letter(_("A toolkit to work on together"), text, invitation.email).send()
