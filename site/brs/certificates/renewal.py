"""Certificates that end: their holders are reminded in time, and may earn them anew.

Rooms above know how something is earned again; each says so in RENEWERS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from brs.core.mail import send
from brs.people import slips

from .models import Certificate

REMINDED = (60, 14)  # days before the end
OPENS = timedelta(days=REMINDED[0])


@dataclass(frozen=True)
class Renewer:
    """`address`: where somebody earns a certificate anew, None where it is not one of the room's.

    `renew`: gives the new one if all has been earned again already.
    """

    address: Callable[[Certificate], str | None]
    renew: Callable[[Certificate], Certificate | None]


RENEWERS: list[Renewer] = []


def is_open(certificate: Certificate, today: date | None = None) -> bool:
    """Whether it ends soon or has ended: then it can be renewed."""
    today = today or timezone.now().date()
    return certificate.expires_on is not None and not certificate.is_void and certificate.expires_on - OPENS <= today


def where_to_renew(certificate: Certificate) -> str | None:
    return next((address for renewer in RENEWERS if (address := renewer.address(certificate))), None)


def remind(today: date | None = None) -> int:
    """Write to holders whose certificates end soon, once for each of REMINDED; how many were written to.

    Who has earned it again already gets the new certificate instead. To be run once a day; running it twice, or after
    it stood still, writes to nobody twice.
    """
    today = today or timezone.now().date()
    sent = 0
    for days in sorted(REMINDED):
        soon = Certificate.objects.newest().filter(
            Q(reminded_days=None) | Q(reminded_days__gt=days),
            revoked_at=None,
            holder__is_active=True,
            expires_on__gte=today,
            expires_on__lte=today + timedelta(days=days),
        )
        for certificate in soon.select_related("holder"):
            if any(renewer.renew(certificate) for renewer in RENEWERS):
                continue
            with transaction.atomic():
                is_mine = soon.filter(pk=certificate.pk).update(reminded_days=days)
                if is_mine and not slips.is_slip(certificate.holder):
                    sent += _send_reminder(certificate)
    return sent


def _send_reminder(certificate: Certificate) -> int:
    holder = certificate.holder
    assert holder is not None
    with override(holder.language):
        renew = where_to_renew(certificate)
    context = {
        "title": certificate.snapshot["title"],
        "day": certificate.expires_on,
        "serial": certificate.serial,
        "renew": renew,
    }
    return send(holder.email, holder.language, "certificates/mail/reminder.txt", context)
