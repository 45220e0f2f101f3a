"""Answers as a fold over what was said, so that two colleagues who answer at once lose nothing. Plain Python."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .gaps import Answer


@dataclass(frozen=True)
class Said:
    """An answer to an item, as somebody gave it at a time. `after`: id of the one that they saw when they gave it."""

    id: uuid.UUID
    item: str
    answer: Answer
    at: datetime
    after: uuid.UUID | None = None


def latest(said: Iterable[Said]) -> dict[str, Said]:
    """Item -> what counts: the last said; of two at once the greater id. Order and repetition change nothing."""
    found: dict[str, Said] = {}
    for one in said:
        if one.item not in found or (one.at, one.id) > (found[one.item].at, found[one.item].id):
            found[one.item] = one
    return found


def overlooked(said: Iterable[Said]) -> dict[str, list[Said]]:
    """Item -> answers that the one that counts did not see, and that say something else: to be looked at again."""
    everything = {one.id: one for one in said}
    counting = latest(everything.values())
    found: dict[str, list[Said]] = {}
    for item, last in counting.items():
        seen, step = set(), last
        while step.after and step.after in everything and step.after not in seen:
            seen.add(step.after)
            step = everything[step.after]
        unseen = [
            one
            for one in everything.values()
            if one.item == item and one.id not in seen and one != last and one.answer != last.answer
        ]
        if unseen:
            found[item] = sorted(unseen, key=lambda one: (one.at, one.id))
    return found
