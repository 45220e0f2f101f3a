"""An agenda as it is stored: sessions carried to other days, or made anew. Plain Python."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

Block = dict[str, Any]


def first_day(agenda: Iterable[Block]) -> date | None:
    """The earliest of the days that are fixed."""
    fixed = [block["value"]["day"] for block in agenda if block["value"].get("day")]
    return min((date.fromisoformat(str(day)) for day in fixed), default=None)


def shifted(agenda: Iterable[Block], by: timedelta) -> list[Block]:
    """The same sessions, so much later or earlier. Those without a day stay without."""
    return [{**block, "value": {**block["value"], "day": _shifted(block["value"].get("day"), by)}} for block in agenda]


def begun_on(agenda: list[Block], day: date | None) -> list[Block]:
    """The same sessions, the first of them on the day; without a day where it is not known."""
    first = first_day(agenda)
    if first is None:
        return agenda
    if day is None:
        return [{**block, "value": {**block["value"], "day": None}} for block in agenda]
    return shifted(agenda, day - first)


def anew(agenda: Iterable[Block]) -> list[Block]:
    """The same sessions of another activity: attendance is kept by a session's id, so each gets its own."""
    return [{**block, "id": str(uuid.uuid4())} for block in agenda]


def _shifted(day: Any, by: timedelta) -> str | None:
    return (date.fromisoformat(str(day)) + by).isoformat() if day else None
