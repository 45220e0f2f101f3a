"""Exports of any length: row by row, in as much memory as a short one; what would be a formula stays text."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from brs.reports.screens.exports import FORMS
from brs.reports.tables.table import Column, Row, Table, people

MANY = 100_000
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://example.org")']


def table(rows: Iterator[Row] | list[Row]) -> Table:
    return Table("data", "Data", [Column("name", "Name"), *people("enrolled")], rows)


def sent(form: str, rows: Iterator[Row] | list[Row]) -> Iterator[bytes]:
    return iter(FORMS[form].answer(table(rows)))  # type: ignore[call-overload]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_first_piece_is_out_before_the_second_row_is_made(form):
    made = []

    def rows() -> Iterator[Row]:
        for number in range(MANY):
            made.append(number)
            yield Row({"name": f"Party {number}", "enrolled": number})

    pieces = sent(form, rows())
    next(pieces), next(pieces)
    assert len(made) == 1
    assert sum(piece.count(b"\n") for piece in pieces) >= MANY - 1


@pytest.mark.parametrize(("form", "count"), [("csv", MANY), ("json", MANY), ("xlsx", MANY // 5)])
def test_many_rows_take_no_memory(form, count):
    """Workbooks take ten times as long to write."""
    rows = (Row({"name": f"Party {number}", "enrolled": number * 5}) for number in range(count))
    tracemalloc.start()
    size = sum(map(len, sent(form, rows)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 5 * count
    assert peak < 2_000_000, f"{peak / 1e6:.1f} MB"


def test_formulas_stay_text_in_csv_and_in_workbooks():
    rows = [Row({"name": name, "enrolled": 5}) for name in FORMULAS]
    text = b"".join(sent("csv", rows)).decode("utf-8-sig")
    written = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert all(cell.startswith("'") for cell in written)
    assert [cell.replace("'", "") for cell in written] == FORMULAS
    cells = list(load_workbook(io.BytesIO(b"".join(sent("xlsx", rows)))).active.iter_rows(min_row=2, max_col=1))
    assert {(cell.data_type, cell.quotePrefix) for [cell] in cells} == {("s", True)}
    assert [row["name"] for row in json.loads(b"".join(sent("json", rows)))["rows"]] == FORMULAS
