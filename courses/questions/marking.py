"""Marking: a pure function from a question's content and an answer to a mark. Plain Python.

Content of a question (what a QuestionVersion holds): `{"type", "stem", "feedback", "points"}` and by type
single_choice, multiple_response: `options: [{"id", "text", "correct", "feedback"}]`; true_false: `answer: bool`;
numeric: `answer`, `tolerance` (decimal strings), `unit`; ordering: `items: [{"id", "text"}]` in the right order;
matching: `pairs: [{"id", "left", "right"}]`, `distractors: [{"id", "right"}]`; short_text: `accepted: [str]`,
`case_sensitive`, `near_misses: "close" | "right"`.

An answer: an option's id; a list of option ids; a bool; a number as digits («-1234.5»); item ids in order; {pair id: id
of the right side chosen}; a text. None, and whatever else does not fit its question, earns nothing and never raises.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from brs.core.folding import fold
from brs.core.spellings import LETTERS

from .numbers import number

# Kept with each marked attempt; goes up when the same answer could earn other points.
MARKING_VERSION = 2

LONGEST_TEXT = 500
SHORTEST_NEAR_MISS = 5
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
    return float(same_words(_texts(content)[answer]) in _right_words(content))


def _multiple_response(content: Content, answer: Any) -> float:
    """Each right option that is chosen earns its part, and each wrong one takes as much away."""
    texts, right = _texts(content), _right_words(content)
    chosen = {same_words(texts[option]) for option in answer}
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right)) if right else 0.0


def _right_words(content: Content) -> set[str]:
    return {same_words(option["text"]) for option in content["options"] if option["correct"]}


def _true_false(content: Content, answer: Any) -> float:
    return float(answer == content["answer"])


def _numeric(content: Content, answer: Any) -> float:
    given, right, tolerance = number(answer), number(content["answer"]), number(content["tolerance"])
    return float(None not in (given, right, tolerance) and abs(given - right) <= tolerance)  # type: ignore[operator]


def _ordering(content: Content, answer: Any) -> float:
    """By what the items say: where two read the same, either may come first."""
    texts = _texts(content)
    return float(
        [same_words(texts[item]) for item in answer] == [same_words(item["text"]) for item in content["items"]]
    )


def _matching(content: Content, answer: Any) -> float:
    """By what the right sides say: where two read the same, either is right."""
    texts, pairs = _texts(content), content["pairs"]
    chosen = [(pair["right"], texts.get(answer.get(pair["id"], ""), "")) for pair in pairs]
    return sum(same_words(right) == same_words(given) for right, given in chosen) / len(pairs)


def _texts(content: Content) -> dict[str, str]:
    """By id what each choice says."""
    named = (("options", "text"), ("items", "text"), ("pairs", "right"), ("distractors", "right"))
    return {choice["id"]: choice[text] for name, text in named for choice in content.get(name, [])}


def same_words(text: str) -> str:
    """A text as a reader sees it: two that differ in this are two."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _short_text(content: Content, answer: Any) -> float:
    is_right = tidy_text(content, answer) in _accepted(content)
    return float(is_right or (content.get("near_misses") == "right" and is_near_miss(content, answer)))


def is_near_miss(content: Content, answer: Any) -> bool:
    """Whether a short text is not what is accepted, but one letter off it in a word of five letters or more."""
    if content["type"] != "short_text" or not isinstance(answer, str):
        return False
    accepted, given = _accepted(content), tidy_text(content, answer)
    return given not in accepted and any(_is_one_letter_off(given.split(), right.split()) for right in accepted)


def _accepted(content: Content) -> dict[str, str]:
    """What is accepted, as it is compared -> as the editor wrote it."""
    return {tidy_text(content, text): text for text in content["accepted"]}


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
    one, other = given[start:], right[start:]
    is_turned = one[:2] == other[1::-1] and one[2:] == other[2:]
    return is_turned or one[1:] in (other, other[1:]) or one == other[1:]


SHARES: dict[str, Callable[[Content, Any], float]] = {
    "single_choice": _single_choice,
    "multiple_response": _multiple_response,
    "true_false": _true_false,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short_text": _short_text,
}
