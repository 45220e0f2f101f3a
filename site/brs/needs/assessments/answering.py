"""Answers as a fold over what was said, so that two colleagues who answer at once lose nothing. Plain Python."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from brs.core.arrival import Save

from .gaps import Answer


@dataclass(frozen=True)
class Said:
    """An answer to an item, as somebody gave it at a time. `saw`: ids of those that were before them when they did.

    `save`: which save of their form it was, where that is known.
    """

    id: uuid.UUID
    item: str
    answer: Answer
    at: datetime
    saw: frozenset[uuid.UUID] = frozenset()
    save: Save | None = None


def without_earlier_saves(said: Iterable[Said]) -> list[Said]:
    """Of the saves of each form the last alone, whichever arrived last: whoever sent it knew of those before."""
    everything = list(said)
    newest: dict[tuple[str, uuid.UUID], int] = {}
    for one in everything:
        if one.save:
            form = (one.item, one.save.form)
            newest[form] = max(newest.get(form, 0), one.save.number)
    return [one for one in everything if not one.save or newest[one.item, one.save.form] == one.save.number]


def latest(said: Iterable[Said]) -> dict[str, Said]:
    """Item -> what counts: the last said; of two at once the greater id. Order and repetition change nothing."""
    found: dict[str, Said] = {}
    for one in without_earlier_saves(said):
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
    for one in sorted(without_earlier_saves(everything.values()), key=lambda one: (one.at, one.id)):
        if one.id not in seen and one.answer != counting[one.item].answer:
            found.setdefault(one.item, []).append(one)
    return found
