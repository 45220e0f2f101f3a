"""Marking: a pure function from a question's content and an answer to a mark. Plain Python.

Content of a question (what a QuestionVersion holds): `{"type", "stem", "feedback", "points"}` and by type
single_choice, multiple_response: `options: [{"id", "text", "correct", "feedback"}]`; true_false: `answer: bool`;
numeric: `answer`, `tolerance` (decimal strings), `unit`; ordering: `items: [{"id", "text"}]` in the right order;
matching: `pairs: [{"id", "left", "right"}]`, `distractors: [{"id", "right"}]`; short_text: `accepted: [str]`,
`case_sensitive`.

An answer: an option's id; a list of option ids; a bool; a number as typed; item ids in order; {pair id: id of the right
side chosen}; a text. None, and whatever else does not fit its question, earns nothing and never raises.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# Kept with each marked attempt; goes up when the same answer could earn other points.
MARKING_VERSION = 1

# Beyond this, arithmetic itself fails; no quantity that anybody asks for is near it.
LARGEST_EXPONENT = 40

Content = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    points: float
    of: float
    correct: bool


def mark(content: Content, answer: Any) -> Mark:
    """Points earned, 0 to the question's points; correct only with all of them."""
    share = SHARES[content["type"]](content, answer)
    of = float(content["points"])
    return Mark(points=round(of * share, 4), of=of, correct=share == 1)


def _single_choice(content: Content, answer: Any) -> float:
    return float(any(option["correct"] and option["id"] == answer for option in content["options"]))


def _multiple_response(content: Content, answer: Any) -> float:
    """Part marks for part of the right options, but none at all as soon as a wrong one is chosen."""
    chosen = _ids(answer)
    right = {option["id"] for option in content["options"] if option["correct"]}
    return len(chosen) / len(right) if chosen <= right else 0.0


def _true_false(content: Content, answer: Any) -> float:
    return float(isinstance(answer, bool) and answer == content["answer"])


def _numeric(content: Content, answer: Any) -> float:
    given = number(answer)
    if given is None:
        return 0.0
    return float(abs(given - Decimal(content["answer"])) <= Decimal(content["tolerance"]))


def _ordering(content: Content, answer: Any) -> float:
    return float(isinstance(answer, list) and answer == [item["id"] for item in content["items"]])


def _matching(content: Content, answer: Any) -> float:
    if not isinstance(answer, dict):
        return 0.0
    # A pair is known by one id: its right side is chosen where the answer names the pair itself.
    return sum(answer.get(pair["id"]) == pair["id"] for pair in content["pairs"]) / len(content["pairs"])


def _short_text(content: Content, answer: Any) -> float:
    if not isinstance(answer, str):
        return 0.0
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


def number(typed: Any) -> Decimal | None:
    """A number as people type it in any of the six languages: «1 000,5», «٦٠», «60»; None where it is none."""
    if isinstance(typed, bool) or not isinstance(typed, str | int | float):
        return None
    text = unicodedata.normalize("NFKC", str(typed)).translate(str.maketrans(",٫−", "..-"))
    try:
        found = Decimal("".join(text.split()))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= LARGEST_EXPONENT else None


def tidy_text(text: str, case_sensitive: bool) -> str:
    """Without outer spaces, repeated spaces and a final full stop; without case unless it matters."""
    tidied = " ".join(unicodedata.normalize("NFKC", text).split()).rstrip(".。").rstrip()
    return tidied if case_sensitive else tidied.casefold()


def _ids(answer: Any) -> set[str]:
    return {given for given in answer if isinstance(given, str)} if isinstance(answer, list) else set()
