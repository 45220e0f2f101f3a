"""Comparing texts: what was typed with what is accepted, and choices with one another. Plain Python.

What is accepted comes as a question's content does: `accepted: [str]`, `case_sensitive`, `near_misses`.
"""

import unicodedata
from os.path import commonprefix

from brs.core.folding import fold
from brs.core.spellings import LETTERS

from .layout import Content

LONGEST_TEXT = 500
SHORTEST_NEAR_MISS = 5


def same_words(text: str) -> str:
    """A text as a reader sees it: two that differ in this are two."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_right_text(content: Content, text: str) -> bool:
    is_accepted = tidy_text(content, text) in _accepted(content)
    return is_accepted or (content.get("near_misses") == "right" and is_near_miss(content, text))


def is_near_miss(content: Content, text: str) -> bool:
    """Whether a text is not what is accepted, but one letter off it in a word of five letters or more."""
    accepted, given = _accepted(content), tidy_text(content, text)
    return given not in accepted and any(_is_one_letter_off(given.split(), right.split()) for right in accepted)


def _accepted(content: Content) -> set[str]:
    """What is accepted, as it is compared."""
    return {tidy_text(content, text) for text in content["accepted"]}


def tidy_text(content: Content, text: str) -> str:
    """As answers are compared: folded as for searching, without a final full stop; with case where it matters."""
    folded = fold(text, keep_case=content.get("case_sensitive", False)).translate(LETTERS)
    return folded.rstrip(".。۔").rstrip()


def _is_one_letter_off(given: list[str], right: list[str]) -> bool:
    if len(given) != len(right):
        return False
    differing = [pair for pair in zip(given, right, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _are_one_apart(*differing[0])


def _are_one_apart(given: str, right: str) -> bool:
    """One letter more, fewer or another, or two neighbours turned round. Of words alone: digits make codes."""
    if len(right) < SHORTEST_NEAR_MISS or not right.isalpha():
        return False
    start = len(commonprefix([given, right]))
    given_rest, right_rest = given[start:], right[start:]
    is_turned = given_rest[:2] == right_rest[1::-1] and given_rest[2:] == right_rest[2:]
    return is_turned or given_rest[1:] in (right_rest, right_rest[1:]) or given_rest == right_rest[1:]
