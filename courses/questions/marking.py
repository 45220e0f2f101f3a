"""Marking: a pure function from a question's content and an answer to a mark.

Content of a question (what a QuestionVersion holds): `{"type", "stem", "feedback", "points"}` and what the file of its
type says, as it says what an answer is. None, and whatever else does not fit its question, earns nothing and never
raises.
"""

from dataclasses import dataclass
from typing import Any

from .layout import Content
from .types import TYPES

# Kept with each marked attempt; goes up when the same answer could earn other points.
MARKING_VERSION = 2


@dataclass(frozen=True)
class Mark:
    points: float
    of: float
    correct: bool


def mark(content: Content, answer: Any) -> Mark:
    """Points earned, 0 to the question's points; correct only with all of them."""
    is_given = answer is not None and fits(content, answer)
    share = TYPES[content["type"]].share(content, answer) if is_given else 0.0
    of = float(content["points"])
    return Mark(points=round(of * share, 4), of=of, correct=share == 1)


def choices_of(content: Content) -> list[str]:
    """Ids of what there is to choose from, as the editor ordered it."""
    return list(TYPES[content["type"]].choices(content))


def fits(content: Content, answer: Any) -> bool:
    """Whether this is an answer to this question; None takes one back. Total.

    Asked of what comes by another way than a form, and of all that was stored: a question may change its type.
    """
    return answer is None or TYPES[content["type"]].fits(content, answer)
