"""A marked question in words: what was given, what is right, and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .layout import Content, Unreadable
from .marking import Mark, fits, mark
from .types import TYPES
from .types.numeric import in_digits


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
    question_type = TYPES[content["type"]]
    answer = answer if fits(content, answer) else None
    result = result or mark(content, answer)
    lines = in_words(content, answer)
    remarks = [] if answer is None else question_type.remarks(content, answer)
    return Marked(
        stem=content["stem"],
        feedback=content["feedback"],
        lesson=content.get("lesson"),
        correct=result.correct,
        points=result.points,
        of=result.of,
        given=list(zip(lines, remarks or [""] * len(lines), strict=True)),
        right=in_words(content, right_answer(content)),
        in_order=question_type.is_sequence,
    )


def right_answer(content: Content) -> Any:
    """An answer that earns all points; none or half of one for a question that has problems."""
    return TYPES[content["type"]].right_answer(content)


def in_words(content: Content, answer: Any) -> list[str]:
    """An answer as people read it, a line for each part; empty where there is none."""
    return [] if answer is None else TYPES[content["type"]].in_words(content, answer)


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
        "long": _("Shorten your answer: it may have %(longest)s characters."),
        "choice": _("Choose one of the answers."),
    }
    code = "unit asked" if unreadable.code == "unit" and unreadable.unit else unreadable.code
    words["unit asked"] = _("Type the number in %(unit)s, without “%(typed)s”.")
    return words[code] % {
        "typed": Truncator(unreadable.typed).chars(LONGEST_QUOTE),
        "unit": unreadable.unit,
        "longest": unreadable.longest,
        "whole": whole,
        "decimals": decimals,
    }


def readings_in_digits(unreadable: Unreadable | None) -> list[tuple[str, str]]:
    """What a number can mean, each with how it is stored: empty where that is clear."""
    return [(reading, in_digits(reading)) for reading in unreadable.readings] if unreadable else []
