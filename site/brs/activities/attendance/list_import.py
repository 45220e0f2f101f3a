"""A list of those who were there, from another program: found on the register by address, personal code or name."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from brs.activities.participants.cells import LONGEST
from brs.activities.participants.list_text import sendable, table
from brs.activities.register.models import Register
from brs.core import bounds
from brs.core.codes import tidy_join_code
from brs.core.folding import fold


@dataclass(frozen=True)
class Present:
    """`people`: participations found, by name. `unknown`: rows that name nobody on the list, with their numbers.

    `unclear`: names that several people have. `text`: what is sent again to be taken; of a long one from a file the
    columns in which somebody is named.
    """

    text: str
    people: dict[uuid.UUID, str] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    unclear: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Named:
    """The people whom a row names, several where they share the name, and the columns that it is in."""

    people: Sequence[uuid.UUID] = ()
    columns: Sequence[int] = ()


def present_on(register: Register, text: str) -> Present:
    """One query, however long the list is. Raises TooLong."""
    rows, delimiter = table(text, most=bounds.LIST_FILE)
    by_email: dict[str, uuid.UUID] = {}
    by_slip: dict[str, uuid.UUID] = {}
    by_name: dict[str, list[uuid.UUID]] = {}
    names: dict[uuid.UUID, str] = {}
    for key, name, email, slip in register.participations.active().values_list("pk", "name", "email", "slip"):
        names[key] = name
        by_slip[slip] = key
        by_name.setdefault(fold(name), []).append(key)
        if email:
            by_email[email.lower()] = key
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    named = [_by_address(row, by_email) or _by_code(row, by_slip) or _by_name(row, by_name) for row in cells]
    if len(text) > bounds.LIST_TEXT:
        text = sendable(rows, delimiter, {at for naming in named for at in naming.columns})
    present = Present(text)
    for number, (row, naming) in enumerate(zip(cells, named, strict=True), 1):
        if len(naming.people) == 1:
            present.people[naming.people[0]] = names[naming.people[0]]
        elif naming.people:
            present.unclear.append((number, " · ".join(filter(None, row))))
        elif any(row):
            present.unknown.append((number, " · ".join(filter(None, row))))
    return present


def _by_address(cells: Sequence[str], people: Mapping[str, uuid.UUID]) -> _Named | None:
    for at, cell in enumerate(cells):
        for word in cell.split() if "@" in cell else ():
            if (key := people.get(word.strip("<>()[],;\"'").lower())) is not None:
                return _Named([key], [at])
    return None


def _by_code(cells: Sequence[str], people: Mapping[str, uuid.UUID]) -> _Named | None:
    for at, cell in enumerate(cells):
        if (key := people.get(tidy_join_code(cell))) is not None:
            return _Named([key], [at])
    return None


def _by_name(cells: Sequence[str], people: Mapping[str, list[uuid.UUID]]) -> _Named:
    """A name in one cell, or in two beside each other, whichever comes first."""
    for name, columns in _names(cells):
        if (keys := people.get(name)) is not None:
            return _Named(keys, columns)
    return _Named()


def _names(cells: Sequence[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """Each as it would be on the list, folded, and the columns that it stands in."""
    filled = [(at, cell) for at, cell in enumerate(cells) if cell and len(cell) <= LONGEST and not cell.isnumeric()]
    beside = [pair for pair in pairwise(filled) if pair[1][0] == pair[0][0] + 1]
    written = chain(
        ((cell, (at,)) for at, cell in filled),
        ((f"{first} {second}", (at, after)) for (at, first), (after, second) in beside),
        ((f"{second} {first}", (at, after)) for (at, first), (after, second) in beside),
    )
    return ((fold(name), columns) for name, columns in written)
