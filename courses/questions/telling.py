"""A marked question in words: what was given, what is right, and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import get_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .asking import Unreadable, fits
from .marking import Content, Mark, is_near_miss, mark
from .numbers import as_stored, number


@dataclass(frozen=True)
class Marked:
    """A question with what was given and what is right, a line for each part of an answer.

    `given`: each with the remark on it, often empty. `in_order`: the lines are a sequence.
    """

    stem: str
    feedback: str
    lesson: str | None
    correct: bool
    points: float
    of: float
    given: list[tuple[str, str]]
    right: list[str]
    in_order: bool


def marked(content: Content, answer: Any, result: Mark | None = None) -> Marked:
    """The question as its learner reads it once it is marked. Contains the key: never before.

    `result`: what the answer earned when it was marked, where that is kept.
    """
    answer = answer if fits(content, answer) else None
    result = result or mark(content, answer)
    lines = in_words(content, answer)
    feedback = {one["id"]: one["feedback"] for one in content.get("options", [])}
    chosen = answer if isinstance(answer, list) else [answer]
    remarks = [feedback.get(one, "") for one in chosen] if feedback else [_on_spelling(content, answer)] * len(lines)
    return Marked(
        stem=content["stem"],
        feedback=content["feedback"],
        lesson=content.get("lesson"),
        correct=result.correct,
        points=result.points,
        of=result.of,
        given=list(zip(lines, remarks, strict=False)),  # without an answer there is no line
        right=in_words(content, right_answer(content)),
        in_order=content["type"] == "ordering",
    )


def _on_spelling(content: Content, answer: Any) -> str:
    if not is_near_miss(content, answer):
        return ""
    if content.get("near_misses") == "right":
        return _("Check the spelling: one letter is different.")
    return _("Close: one letter is different.")


def right_answer(content: Content) -> Any:
    """An answer that earns all points; none or half of one for a question that has problems."""
    match content["type"]:
        case "single_choice":
            return next((one["id"] for one in content["options"] if one["correct"]), None)
        case "multiple_response":
            return [one["id"] for one in content["options"] if one["correct"]]
        case "ordering":
            return [one["id"] for one in content["items"]]
        case "matching":
            return {pair["id"]: pair["id"] for pair in content["pairs"]}
        case "short_text":
            return next(iter(content["accepted"]), None)
    return content["answer"]


def in_words(content: Content, answer: Any) -> list[str]:
    """An answer as people read it, a line for each part; empty where there is none."""
    if answer is None:
        return []
    texts = {one["id"]: one["text"] for name in ("options", "items") for one in content.get(name, [])}
    match content["type"]:
        case "single_choice":
            return [texts.get(answer, "")]
        case "multiple_response" | "ordering":
            return [texts.get(identity, "") for identity in answer]
        case "true_false":
            return [_("True") if answer else _("False")]
        case "matching":
            rights = {one["id"]: one["right"] for name in ("pairs", "distractors") for one in content[name]}
            return [f"{pair['left']} – {rights.get(answer.get(pair['id']), '')}" for pair in content["pairs"]]
        case "numeric":
            value = number(answer)
            digits = str(answer) if value is None else in_digits(as_stored(value))
            return [f"{digits} {content['unit']}".strip()]
    return [answer]


LONGEST_QUOTE = 40


def what_is_wrong(unreadable: Unreadable) -> str:
    """What to say next to a field whose answer cannot be read."""
    whole, decimals = [in_digits(reading) for reading in unreadable.readings] or ("", "")
    words = {
        "letters": _("Type a number in digits, for instance 12 or 0.5."),
        "unit": _("Type the number without “%(typed)s”."),
        "separators": _("“%(typed)s” is no number. Group digits in threes, and use one decimal mark: 12 000 or 0.5."),
        "large": _("Type a number of at most 30 digits."),
        "ambiguous": _("“%(typed)s” can be %(whole)s or %(decimals)s. Choose which one you mean."),
        "position": _("Give each item a place of its own."),
        "long": _("Shorten your answer: it may have 500 characters."),
        "choice": _("Choose one of the answers."),
    }
    code = "unit asked" if unreadable.code == "unit" and unreadable.unit else unreadable.code
    words["unit asked"] = _("Type the number in %(unit)s, without “%(typed)s”.")
    return words[code] % {
        "typed": Truncator(unreadable.typed).chars(LONGEST_QUOTE),
        "unit": unreadable.unit,
        "whole": whole,
        "decimals": decimals,
    }


def readings_in_digits(unreadable: Unreadable | None) -> list[tuple[str, str]]:
    """What a number can mean, each with how it is stored: empty where that is clear."""
    return [(reading, in_digits(reading)) for reading in unreadable.readings] if unreadable else []


def in_digits(stored: str) -> str:
    """A number that nobody reads as another: «12 000» in threes, «12.000» with the reader's decimal mark."""
    whole, point, decimals = stored.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if len(digits) > 4 else digits
    return sign + grouped + (get_format("DECIMAL_SEPARATOR") + decimals if point else "")
