"""Moving one item in a list, alone or with all that belongs to it. Plain Python."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeVar

T = TypeVar("T")


def moved(items: Sequence[T], item: T, position: int) -> list[T]:
    """The items with this one at `position` (from 0; past either end means at that end), the others in their order.

    Raises ValueError for an item that is not there.
    """
    rest = list(items)
    rest.remove(item)
    rest.insert(max(0, min(position, len(rest))), item)
    return rest


def runs(items: Sequence[T], begins: Callable[[T], bool]) -> list[list[T]]:
    """The items in their order, cut before each that begins a run. What stands before all of these is a run too."""
    result: list[list[T]] = []
    for item in items:
        if begins(item) or not result:
            result.append([])
        result[-1].append(item)
    return result


def shifted_run(items: Sequence[T], first: T, steps: int, begins: Callable[[T], bool]) -> list[T]:
    """The items with the run of `first` so many runs further on; -1 is one up. Past either end means at that end.

    Raises ValueError for what begins no run.
    """
    in_runs = runs(items, begins)
    position = [run[0] for run in in_runs].index(first)
    return list(chain.from_iterable(moved(in_runs, in_runs[position], max(0, position + steps))))
