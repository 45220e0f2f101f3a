"""Figures about people that tell of nobody in particular, however they are filtered and compared. Plain Python.

Three rules together:
- a group below five is not shown;
- what is shown is rounded to a multiple of five, up or down by chance with the true count as its mean (random
  rounding, Statistics New Zealand 2016), the chance being fixed for each figure and unknown outside;
- a figure moves at the end of a month only, and only when five people or more have changed it since it last moved.
So two figures whose groups differ by one person differ as often as two whose groups are the same.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator

FEWEST = 5


def moves(counts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Of the counts at the end of each month since the beginning: at which places a figure moves, and to what."""
    out = 0
    for place, count in enumerate(counts):
        if abs(count - out) >= FEWEST:
            out = count
            yield place, out


def released(counts: Iterable[int]) -> int:
    """Of the counts at the end of each month since the beginning, what is let out after the last of them."""
    return [0, *(count for _place, count in moves(counts))][-1]


def shown(count: int, figure: str, secret: str) -> int | None:
    """A count as it may be shown; None for fewer than FEWEST.

    `figure` names what is counted with all its filters, in one form: the same figure is always rounded alike.
    """
    if count < FEWEST:
        return None
    chance = int.from_bytes(hmac.new(secret.encode(), figure.encode(), hashlib.sha256).digest()[:8], "big") % FEWEST
    return (count + chance) // FEWEST * FEWEST


def per_cent(part: int | None, whole: int | None) -> int | None:
    """Of two counts as shown; None where either is not."""
    return None if part is None or not whole else min(100, round(part * 100 / whole))
