"""Lists of people as they are pasted or uploaded, with every mistake people make: read, checked, mended. Plain Python.

Nothing is taken from a list before its reading has been looked at: `read` says of each row what it is taken for and
what is wrong with which of its fields, and `mended` puts right what was typed beside a row.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from brs.core.bounds import LIST_ROWS
from brs.core.folding import fold

from .cells import CellReader, PartyOf, addresses_in, tidy_cell, words_of
from .list_text import TooLong

ROWS_LOOKED_AT = 200  # to find out what columns without heads are, or whether one is what its head says

# A name may stand in two columns, with these heads.
NAME_PARTS = {
    "given": (
        "first name, given name, given names, forename, first names, prénom, prénoms, nombre, nombres, имя,"
        " имя отчество, الاسم الأول, الاسم الشخصي, 名"
    ),
    "family": (
        "last name, family name, surname, family names, nom de famille, apellido, apellidos, фамилия, اسم العائلة,"
        " اللقب, الاسم العائلي, 姓, 姓氏"
    ),
}

_CJK = re.compile("[\u3400-\u9fff]+")
_NUMBER = re.compile(r"\d+[.)]?")


@dataclass(frozen=True, eq=False, kw_only=True)
class ListField:
    """A participant's field in lists.

    `heads`: of its column, in six languages, parted by commas; the longest that stands in a head says what the column
    is. `looks_like`: whether a cell is of this field for sure, so that its column is found without a head. `unlike`:
    whether a cell is not of this field, so that a column of such cells is another thing under the same head.
    `yields`: it is taken for this field only where it can be no other. `tells_apart`: whether two people without an
    address are two by it.
    """

    name: str
    heads: str
    read: CellReader
    looks_like: Callable[[str, PartyOf], object] | None = None
    unlike: Callable[[str], object] | None = None
    yields: bool = False
    tells_apart: bool = False


Fields = tuple[ListField, ...]


@dataclass(frozen=True)
class Problem:
    """A mistake in a field of a row. `code` names it; `other`: the row or the Parties that it is about."""

    field: str
    code: str
    other: str = ""


@dataclass(frozen=True)
class Line:
    """A row, with its number in the list, and who it is taken for.

    `state`: right | wrong | there (on the list already) | again (the same person as in an earlier row).
    """

    number: int
    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    state: str = "right"


@dataclass(frozen=True)
class Columns:
    """Which column holds what: `at` has the columns of a field (a name may have two). `head`: the heads' row, or -1."""

    at: Mapping[str, tuple[int, ...]]
    head: int = -1
    unused: tuple[str, ...] = ()

    def used(self) -> set[int]:
        return {column for of_field in self.at.values() for column in of_field}


@dataclass(frozen=True)
class OnTheList:
    """Who is on the list already: addresses, and (folded name, Party) of everybody."""

    emails: Collection[str] = frozenset()
    people: Collection[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Reading:
    rows: list[list[str]]
    delimiter: str
    columns: Columns
    lines: list[Line] = field(default_factory=list)

    def of(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.state == state]


def read(
    rows: list[list[str]], delimiter: str, *, fields: Fields, party: PartyOf, listed: OnTheList | None = None
) -> Reading:
    """Reads a list. `fields`: those looked for, among them a name, an e-mail address and a Party. Raises TooLong."""
    listed = listed or OnTheList()
    layout = columns(rows, fields, party)
    lines: list[Line] = []
    by_email: dict[str, tuple[int, str]] = {}
    by_person: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 1):
        if number - 1 <= layout.head or not any(tidy_cell(cell) for cell in row):
            continue
        if len(lines) == LIST_ROWS:
            raise TooLong
        line = _line(number, _texts(row, layout, fields), fields, party)
        name, email, iso2 = fold(line.values["name"]), line.values["email"], line.values["party"]
        person = tuple(fold(line.values[each.name]) for each in fields if each.tells_apart)
        if not line.problems:
            if (email and email in listed.emails) or (not email and (name, iso2) in listed.people):
                line = replace(line, state="there")
            elif email in by_email:
                first, its_name = by_email[email]
                twice = Problem("email", "email_twice", str(first))
                line = (
                    replace(line, state="again")
                    if its_name == name
                    else replace(line, state="wrong", problems=(twice,))
                )
            elif not email and person in by_person:
                line = replace(line, state="again")
        if line.state == "right":
            by_person.setdefault(person, number)
            if email:
                by_email.setdefault(email, (number, name))
        lines.append(line)
    return Reading(rows, delimiter, layout, lines)


