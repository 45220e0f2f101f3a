"""Certificates of a person who goes: tombstones, unless they ask that their certificates stay verifiable."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brs.people.models import User
from brs.people.privacy import Keepsake, Kind, Room, register

from .actions import hand_over
from .models import Certificate


def keep(person: User) -> None:
    """The certificates say what they said, and no longer lead to an account."""
    _held_by(person).update(holder=None, left_at=timezone.now())


def erase(person: User) -> None:
    """Serial and date are left, so that a paper that is shown later is answered honestly."""
    _held_by(person).update(holder=None, erased_at=timezone.now(), snapshot={}, status_reason="")


def _held_by(person: User) -> QuerySet[Certificate]:
    return Certificate.objects.held_by(person)


CERTIFICATES = register(
    Room(
        "certificates",
        (
            Kind("certificates", _("Certificates"), "certificates.Certificate", "holder", withheld=("status_by_id",)),
            Kind(
                "ended",
                _("Certificates you revoked or corrected"),
                "certificates.Certificate",
                "status_by",
                ("serial", "revoked_at", "superseded_at", "status_reason"),
                stays=True,
            ),
        ),
        erase,
        Keepsake(_("Keep my certificates verifiable, with my name on them"), keep),
        hand_over=hand_over,
    )
)
