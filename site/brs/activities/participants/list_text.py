"""A list as it is pasted or as a file holds it, and the rows of cells that it means. Plain Python.

Whatever stands in it, its reading takes time by its length alone. A file is read apart (`brs.core.apart`).
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from brs.core import bounds
from brs.core.text_files import NotText as NotText
from brs.core.text_files import decoded
from brs.core.workbook_rows import rows_of

SAMPLE_LINES, SAMPLE_WIDTH = 20, 400  # in which the sign between cells is looked for
SIGNS = ";,\t"


class TooLong(Exception):
    """More rows, bytes or characters than a list may have."""


class OldWorkbook(Exception):
    """A workbook as programs wrote them before XLSX."""


def text_in(data: bytes) -> str:
    """A file as text that `table` reads. Raises TooLong, NotText, NotAWorkbook, OldWorkbook."""
    if len(data) > bounds.LIST_FILE:
        raise TooLong
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldWorkbook
    if data.startswith(b"PK"):
        rows = _without_empty_end(list(rows_of(data, most=bounds.LIST_LINES + 1)))
        if len(rows) > bounds.LIST_LINES:
            raise TooLong
        return text_of(rows, "\t")
    return text_of(*table(decoded(data), most=bounds.LIST_FILE))


def table(text: str, *, most: int = bounds.LIST_TEXT) -> tuple[list[list[str]], str]:
    """Rows of cells and what stands between cells, empty for lists of one column. Raises TooLong."""
    if len(text) > most:
        raise TooLong
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\ufeff").rstrip()
    sign = _sign_between_cells(text)
    rows = [row[: bounds.LIST_COLUMNS] for row in islice(_rows(text, sign), bounds.LIST_LINES + 1)]
    if len(rows) > bounds.LIST_LINES:
        raise TooLong
    return [[cell[: bounds.LIST_CELL] for cell in row] for row in _without_empty_end(rows)], sign


def text_of(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """The rows as a text that `table` reads back alike."""
    if not delimiter:
        return "".join(f"{_one_line(row[0]) if row else ''}\n" for row in rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow([_one_line(cell) for cell in row]) if any(row) else out.write("\n")
    return out.getvalue()


def sendable(rows: Iterable[Sequence[str]], delimiter: str, columns: Collection[int]) -> str:
    """A text with no other columns, to be sent again in a form. Raises TooLong where it still cannot be."""
    used = [[row[at] if at < len(row) else "" for at in sorted(columns)] for row in rows]
    text = text_of(used, delimiter)
    if len(text) > bounds.LIST_TEXT:
        raise TooLong
    return text


def _sign_between_cells(text: str) -> str:
    """The one that cuts most of the first lines into equally many cells; none where they are not cut."""
    filled = (line[:SAMPLE_WIDTH] for line in io.StringIO(text) if not line.isspace())
    sample = list(islice(filled, SAMPLE_LINES))
    if sum("\t" in line for line in sample) * 2 > len(sample):
        return "\t"
    votes = {sign: [len(next(csv.reader([line], delimiter=sign))) for line in sample] for sign in SIGNS}
    alike = {sign: Counter(cells for cells in widths if cells > 1) for sign, widths in votes.items()}
    best = max(SIGNS, key=lambda sign: max(((lines, cells) for cells, lines in alike[sign].items()), default=(0, 0)))
    return best if sample and alike[best].total() * 2 >= len(sample) else ""


def _rows(text: str, sign: str) -> Iterator[list[str]]:
    """As programs write them; where a quote was never closed, as they stand."""
    if not sign:
        return ([line.rstrip("\n")] for line in io.StringIO(text))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=sign != "\t")
        rows = list(islice(reader, bounds.LIST_LINES + 1))
    except csv.Error:
        rows = []
    if rows and not any(cell.count("\n") > 2 or len(cell) > bounds.LIST_CELL for row in rows for cell in row):
        return iter(rows)
    return (line.rstrip("\n").split(sign, bounds.LIST_COLUMNS) for line in io.StringIO(text))


def _without_empty_end(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _one_line(cell: str) -> str:
    return " ".join(cell.split("\n"))
