"""Moving one thing in a list, alone or with all that belongs to it. Plain Python."""

from collections.abc import Callable, Sequence
from itertools import chain
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


def runs(things: Sequence[T], begins: Callable[[T], bool]) -> list[list[T]]:
    """The things in their order, cut before each that begins a run. What stands before all of these is a run too."""
    found: list[list[T]] = []
    for thing in things:
        if begins(thing) or not found:
            found.append([])
        found[-1].append(thing)
    return found


def shifted_run(things: Sequence[T], first: T, steps: int, begins: Callable[[T], bool]) -> list[T]:
    """The things with the run of `first` so many runs further on; -1 is one up. Past either end means at that end.

    Raises ValueError for what begins no run.
    """
    found = runs(things, begins)
    place = [run[0] for run in found].index(first)
    return list(chain.from_iterable(moved(found, found[place], max(0, place + steps))))
