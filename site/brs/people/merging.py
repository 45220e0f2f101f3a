"""Two accounts turn out to be one person's: whatever any room holds of the one becomes the other's."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction

from .models import User
from .privacy import Kind, rooms

THE_ACCOUNTS_OWN = {"account", "editing"}  # rooms of what falls with the account: how it is signed in to, its roles


@transaction.atomic
def hand_over(giver: User, taker: User) -> None:
    """First each room by its own rule, where it has one; then all rows that lead to the account.

    What the taker has already, as a place beside others in a toolkit, is not had twice.
    """
    for room in rooms():
        room.hand_over(giver, taker)
    for room in rooms():
        for kind in room.kinds if room.name not in THE_ACCOUNTS_OWN else ():
            if leads_to_an_account(kind):
                _readdress(kind, giver, taker)


def leads_to_an_account(kind: Kind) -> bool:
    """Whether its rows name an account themselves, not by way of another row."""
    try:
        field = apps.get_model(kind.model)._meta.get_field(kind.path)
    except FieldDoesNotExist:
        return False
    return isinstance(field, models.ForeignKey) and field.related_model is User


def _readdress(kind: Kind, giver: User, taker: User) -> None:
    rows = apps.get_model(kind.model)._base_manager
    for key in list(rows.filter(**{kind.path: giver}).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                rows.filter(pk=key).update(**{kind.path: taker})
        except IntegrityError:  # the taker has it, and this one falls with the account
            continue
