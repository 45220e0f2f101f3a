"""Figures of a question from the answers of many people: how hard it is, and whether it tells who knows more.

Plain Python. Nothing here knows how few people may be told of: `brs.core.small_cells` is asked before.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z_95 = 1.959964  # of the normal distribution, for an interval that holds the true share in 95 of 100 cases
UPPER_OR_LOWER = 0.27  # Kelley 1939: the share of people in each of the two groups that are compared


@dataclass(frozen=True)
class Interval:
    """From and to, as shares of 1."""

    low: float
    high: float

    @property
    def low_per_cent(self) -> int:
        return math.floor(self.low * 100)

    @property
    def high_per_cent(self) -> int:
        return math.ceil(self.high * 100)


def wilson(right: int, of: int) -> Interval | None:
    """Where the true share lies in 95 of 100 cases, if so many of so many were right; None of nobody."""
    if not of:
        return None
    share, spread = right / of, Z_95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def point_biserial(right: Sequence[bool], rest: Sequence[float]) -> float | None:
    """How being right goes with the score in the rest of the quiz, -1 to 1; None where either is the same for all.

    `rest`: each person's score without the question itself, which would go with itself.
    """
    count = len(right)
    rights = sum(right)
    if rights in (0, count):
        return None
    mean = math.fsum(rest) / count
    deviation = math.sqrt(math.fsum((score - mean) ** 2 for score in rest) / count)
    if deviation < 1e-9:
        return None
    of_right = math.fsum(score for score, is_right in zip(rest, right, strict=True) if is_right) / rights
    of_wrong = math.fsum(score for score, is_right in zip(rest, right, strict=True) if not is_right) / (count - rights)
    share = rights / count
    correlation = (of_right - of_wrong) / deviation * math.sqrt(share * (1 - share))
    return max(-1.0, min(1.0, correlation))


def upper_less_lower(right: Sequence[bool], rest: Sequence[float]) -> float | None:
    """The share of right answers among those who did best in the rest, less that of those who did worst; -1 to 1.

    None for fewer than two in each group. People with the same score at a border count alike, each by their part.
    """
    size = int(len(right) * UPPER_OR_LOWER)
    if size < 2:
        return None
    return _share_of_first(right, [-score for score in rest], size) - _share_of_first(right, rest, size)


def _share_of_first(right: Sequence[bool], rest: Sequence[float], size: int) -> float:
    border = sorted(rest)[size - 1]
    before = [is_right for is_right, score in zip(right, rest, strict=True) if score < border]
    at_border = [is_right for is_right, score in zip(right, rest, strict=True) if score == border]
    return (sum(before) + (size - len(before)) * sum(at_border) / len(at_border)) / size
