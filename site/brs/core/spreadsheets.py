"""Workbooks (XLSX) and cells of CSV, as we make them. What people typed stays text: «=1+1» is no formula."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from django.db.models import Model
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .names import one_line
from .xml import for_xml

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a program that opens the sheet, or a copy of it saved as CSV, takes for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Where one may begin in CSV. Some languages' programs take a semicolon for the end of a cell.
_FORMULA_IN_CSV = re.compile(r"(^|;)(?=\r)|(^|[;\r\n])(?=[^\S\r\n]*[=+\-@\t])")
LONGEST_TEXT = 32_767
LONGEST_TITLE = 31
WIDEST = 48


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]], *, right_to_left: bool = False) -> bytes:
    """The workbook that `write_workbook` writes, as bytes."""
    out = io.BytesIO()
    write_workbook(out, sheets, right_to_left=right_to_left)
    return out.getvalue()


def write_workbook(
    out: IO[bytes], sheets: Mapping[str, Iterable[Sequence[Any]]], *, right_to_left: bool = False
) -> None:
    """Sheets by title, each of rows whose first is the heads. Numbers and days keep their kind, all else is text.

    Rows are written as they come; times lose their zone (Excel has none), so they are given as they shall be read.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for title, rows in sheets.items():
        sheet = book.create_sheet(_title(title, taken))
        sheet.sheet_view.rightToLeft = right_to_left
        sheet.freeze_panes = "A2"
        ahead = iter(rows)
        heads = list(next(ahead, []))
        for column, head in enumerate(heads, 1):
            width = min(max(len(str(head)) + 2, 14), WIDEST)
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.append([_cell(sheet, head, is_head=True) for head in heads])
        for row in ahead:
            sheet.append([_cell(sheet, value) for value in row])
    book.save(out)


def csv_text(text: str) -> str:
    """Text for a CSV file: an apostrophe keeps it from being a formula."""
    return _FORMULA_IN_CSV.sub(r"\g<0>'", text)


# What people typed and what is named by it, as Wagtail puts them in the files of its lists.
IN_FILES = {(str, Model): {"csv": lambda value: csv_text(str(value)), "xlsx": lambda value: for_xml(str(value))}}


def _cell(sheet: Any, value: Any, *, is_head: bool = False) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    is_text = isinstance(value, str | Promise) or is_head
    if is_text:
        value = for_xml(str(value))[:LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, value)
    if is_text:
        cell.data_type = "s"
        # So that it stays text when somebody goes into the cell and presses Enter.
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _title(wanted: str, taken: set[str]) -> str:
    """A title that Excel takes, and no other sheet of the book has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", one_line(for_xml(str(wanted)))).strip(" '")[:LONGEST_TITLE] or "1"
    title, number = plain, 1
    while title.casefold() in taken:
        number += 1
        title = f"{plain[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
    taken.add(title.casefold())
    return title
