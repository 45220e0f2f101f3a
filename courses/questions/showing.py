"""One showing of a question in a lesson: the order of its choices, drawn anew whenever it is shown.

A showing is a random word, which travels with the form; the order follows from it and from the site's secret. Whoever
has the word alone cannot undo the order, and nothing needs to be stored to read what comes back.
"""

import re
import secrets
from collections.abc import Sequence

from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "courses.questions.showing"
WORD_BYTES, SEAL_LENGTH = 9, 16
SHOWING = re.compile(r"([\w-]{12})\.([0-9a-f]{16})", re.ASCII)


def new_showing(choices: Sequence[str]) -> str:
    """The word of a new showing of a question with these choices (by their ids)."""
    word = secrets.token_urlsafe(WORD_BYTES)
    return f"{word}.{_seal(word, choices)}"


def order_of(showing: str, choices: Sequence[str]) -> list[str] | None:
    """The ids in the order of that showing; None where the question has other choices by now, or never had it."""
    parts = SHOWING.fullmatch(showing)
    if parts is None or not constant_time_compare(parts[2], _seal(parts[1], choices)):
        return None
    word = parts[1]
    return sorted(choices, key=lambda choice: _digest("order", word, choice))


def _seal(word: str, choices: Sequence[str]) -> str:
    return _digest("seal", word, *choices)[:SEAL_LENGTH]


def _digest(*parts: str) -> str:
    return salted_hmac(SALT, "\n".join(parts), algorithm="sha256").hexdigest()
