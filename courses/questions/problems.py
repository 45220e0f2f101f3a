"""What keeps a question from being answered, or its answer from being marked: one set of checks for all who write one.

The editors' form refuses to publish a question with a problem, the starter's validation to load one, and no quiz or
lesson asks one that is published all the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .marking import Content, same_words, tidy_text
from .numbers import number

FEWEST = {"options": 2, "items": 3, "pairs": 3, "accepted": 1}


@dataclass(frozen=True)
class Problem:
    """`field`: the one at which it is said."""

    field: str
    words: str | Promise


def problems(content: Content) -> list[Problem]:
    """All that is wrong with a question, whatever its content is; empty where it can be asked and marked."""
    return [*_of_all(content), *CHECKS[content["type"]](content)]


def _of_all(content: Content) -> Iterator[Problem]:
    if not str(content.get("stem") or "").strip():
        yield Problem("stem", _("Write what is asked."))
    if not content.get("points", 1):
        yield Problem("points", _("A right answer must be worth a point."))
    for name, fewest in FEWEST.items():
        parts = content.get(name)
        if parts is not None and len(parts) < fewest:
            yield Problem(name, FEWER[name])


FEWER = {
    "options": _("Give at least two options."),
    "items": _("Give at least three items."),
    "pairs": _("Give at least three pairs."),
    "accepted": _("Give at least one answer that is accepted."),
}


def _of_options(content: Content) -> Iterator[Problem]:
    right = sum(bool(option["correct"]) for option in content["options"])
    if not right:
        yield Problem("options", _("No option is right: tick the right one."))
    if right > 1 and content["type"] == "single_choice":
        yield Problem("options", _("More than one option is right: leave one tick, or make it a multiple response."))
    yield from _read_the_same("options", [option["text"] for option in content["options"]])


def _of_number(content: Content) -> Iterator[Problem]:
    for name in ("answer", "tolerance"):
        if number(content[name]) is None:
            yield Problem(name, _("Give a number of at most 30 digits."))
    tolerance = number(content["tolerance"])
    if tolerance is not None and tolerance < 0:
        yield Problem("tolerance", _("Give 0 or more."))


def _of_items(content: Content) -> Iterator[Problem]:
    texts = [item["text"] for item in content["items"]]
    if len(texts) > 1 and len({same_words(text) for text in texts}) == 1:
        yield Problem("items", _("All items read the same."))


def _of_pairs(content: Content) -> Iterator[Problem]:
    pairs = content["pairs"]
    yield from _read_the_same("pairs", [pair["left"] for pair in pairs])
    if len(pairs) > 1 and len({same_words(part["right"]) for part in [*pairs, *content["distractors"]]}) == 1:
        yield Problem("pairs", _("All right sides read the same."))


def _of_text(content: Content) -> Iterator[Problem]:
    if not all(tidy_text(content, text) for text in content["accepted"]):
        yield Problem("accepted", _("An accepted answer needs letters or digits."))


def _read_the_same(field: str, texts: Sequence[str]) -> Iterator[Problem]:
    if len({same_words(text) for text in texts}) < len(texts):
        yield Problem(field, _("Two of these read the same."))


def _nothing_else(content: Content) -> Iterator[Problem]:
    return iter(())


CHECKS: dict[str, Callable[[Any], Iterator[Problem]]] = {
    "single_choice": _of_options,
    "multiple_response": _of_options,
    "true_false": _nothing_else,
    "numeric": _of_number,
    "ordering": _of_items,
    "matching": _of_pairs,
    "short_text": _of_text,
}
