"""The rules of completion: whether a course is complete, and which items are left of it. Plain Python."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

FINISHED = {"done", "passed"}


def required_of(items: Sequence[Mapping[str, Any]], waived: Collection[str]) -> list[Mapping[str, Any]]:
    """The outline's items that the course asks for: required and not waived, in order."""
    return [item for item in items if item["required"] and item["key"] not in waived]


def what_is_left(
    items: Sequence[Mapping[str, Any]], states: Mapping[str, str], waived: Collection[str]
) -> list[Mapping[str, Any]]:
    """The outline's required items that are neither finished nor waived, in order. A quiz must be passed."""
    return [
        item
        for item in required_of(items, waived)
        if (states.get(item["key"]) != "passed" if item["kind"] == "quiz" else states.get(item["key"]) not in FINISHED)
    ]


def is_complete(items: Sequence[Mapping[str, Any]], states: Mapping[str, str], waived: Collection[str]) -> bool:
    """Nothing required is left, and something was earned. Waiving alone, or all of it, completes nothing."""
    earned = any(states.get(item["key"]) in FINISHED for item in items if item["required"])
    return earned and bool(required_of(items, waived)) and not what_is_left(items, states, waived)


def what_would_change(
    items: Sequence[Mapping[str, Any]], newer: Sequence[Mapping[str, Any]]
) -> tuple[list[str], list[str]]:
    """Keys of what a newer outline requires in addition, and of what it requires no more; each in its order."""
    before, after = ([item["key"] for item in each if item["required"]] for each in (items, newer))
    return [key for key in after if key not in before], [key for key in before if key not in after]


def first_from(keys: Sequence[str], left: Collection[str], position: str) -> str | None:
    """The first of what is left at this position or after it, else the first at all; None where nothing is left."""
    start = keys.index(position) if position in keys else 0
    return next((key for key in [*keys[start:], *keys[:start]] if key in left), None)


def per_cent(points: float, of: float) -> int:
    """The share in whole per cent, rounded down; an error of floating point takes nothing from it."""
    return int(points * 100 / of + 1e-9) if of else 0
