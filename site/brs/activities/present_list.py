"""A list of those who were there, from another program: found on the register by address, personal code or name."""

import uuid
from dataclasses import dataclass, field

from brs.core.codes import tidy_join_code
from brs.core.folding import fold

from .models import Register
from .people_list import MOST_ROWS, TooLong, table

SHOWN = 50


@dataclass(frozen=True)
class Present:
    """`people`: participations found, by name. `unknown`: rows that name nobody on the list, with their numbers.

    `unclear`: names that several people have.
    """

    people: dict[uuid.UUID, str] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    unclear: list[tuple[int, str]] = field(default_factory=list)


def present_on(register: Register, text: str) -> Present:
    """One query, however long the list is. Raises TooLong."""
    rows, _delimiter = table(text)
    if len(rows) > MOST_ROWS + 20:
        raise TooLong
    by_email: dict[str, uuid.UUID] = {}
    by_slip: dict[str, uuid.UUID] = {}
    by_name: dict[str, list[uuid.UUID]] = {}
    names: dict[uuid.UUID, str] = {}
    for key, name, email, slip in register.participations.standing().values_list("pk", "name", "email", "slip"):
        names[key] = name
        by_slip[slip] = key
        by_name.setdefault(fold(name), []).append(key)
        if email:
            by_email[email.lower()] = key
    found = Present()
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in row]
        words = [word.strip("<>()[],;\"'").lower() for cell in cells for word in cell.split() if "@" in word]
        sure = [by_email[word] for word in words if word in by_email]
        sure = sure or [by_slip[code] for cell in cells if (code := tidy_join_code(cell)) in by_slip]
        named = next((by_name[name] for name in _names(cells) if name in by_name), [])
        if sure or len(named) == 1:
            key = (sure or named)[0]
            found.people[key] = names[key]
        elif named:
            found.unclear.append((number, " · ".join(filter(None, cells))))
        elif any(cells):
            found.unknown.append((number, " · ".join(filter(None, cells))))
    return found


def _names(cells: list[str]) -> list[str]:
    """A name in one cell, or in two beside each other, whichever comes first."""
    pairs = [f"{one} {two}" for one, two in zip(cells, cells[1:], strict=False)]
    turned = [f"{two} {one}" for one, two in zip(cells, cells[1:], strict=False)]
    return [folded for name in (*cells, *pairs, *turned) if (folded := fold(name))]
