"""Marking: a pure function from a question's content and an answer to a mark. Plain Python.

Content of a question (what a QuestionVersion holds): `{"type", "stem", "feedback", "points"}` and by type
single_choice, multiple_response: `options: [{"id", "text", "correct", "feedback"}]`; true_false: `answer: bool`;
numeric: `answer`, `tolerance` (decimal strings), `unit`; ordering: `items: [{"id", "text"}]` in the right order;
matching: `pairs: [{"id", "left", "right"}]`, `distractors: [{"id", "right"}]`; short_text: `accepted: [str]`,
`case_sensitive`.

An answer: an option's id; a list of option ids; a bool; a number as digits («-1234.5»); item ids in order; {pair id: id
of the right side chosen}; a text. None, and whatever else does not fit its question, earns nothing and never raises.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .numbers import number

# Kept with each marked attempt; goes up when the same answer could earn other points.
MARKING_VERSION = 2

LONGEST_TEXT = 500
LONGEST_NUMBER = 130  # its sign, its point and the most digits on either side

Content = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    points: float
    of: float
    correct: bool


def mark(content: Content, answer: Any) -> Mark:
    """Points earned, 0 to the question's points; correct only with all of them."""
    share = SHARES[content["type"]](content, answer) if answer is not None and fits(content, answer) else 0.0
    of = float(content["points"])
    return Mark(points=round(of * share, 4), of=of, correct=share == 1)


def choices_of(content: Content) -> list[str]:
    """Ids of what there is to choose from: options, items, or right sides with the distractors among them."""
    return [choice["id"] for name in ("options", "items", "pairs", "distractors") for choice in content.get(name, [])]


def fits(content: Content, answer: Any) -> bool:
    """Whether this is an answer to this question; None takes one back. Total.

    Asked of what comes by another way than a form, and of all that was stored: a question may change its type.
    """
    ids = choices_of(content)
    match content["type"], answer:
        case _, None:
            return True
        case "single_choice", str():
            return answer in ids
        case "multiple_response", list():
            return all(one in ids for one in answer)
        case "true_false", bool():
            return True
        case "numeric", str() | int() | float():
            return len(str(answer)) <= LONGEST_NUMBER and number(answer) is not None
        case "ordering", list():
            return all(isinstance(one, str) for one in answer) and sorted(answer) == sorted(ids)
        case "matching", dict():
            lefts = [pair["id"] for pair in content["pairs"]]
            return all(left in lefts and right in ids for left, right in answer.items())
        case "short_text", str():
            return len(answer) <= LONGEST_TEXT
    return False


def _single_choice(content: Content, answer: Any) -> float:
    return float(any(option["correct"] and option["id"] == answer for option in content["options"]))


def _multiple_response(content: Content, answer: Any) -> float:
    """Part marks for part of the right options, but none at all as soon as a wrong one is chosen."""
    chosen = set(answer)
    right = {option["id"] for option in content["options"] if option["correct"]}
    return len(chosen) / len(right) if chosen <= right else 0.0


def _true_false(content: Content, answer: Any) -> float:
    return float(answer == content["answer"])


def _numeric(content: Content, answer: Any) -> float:
    given = number(answer)
    return float(given is not None and abs(given - Decimal(content["answer"])) <= Decimal(content["tolerance"]))


def _ordering(content: Content, answer: Any) -> float:
    return float(answer == [item["id"] for item in content["items"]])


def _matching(content: Content, answer: Any) -> float:
    # A pair is known by one id: its right side is chosen where the answer names the pair itself.
    return sum(answer.get(pair["id"]) == pair["id"] for pair in content["pairs"]) / len(content["pairs"])


def _short_text(content: Content, answer: Any) -> float:
    case_sensitive = content.get("case_sensitive", False)
    accepted = {tidy_text(text, case_sensitive) for text in content["accepted"]}
    return float(tidy_text(answer, case_sensitive) in accepted)


SHARES: dict[str, Callable[[Content, Any], float]] = {
    "single_choice": _single_choice,
    "multiple_response": _multiple_response,
    "true_false": _true_false,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short_text": _short_text,
}


def tidy_text(text: str, case_sensitive: bool) -> str:
    """Without outer spaces, repeated spaces and a final full stop; without case unless it matters."""
    tidied = " ".join(unicodedata.normalize("NFKC", text).split()).rstrip(".。").rstrip()
    return tidied if case_sensitive else tidied.casefold()
