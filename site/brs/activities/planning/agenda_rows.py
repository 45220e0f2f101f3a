"""An agenda while it is edited: rows as somebody typed them, moved about before anything is saved. Plain Python."""

from collections.abc import Mapping
from datetime import date, time
from zoneinfo import ZoneInfo

from brs.core.time_zones import later, moment

NAMES = ("id", "title", "day", "time", "which", "minutes", "trainers", "method")
TYPED = ("title", "trainers", "method")  # a row with none of these is empty
MOST_ROWS = 200
MINUTES = "90"
NO_DAY = "2001-01-01"  # no clock is changed on it

AgendaRow = dict[str, str]


def sent(fields: Mapping[str, str], prefix: str) -> list[AgendaRow]:
    """The rows of a form, whatever they hold."""
    total = fields.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), MOST_ROWS) if total.isdecimal() and len(total) < 6 else 0
    return [{name: fields.get(f"{prefix}-{number}-{name}", "") for name in NAMES} for number in range(count)]


def as_fields(rows: list[AgendaRow], prefix: str) -> dict[str, str]:
    """The way back."""
    fields = {f"{prefix}-{number}-{name}": row[name] for number, row in enumerate(rows) for name in NAMES}
    return {**fields, f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}


def filled(rows: list[AgendaRow]) -> list[AgendaRow]:
    return [row for row in rows if any(row[name].strip() for name in TYPED)]


def pressed(rows: list[AgendaRow], press: str, zone: ZoneInfo) -> list[AgendaRow]:
    """After one of the buttons: `add`, `up 2`, `down 0`, `remove 1`. Anything else changes nothing."""
    action, _space, number = press.partition(" ")
    if action == "add" and len(rows) < MOST_ROWS:
        return [*rows, after(rows[-1] if rows else None, zone)]
    if not number.isdecimal() or int(number) >= len(rows):
        return rows
    moved = int(number)
    left = [row for at, row in enumerate(rows) if at != moved]
    if action == "remove":
        return left
    to = {"up": moved - 1, "down": moved + 1}.get(action, moved)
    to = min(max(to, 0), len(left))
    return [*left[:to], rows[moved], *left[to:]]


def after(row: AgendaRow | None, zone: ZoneInfo) -> AgendaRow:
    """An empty row that begins when the one before it ends."""
    empty = {**dict.fromkeys(NAMES, ""), "minutes": MINUTES}
    if row is None:
        return empty
    try:
        day, hour = date.fromisoformat(row["day"] or NO_DAY), time.fromisoformat(row["time"][:5])
        ends = later(moment(day, hour, zone, is_later=row["which"] == "after"), int(row["minutes"]))
    except (ValueError, OverflowError):
        return {**empty, "day": row["day"]}
    which = "after" if ends.fold else ""
    return {**empty, "day": row["day"], "time": ends.strftime("%H:%M"), "which": which}
