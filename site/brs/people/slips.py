"""People without an e-mail address: an account that nobody signs in to by password, opened by a slip of paper.

Its address is in «.invalid», which leads nowhere (RFC 6761, section 6.4): nothing is ever sent there.
"""

import secrets
from email.utils import parseaddr
from typing import Any

from .models import Party, User

DOMAIN = "slip.invalid"


def account(name: str, *, language: str, party: Party | None = None, **said: Any) -> User:
    """A new account without address and password."""
    return User.objects.create_user(
        f"{secrets.token_hex(12)}@{DOMAIN}", None, name=name, language=language, party=party, **said
    )


def is_slip(person: Any) -> bool:
    return is_slip_address(person.email)


def is_slip_address(email: str) -> bool:
    """Also in «Name <address>»."""
    return parseaddr(email)[1].lower().endswith(f"@{DOMAIN}")