def mended(reading: Reading, typed: Mapping[tuple[int, str], str]) -> list[list[str]]:
    """The rows with what was typed for a field of a row (by its number) in its place."""
    rows = [list(row) for row in reading.rows]
    for (number, name), value in typed.items():
        places = reading.columns.at.get(name, ())
        if not places or not 0 < number <= len(rows):
            continue
        row = rows[number - 1]
        row.extend([""] * (max(places) + 1 - len(row)))
        row[places[0]] = value
        for column in places[1:]:
            row[column] = ""
    return rows


def left_over(reading: Reading) -> list[list[str]]:
    """The heads and the rows that are wrong: what stays when the right ones are taken."""
    numbers = {line.number for line in reading.of("wrong")}
    return [row for at, row in enumerate(reading.rows) if at == reading.columns.head or at + 1 in numbers]


def columns(rows: list[list[str]], fields: Fields, party: PartyOf) -> Columns:
    """By the heads where there are any in the first rows, else by what stands in the columns."""
    seen = 0
    for at, row in enumerate(rows):
        cells = [tidy_cell(cell) for cell in row]
        if not any(cells):
            continue
        if kinds := _heads(cells, fields):
            return _by_heads(at, cells, _of_their_heads(kinds, rows[at + 1 :], fields), fields)
        seen += 1
        if seen == 5:
            break
    filled = ([tidy_cell(cell) for cell in row] for row in rows if any(tidy_cell(cell) for cell in row))
    return _by_content(list(islice(filled, ROWS_LOOKED_AT)), fields, party)


@cache
def known_heads(fields: Fields) -> dict[str, str]:
    """Head -> field, or part of a name, the longest head first; those of fields that yield come last."""
    heads = [(head, each.name, each.yields) for each in fields for head in each.heads.split(",")]
    heads += [(head, part, False) for part, words in NAME_PARTS.items() for head in words.split(",")]
    tidied = [(words_of(head), kind, yields) for head, kind, yields in heads]
    return {head: kind for head, kind, yields in sorted(tidied, key=lambda known: (known[2], -len(known[0])))}


def _heads(cells: list[str], fields: Fields) -> dict[int, str]:
    """Column -> what it holds, for a row of heads; empty for a row of people."""
    if any("@" in cell for cell in cells):
        return {}
    known = known_heads(fields)
    kinds = {at: kind for at, cell in enumerate(cells) if (kind := _kind(cell, known))}
    is_head = any(words_of(_bare(cells[at])) in known for at in kinds)
    says_who = set(kinds.values()) & {"name", "given", "family", "email"}
    filled = sum(bool(cell) for cell in cells)
    return kinds if is_head and says_who and (len(set(kinds.values())) > 1 or filled <= len(kinds)) else {}


def _kind(head: str, known: Mapping[str, str]) -> str:
    words = words_of(_bare(head))
    if words in known:
        return known[words]
    for part, kind in known.items():
        if (part in words) if _CJK.search(part) else (f" {part} " in f" {words} "):
            return kind
    return ""


def _of_their_heads(kinds: dict[int, str], rows: list[list[str]], fields: Fields) -> dict[int, str]:
    """The columns without those whose cells are unlike what stands under such a head."""
    unlike = {each.name: each.unlike for each in fields if each.unlike}

    def is_unlike(at: int, kind: str) -> bool:
        cells = [tidy_cell(row[at]) for row in rows[:ROWS_LOOKED_AT] if at < len(row)]
        return kind in unlike and _share(unlike[kind], [cell for cell in cells if cell]) >= 0.5

    return {at: kind for at, kind in kinds.items() if not is_unlike(at, kind)}


def _share(is_such: Callable[[str], object], cells: Sequence[str]) -> float:
    """The share of the cells that are such, from 0 to 1; 0 of none."""
    return sum(bool(is_such(cell)) for cell in cells) / len(cells) if cells else 0


def _by_heads(head: int, cells: list[str], kinds: dict[int, str], fields: Fields) -> Columns:
    first: dict[str, int] = {}
    for column, kind in kinds.items():
        first.setdefault(kind, column)
    at: dict[str, tuple[int, ...]] = {each.name: (first[each.name],) for each in fields if each.name in first}
    if "given" in first and "family" in first:
        at["name"] = _in_order(first["given"], first["family"], cells)
    elif "name" in first and ("given" in first or "family" in first):
        # «Nom» beside «Prénom» is the family name.
        other = first.get("given", first.get("family", 0))
        given_first = (other, first["name"]) if "given" in first else (first["name"], other)
        at["name"] = _in_order(*given_first, cells)
    elif "name" not in first:
        at["name"] = (first.get("given", first.get("family", -1)),)
    if at["name"] == (-1,):
        del at["name"]
    return _with_unused(Columns(at, head), enumerate(cells))


