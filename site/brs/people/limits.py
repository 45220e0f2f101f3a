"""Limits on making accounts and on guessing passwords: by account, address and browser first.

Those by place are such that a room of 300 behind one router never reaches them.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from brs.core.limits import Limit, TooManyTries, browser_of, place_of, please_wait, take_all

WRONG_PASSWORDS = Limit("wrong passwords for an account", most=10, seconds=600)
# Whoever guesses somebody's password shuts them out of none of the browsers that they use.
WRONG_IN_OWN_BROWSER = Limit("wrong passwords for an account in a browser it was used in", most=10, seconds=600)
WRONG_AT_A_PLACE = Limit("wrong passwords from a place", most=600, seconds=600)
ACCOUNTS_OF_A_BROWSER = Limit("accounts made in a browser", most=30, seconds=3600)
ACCOUNTS_OF_A_PLACE = Limit("accounts made from a place", most=600, seconds=3600)
RESETS_OF_A_PLACE = Limit("new passwords asked for from a place", most=600, seconds=3600)
MAILS_TO_AN_ADDRESS = Limit("mails about an account to an address", most=4, seconds=3600)

KNOWN, KNOWN_FOR, MOST_KNOWN = "known", 60 * 60 * 24 * 180, 5
WAIT = "wait"

Tries = list[tuple[Limit, object]]


def sign_in_tries(request: HttpRequest, email: str) -> Tries:
    """What a wrong password uses up."""
    of_account = WRONG_IN_OWN_BROWSER if _digest(email) in _known(request) else WRONG_PASSWORDS
    return [(of_account, email.lower()), (WRONG_AT_A_PLACE, place_of(request))]


def sign_up_tries(request: HttpRequest) -> Tries:
    client = place_of(request)
    return [(ACCOUNTS_OF_A_BROWSER, (client, browser_of(request))), (ACCOUNTS_OF_A_PLACE, client)]


def take_or_say(tries: Tries) -> None:
    """One of each. Raises a ValidationError that says how long to wait, to stand beside what was typed."""
    try:
        take_all(tries)
    except TooManyTries as full:
        raise wait_error(full.seconds) from full


def wait_error(seconds: int) -> ValidationError:
    return ValidationError(please_wait(seconds), code=WAIT, params={"seconds": seconds})


def seconds_to_wait(form: BaseForm) -> int:
    """As some error of the form says; 0 where none does."""
    errors = [error for errors in form.errors.as_data().values() for error in errors if error.code == WAIT]
    return max((error.params["seconds"] for error in errors if error.params), default=0)


def remember_browser(request: HttpRequest, answer: HttpResponse, person: Any) -> None:
    """The browser has been used by somebody who had the password."""
    known = [_digest(person.email), *(digest for digest in _known(request) if digest != _digest(person.email))]
    answer.set_signed_cookie(
        KNOWN,
        " ".join(known[:MOST_KNOWN]),
        salt=KNOWN,
        max_age=KNOWN_FOR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[str]:
    return str(request.get_signed_cookie(KNOWN, "", salt=KNOWN)).split()


def _digest(email: str) -> str:
    return salted_hmac("brs.people.limits", email.lower()).hexdigest()[:16]
