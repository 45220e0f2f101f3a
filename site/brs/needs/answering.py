"""Answers as a fold over what was said, so that two colleagues who answer at once lose nothing. Plain Python."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .gaps import Answer


@dataclass(frozen=True)
class Said:
    """An answer to an item, as somebody gave it at a time. `saw`: ids of those that were before them when they did."""

    id: uuid.UUID
    item: str
    answer: Answer
    at: datetime
    saw: frozenset[uuid.UUID] = frozenset()


def latest(said: Iterable[Said]) -> dict[str, Said]:
    """Item -> what counts: the last said; of two at once the greater id. Order and repetition change nothing."""
    found: dict[str, Said] = {}
    for one in said:
        if one.item not in found or (one.at, one.id) > (found[one.item].at, found[one.item].id):
            found[one.item] = one
    return found


def overlooked(said: Iterable[Said]) -> dict[str, list[Said]]:
    """Item -> answers that neither the one that counts nor any other has seen, and that say something else than it.

    To be looked at again, the earliest first. Whoever gives an answer with all of them before them settles it.
    """
    everything = {one.id: one for one in said}
    seen = {earlier for one in everything.values() for earlier in one.saw}
    counting = latest(everything.values())
    found: dict[str, list[Said]] = {}
    for one in sorted(everything.values(), key=lambda one: (one.at, one.id)):
        if one.id not in seen and one.answer != counting[one.item].answer:
            found.setdefault(one.item, []).append(one)
    return found
