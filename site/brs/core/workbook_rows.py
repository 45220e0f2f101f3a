"""The cells of a workbook (XLSX) that people send, as rows of text. Plain Python, to be read apart (`apart.py`)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from . import bounds


class NotAWorkbook(Exception):
    """It cannot be read as XLSX."""


def rows_of(data: bytes, *, most: int, longest_cell: int = bounds.LIST_CELL) -> Iterator[list[str]]:
    """The rows of a workbook's first sheet as text, at most so many, each without its empty end.

    Formulas come as what they last said. Raises NotAWorkbook, and MemoryError where it unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > bounds.WORKBOOK_UNPACKED:
                raise MemoryError
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones
        for row in sheet.iter_rows(max_row=most, max_col=bounds.LIST_COLUMNS, values_only=True):
            texts = [_as_text(value)[:longest_cell] for value in row]
            while texts and not texts[-1]:
                texts.pop()
            yield texts
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken file makes the reader stumble over, the answer is the same
        raise NotAWorkbook from error


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
