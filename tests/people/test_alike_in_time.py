"""Who has no account takes as long to answer as who has one: by the clock nobody learns who is here."""

import statistics
import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from brs.people.models import User
from tests.given import a_toolkit, a_trainee

pytestmark = pytest.mark.django_db
TIMES = 3
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def sign_up(email: str, person: User) -> tuple[str, dict[str, str]]:
    return "/en/accounts/sign-up/", {"name": "A", "email": email, "password1": "a-long-pass-phrase", "party": ""}


def sign_in(email: str, person: User) -> tuple[str, dict[str, str]]:
    return "/en/accounts/sign-in/", {"login": email, "password": "wrong-pass-word"}


def reset(email: str, person: User) -> tuple[str, dict[str, str]]:
    return "/en/accounts/reset/", {"email": email}


def another_address(email: str, person: User) -> tuple[str, dict[str, str]]:
    return "/en/accounts/email/", {"email": email, "password": "pass-word-123"}


def ask_a_co_owner(email: str, person: User) -> tuple[str, dict[str, str]]:
    return f"/en/toolkits/{a_toolkit(owner=person).pk}/co-owners/", {"email": email}


ASKED = {sign_up: False, sign_in: False, reset: False, another_address: True, ask_a_co_owner: True}


@pytest.mark.parametrize(("ask", "is_signed_in"), ASKED.items(), ids=[ask.__name__ for ask in ASKED])
def test_known_and_unknown_take_as_long(settings, ask: Callable, is_signed_in: bool):
    settings.PASSWORD_HASHERS = ARGON2
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * TIMES + 2):
        is_known = bool(number % 2)
        email = a_trainee().email if is_known else f"nobody{number}@example.org"
        person, client = a_trainee(), Client()
        cache.clear()
        if is_signed_in:
            client.force_login(person)
        path, form = ask(email, person)
        begun = time.process_time()
        assert client.post(path, form).status_code in (302, 422)
        taken[is_known].append(time.process_time() - begun)
    known, unknown = (statistics.median(taken[is_known][1:]) for is_known in (True, False))
    assert abs(known - unknown) < max(0.02, 0.25 * max(known, unknown)), (known, unknown)
