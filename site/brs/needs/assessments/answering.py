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


def without_earlier_saves(responses: Iterable[Said]) -> list[Said]:
    """Of the saves of each form the last alone, whichever arrived last: whoever sent it knew of those before."""
    everything = list(responses)
    newest: dict[tuple[str, uuid.UUID], int] = {}
    for response in everything:
        if response.save:
            form = (response.item, response.save.form)
            newest[form] = max(newest.get(form, 0), response.save.number)
    return [
        response
        for response in everything
        if not response.save or newest[response.item, response.save.form] == response.save.number
    ]


def latest(responses: Iterable[Said]) -> dict[str, Said]:
    """Item -> what counts: the last said; of two at once the greater id. Order and repetition change nothing."""
    newest: dict[str, Said] = {}
    for response in without_earlier_saves(responses):
        if response.item not in newest or (response.at, response.id) > (
            newest[response.item].at,
            newest[response.item].id,
        ):
            newest[response.item] = response
    return newest


def overlooked(responses: Iterable[Said]) -> dict[str, list[Said]]:
    """Item -> answers that neither the one that counts nor any other has seen, and that say something else than it.

    To be looked at again, the earliest first. Whoever gives an answer with all of them before them settles it.
    """
    everything = {response.id: response for response in responses}
    seen = {earlier for response in everything.values() for earlier in response.saw}
    counting = latest(everything.values())
    unseen: dict[str, list[Said]] = {}
    for response in sorted(without_earlier_saves(everything.values()), key=lambda response: (response.at, response.id)):
        if response.id not in seen and response.answer != counting[response.item].answer:
            unseen.setdefault(response.item, []).append(response)
    return unseen
