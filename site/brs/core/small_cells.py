"""Figures about people that tell of nobody in particular, however they are filtered and compared. Plain Python.

For those who are signed in to see figures, three rules together:
- a group below five is not shown;
- what is shown is rounded to a multiple of five, up or down by chance with the true count as its mean (random
  rounding, Statistics New Zealand 2016), the chance being fixed for each figure and unknown outside;
- a figure moves at the end of a month only, and only when five people or more have changed it since it last moved.
So two figures whose groups differ by one person differ as often as two whose groups are the same.

For everybody else, `public_steps`: also whoever brings people of their own, or knows of all others, learns of one
person no more than chance leaves open.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

FEWEST = 5
# A public figure moves by ten people as it sees them: by chance it sees up to four more or fewer than there are.
STEP = 2 * FEWEST
MOST_AMISS = FEWEST - 1


def moves(counts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Of the counts at the end of each month since the beginning: at which places a figure moves, and to what."""
    out = 0
    for month, count in enumerate(counts):
        if abs(count - out) >= FEWEST:
            out = count
            yield month, out


def public_steps(counts: Iterable[int], amiss: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """Of the counts at the end of each month since the beginning: at which places a public figure moves, and to what.

    `amiss`: by how many, from MOST_AMISS too few to MOST_AMISS too many, it sees the people amiss who have changed it
    since it last moved; drawn anew for each move, by its number. All that it says of somebody until its next move
    follows from the sum of the two: with one person more, seen amiss by one less, it says the same, and the move takes
    the difference with it. So it tells the one from the other in one case of nine at most for each chance that was
    drawn until the person came, whatever else is known. Fewer than six people never move it.
    """
    counted = published = moved = 0
    for month, count in enumerate(counts):
        seen = count - counted + amiss(moved)
        if abs(seen) >= STEP:
            counted, published, moved = count, published + seen, moved + 1
            yield month, published


def amiss_by_chance(figure: str, secret: str) -> Callable[[int], int]:
    """The same for a figure at every look, and unknown outside."""
    return lambda moved: _chance(f"{figure} {moved}", secret, 2 * MOST_AMISS + 1) - MOST_AMISS


def publicly(figure: int) -> int | None:
    """A public figure as it is written: to the nearest five; None where that is none."""
    rounded = (figure + FEWEST // 2) // FEWEST * FEWEST
    return rounded if rounded >= FEWEST else None


def released(counts: Iterable[int]) -> int:
    """Of the counts at the end of each month since the beginning, what is let out after the last of them."""
    return [0, *(count for _place, count in moves(counts))][-1]


def shown(count: int, figure: str, secret: str) -> int | None:
    """A count as it may be shown; None for fewer than FEWEST.

    `figure` names what is counted with all its filters, in one form: the same figure is always rounded alike.
    """
    if count < FEWEST:
        return None
    return (count + _chance(figure, secret, FEWEST)) // FEWEST * FEWEST


@lru_cache(maxsize=1_024)  # a figure is asked for month by month
def _chance(figure: str, secret: str, ways: int) -> int:
    """One of so many numbers from 0 on, the same for a figure at every look."""
    return int.from_bytes(hmac.digest(secret.encode(), figure.encode(), "sha256")[:8], "big") % ways


def held_back(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Exact counts of groups whose total is known, None for those that are not shown. That there is nobody is shown.

    Hidden are the groups below FEWEST, and the next smallest with them until those hidden are FEWEST people or more:
    else it would follow from the total how few they are.
    """
    hidden: dict[str, int] = {}
    for name in sorted(filter(counts.get, counts), key=lambda name: (counts[name], name)):
        if counts[name] < FEWEST or 0 < sum(hidden.values()) < FEWEST:
            hidden[name] = counts[name]
    if 0 < sum(hidden.values()) < FEWEST:
        return dict.fromkeys(counts)
    return {name: None if name in hidden else count for name, count in counts.items()}


def per_cent(part: int | None, whole: int | None) -> int | None:
    """Of two counts as shown; None where either is not."""
    return None if part is None or not whole else min(100, round(part * 100 / whole))
