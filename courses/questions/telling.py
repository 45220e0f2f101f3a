"""A marked question in words: what was given, what is right, and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .asking import Unreadable, fits
from .marking import Content, mark


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


def marked(content: Content, answer: Any) -> Marked:
    """The question as its learner reads it once it is marked. Contains the key: never before."""
    answer = answer if fits(content, answer) else None
    result = mark(content, answer)
    lines = in_words(content, answer)
    feedback = {one["id"]: one["feedback"] for one in content.get("options", [])}
    chosen = answer if isinstance(answer, list) else [answer]
    remarks = [feedback.get(one, "") for one in chosen] if feedback else [""] * len(lines)
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


def right_answer(content: Content) -> Any:
    """An answer that earns all points."""
    match content["type"]:
        case "single_choice":
            return next(one["id"] for one in content["options"] if one["correct"])
        case "multiple_response":
            return [one["id"] for one in content["options"] if one["correct"]]
        case "ordering":
            return [one["id"] for one in content["items"]]
        case "matching":
            return {pair["id"]: pair["id"] for pair in content["pairs"]}
        case "short_text":
            return content["accepted"][0]
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
            return [f"{answer} {content['unit']}".strip()]
    return [answer]


def what_is_wrong(unreadable: Unreadable) -> str:
    """What to say next to a field whose answer cannot be read."""
    return {
        "number": _("Type a number, for instance 12 or 0.5."),
        "position": _("Give each item a place of its own."),
        "long": _("Shorten your answer: it may have 500 characters."),
    }[unreadable.args[0]]