def _with_unused(layout: Columns, examples: Iterable[tuple[int, str]]) -> Columns:
    """`examples`: a column and what it is called by when it is not used."""
    used = layout.used()
    return replace(layout, unused=tuple(example for column, example in examples if example and column not in used))


def _in_order(given: int, family: int, cells: list[str]) -> tuple[int, int]:
    """Given name first; where the heads are Chinese the family's."""
    return (family, given) if _CJK.search(cells[family]) else (given, family)


def _by_content(rows: list[list[str]], fields: Fields, party: PartyOf) -> Columns:
    width = max((len(row) for row in rows), default=0)
    column = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in range(width)}
    party = cache(party)
    left = [at for at in column if column[at] and not all(_NUMBER.fullmatch(cell) for cell in column[at])]
    if width == 1:
        return Columns({"name": (0,)})
    located: dict[str, tuple[int, ...]] = {}
    for each in fields:
        if each.looks_like and (best := _most_alike(each.looks_like, column, left, party)) is not None:
            located[each.name] = (best,)
            left.remove(best)
    if left:
        located["name"] = (left.pop(0),)
    if left and left[0] == located["name"][0] + 1 and _are_parts_of_names(column, located["name"][0], left[0]):
        located["name"] = (located["name"][0], left.pop(0))
    # What has no column of its own yet is in the order that is asked for; what yields has one of words.
    missing = [each for each in fields if each.name not in located and each.name != "name"]
    for each in sorted(missing, key=lambda each: (each.yields, each.looks_like is not None)):
        fitting = [at for at in left if not each.yields or _share(_has_letters, column[at]) >= 0.5]
        if fitting:
            located[each.name] = (fitting[0],)
            left.remove(fitting[0])
    return _with_unused(Columns(located), ((at, cells[0]) for at, cells in column.items() if cells))


def _most_alike(
    looks_like: Callable[[str, PartyOf], object], column: Mapping[int, list[str]], left: list[int], party: PartyOf
) -> int | None:
    """The column of which most cells look so; None where none has half of them."""
    shares = {at: _share(lambda cell: looks_like(cell, party), column[at]) for at in left}
    best = max(shares, key=lambda at: (shares[at], -at), default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def _are_parts_of_names(column: Mapping[int, list[str]], first: int, second: int) -> bool:
    """«Amina» beside «Otieno»: most of both are one word."""
    cells = [*column[first], *column[second]]
    return sum(len(cell.split()) == 1 for cell in cells) * 4 >= len(cells) * 3


def _has_letters(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell)


def _texts(row: Sequence[str], layout: Columns, fields: Fields) -> dict[str, str]:
    """By the name of a field what stands in its columns."""
    texts = {}
    for each in fields:
        parts = [tidy_cell(row[column]) for column in layout.at.get(each.name, ()) if column < len(row)]
        parts = [part for part in parts if part]
        is_chinese = len(parts) > 1 and all(_CJK.fullmatch(part) for part in parts)
        texts[each.name] = ("" if is_chinese else " ").join(parts)
    if "email" not in layout.at and (address := next(addresses_in(texts["name"]), "")):
        # «Amina Otieno <amina@example.org>», as mail programs write it.
        texts["email"] = address
        texts["name"] = tidy_cell(texts["name"].replace(address, " ")).strip(" <>()[]\"',;:-–")
    texts["name"] = texts["name"].strip("\"' ,;")
    return texts


def _line(number: int, texts: Mapping[str, str], fields: Fields, party: PartyOf) -> Line:
    """A row by itself: its fields tidied where that is sure, and what is wrong with them."""
    cells = {each.name: each.read(texts[each.name], party) for each in fields}
    values = {name: cell.value for name, cell in cells.items()}
    problems = tuple(Problem(name, cell.problem, cell.about) for name, cell in cells.items() if cell.problem)
    return Line(number, values, problems, "wrong" if problems else "right")


def _bare(head: str) -> str:
    """«Name (as in the passport) *» is «Name»; so is what never closes its bracket."""
    return re.sub(r"[(（\[][^)）\]]*(?:[)）\]]|$)", " ", head)
