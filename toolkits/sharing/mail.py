"""Mail about toolkits."""

from brs.core.mail import send
from brs.core.names import in_mail
from brs.people.models import User

from .models import Invitation


def invite(invitation: Invitation, language: str) -> None:
    """Ask to own a toolkit: in the language of whoever has the address, else in that of who asks.

    Addresses without an account get the same mail, so that nothing tells them apart.
    """
    known = User.objects.filter(email=invitation.email).first()
    context = {"who": in_mail(str(invitation.invited_by))}
    send(invitation.email, known.language if known else language, "toolkits/mail/invitation.txt", context)
