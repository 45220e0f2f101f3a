"""Moving one thing in a list. Plain Python."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(things: Sequence[T], thing: T, place: int) -> list[T]:
    """The things with this one at `place` (from 0; past either end means at that end), the others in their order.

    Raises ValueError for a thing that is not there.
    """
    rest = list(things)
    rest.remove(thing)
    rest.insert(max(0, min(place, len(rest))), thing)
    return rest
