"""E-mail addresses: in one spelling, and which are somebody's for sure. Only such a one gives its holder anything."""

import unicodedata
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from brs.core.names import tidy


def in_one_spelling(typed: str) -> str:
    """As people type and paste it: capitals, spaces, full-width signs, what a program puts before and after it."""
    address = "".join(tidy(unicodedata.normalize("NFKC", typed)).split()).lower()
    return address.removeprefix("mailto:").strip("<>.,;")


def proven(person: Any) -> QuerySet:
    """Those to which a link was sent that the person has opened; each in small letters.

    `person.email` alone proves nothing: a shell, a loader or an administrator may have written it.
    """
    return (
        EmailAddress.objects.filter(user_id=person.pk, verified=True)
        .order_by("-primary")
        .values_list("email", flat=True)
    )
