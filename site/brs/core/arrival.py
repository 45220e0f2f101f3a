"""In which order things came: told by when they arrived, and by the numbers that a form gives its own saves.

A server's clock may be put back, and of two requests the later may arrive first.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TICK = timedelta(microseconds=1)  # the least that both databases tell apart
LONGEST_NUMBER = 8


@dataclass(frozen=True)
class Save:
    """One of the saves of a form on somebody's screen: of two of the same form the greater number is the later."""

    form: uuid.UUID
    number: int


def arrival_after(last: datetime | None, now: datetime) -> datetime:
    """Now; the moment after `last`, what arrived before, where the clock has been put back behind that."""
    return max(now, last + TICK) if last else now


@dataclass(frozen=True)
class Arrival:
    """When a delivery arrived, and when each thing that it tells of took place, in the order of the delivery."""

    received_at: datetime
    occurred_at: list[datetime]


def arrival_of(
    times: Sequence[datetime], *, sent_at: datetime, earliest: datetime, last: datetime | None, now: datetime
) -> Arrival:
    """A delivery of what took place at the times told, by the clock of who sent it, as the server's own clock has it.

    What counts is how long ago something was when it was sent. Nothing is taken to be before `earliest`, or still to
    come; two things never have the same moment. While the clock is behind `last`, what arrived last, because it was
    put back, all is of the moment after that.
    """
    is_put_back = last is not None and last >= now
    newest = max(sent_at, *times) if times else sent_at
    before = last if last is not None and is_put_back else earliest - TICK
    occurred_at = list(times)
    for position in sorted(range(len(times)), key=lambda position: times[position]):
        age = min(newest - times[position], now - earliest)
        before = before + TICK if is_put_back else max(now - age, before + TICK)
        occurred_at[position] = before
    return Arrival(max(before, arrival_after(last, now)), occurred_at)


def save_in(form: Mapping[str, str], person: int | None) -> Save | None:
    """What auto-save.js says in the form's field of that name, «form:number»; None without scripts.

    A form is one person's, known by their key: the key of somebody else's form puts nothing of theirs aside.
    """
    key, _colon, number = form.get("save", "").partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER):
        return None
    try:
        return Save(uuid.uuid5(uuid.UUID(key), str(person)), int(number))
    except ValueError:
        return None
