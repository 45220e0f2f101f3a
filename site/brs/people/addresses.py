"""Which e-mail addresses are somebody's for sure. Only such an address gives its holder anything."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet


def proven(person: Any) -> QuerySet:
    """Those to which a link was sent that the person has opened; each in small letters.

    `person.email` alone proves nothing: a shell, a loader or an administrator may have written it.
    """
    return (
        EmailAddress.objects.filter(user_id=person.pk, verified=True)
        .order_by("-primary")
        .values_list("email", flat=True)
    )
