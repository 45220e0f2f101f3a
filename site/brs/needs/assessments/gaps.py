"""From what is there to what is needed. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEVELS = range(5)
# A Party that meets the obligation as a matter of course: what outputs of the plan aim at.
ENOUGH = 3


@dataclass(frozen=True)
class Answer:
    """`level` of capacity now, 0 to 4, or None: not known or not asked of this Party. `priority`: 1 low to 3 high."""

    level: int | None
    priority: int = 2
    evidence: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Gap:
    """`steps` missing to ENOUGH; `weight` orders gaps: steps times priority."""

    item: str
    steps: int
    priority: int

    @property
    def weight(self) -> int:
        return self.steps * self.priority


def gaps(answers: Mapping[str, Answer], order: Iterable[str]) -> list[Gap]:
    """The items (in the questionnaire's order) that fall short, the weightiest first; order decides between equals."""
    open_gaps = [
        Gap(item, ENOUGH - answer.level, answer.priority)
        for item in order
        if (answer := answers.get(item)) and answer.level is not None and answer.level < ENOUGH
    ]
    return sorted(open_gaps, key=lambda gap: -gap.weight)


def attained(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> dict[str, int]:
    """Levels gained (or lost, negative) by item from one round to a later one, where both know."""
    gained = {}
    for item in before.keys() & after.keys():
        was, now = before[item].level, after[item].level
        if was is not None and now is not None:
            gained[item] = now - was
    return gained
