"""People without an e-mail address: an account that nobody signs in to by password, opened by a slip of paper.

Its address is in «.invalid», which leads nowhere (RFC 6761, section 6.4): nothing is ever sent there.
"""

import secrets
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from django.db.models import QuerySet

from .models import Party, User

DOMAIN = "slip.invalid"


def account(name: str, *, language: str, party: Party | None = None, **fields: Any) -> User:
    """A new account without address and password."""
    return User.objects.create_user(
        f"{secrets.token_hex(12)}@{DOMAIN}", None, name=name, language=language, party=party, **fields
    )


def accounts(people: Iterable[tuple[str, Party | None]], *, language: str) -> list[User]:
    """One for each name and Party, made all at once."""
    fresh = [
        User(email=f"{secrets.token_hex(12)}@{DOMAIN}", name=name, language=language, party=party)
        for name, party in people
    ]
    for person in fresh:
        person.set_unusable_password()
    return User.objects.bulk_create(fresh, batch_size=500)


def drop_unused(people: Iterable[User]) -> None:
    """Slips that nobody ever opened: no room holds anything of them that were to be erased first."""
    keys = [person.pk for person in people if is_slip(person) and person.last_login is None]
    QuerySet.delete(User.objects.filter(pk__in=keys))


def hold(pk: int) -> bool:
    """Until the transaction ends nothing else is done by the account, nor is it handed over; whether it is there."""
    return User.objects.select_for_update().filter(pk=pk).values_list("pk").first() is not None


def is_slip(person: Any) -> bool:
    return is_slip_address(person.email)


def is_slip_address(email: str) -> bool:
    """Also in «Name <address>»."""
    return parseaddr(email)[1].lower().endswith(f"@{DOMAIN}")
