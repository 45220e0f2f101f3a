"""Workbooks: what people typed is text in them, whatever it looks like."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from brs.core.spreadsheets import csv_text, workbook
from brs.core.workbook_rows import NotAWorkbook, rows_of

TRICKS = ["=1+1", "+41 22 917", "-x", "@SUM(A1)", '=HYPERLINK("http://example.org","x")', "\t=1", "=cmd|' /C calc'!A0"]


def opened(data: bytes):
    return load_workbook(io.BytesIO(data))


def test_what_looks_like_a_formula_is_text_that_stays_text():
    sheet = opened(workbook({"People": [["=Name"], *[[trick] for trick in TRICKS]]})).active
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.data_type for cell in cells] == ["s"] * (len(TRICKS) + 1)
    assert [cell.value for cell in cells[1:]] == TRICKS
    assert all(cell.quotePrefix for cell in cells)


@pytest.mark.parametrize("text", [*TRICKS, " =1", "a;=1", "a; @b", "a\n=1", "a\r\n+1"])
def test_in_csv_a_formula_is_led_by_an_apostrophe_wherever_a_cell_may_begin(text):
    led = csv_text(text)
    assert led.replace("'", "") == text.replace("'", "")
    assert not any(re.match(r"\s*[=+@-]", cell) for cell in re.split(r"[;\r\n]", led))


@pytest.mark.parametrize("text", ["", "Basel Convention", "e-waste; a-b", "3 = 4", "cote d'Ivoire", "a;b"])
def test_other_text_is_itself_in_csv(text):
    assert csv_text(text) == text


def test_numbers_days_and_times_keep_their_kind():
    when = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    sheet = opened(workbook({"A": [["n", "day", "time", "none"], [12, date(2026, 5, 4), when, None]]})).active
    row = [cell.value for cell in sheet[2]]
    assert row == [12, datetime(2026, 5, 4), datetime(2026, 5, 4, 9, 30), None]


def test_titles_are_made_such_as_excel_takes():
    book = opened(workbook({"Who / when?": [["a"]], "who   when": [["a"]], "": [["a"]], "x" * 40: [["a"]]}))
    assert len(book.sheetnames) == len({title.casefold() for title in book.sheetnames}) == 4
    assert all(0 < len(title) <= 31 for title in book.sheetnames)


def test_it_reads_from_the_right_for_arabic_and_takes_lazy_texts_as_heads():
    book = opened(workbook({"A": [[gettext_lazy("Name")]]}, right_to_left=True))
    assert book.active.sheet_view.rightToLeft
    assert book.active["A1"].value == "Name" and book.active["A1"].font.bold


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_text_goes_in_and_nothing_but_text_comes_out(rows):
    sheet = opened(workbook({"A": rows})).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s"}


def test_signs_that_no_workbook_may_have_are_left_out():
    book = opened(workbook({"A\x01": [["H\x0b"], ["a\x00b\x1f\ufffe\uffffc"]]}))
    assert (book.active.title, book.active["A1"].value, book.active["A2"].value) == ("A", "H", "abc")


def test_rows_are_read_back_as_text_up_to_a_limit():
    data = workbook({"A": [["Name", "n"], ["أمينة", 7], ["Ван", None], ["=1", 2.5]]})
    assert list(rows_of(data, most=3)) == [["Name", "n"], ["أمينة", "7"], ["Ван"]]
    assert len(list(rows_of(data, most=9))) == 4


def test_what_is_no_workbook_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for data in (b"", b"name;email", b"PK\x03\x04 broken", empty.getvalue()):
        with pytest.raises(NotAWorkbook):
            list(rows_of(data, most=10))
    with pytest.raises(MemoryError):
        list(rows_of(bomb.getvalue(), most=10))
