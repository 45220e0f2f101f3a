"""Files made to keep the site busy or to fill its memory: they are read or refused within the bounds."""

import io
import resource
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from brs.activities.participants.fields import FIELDS
from brs.activities.participants.forms import ListForm
from brs.activities.participants.list_parsing import read
from brs.activities.participants.list_text import NotText, OldWorkbook, TooLong, table, text_in
from brs.core.apart import TooMuch, read_apart
from brs.core.bounds import LIST_CELL, LIST_COLUMNS, LIST_LINES, LIST_READING, LIST_ROWS, LIST_TEXT, Bounds
from brs.core.spreadsheets import workbook
from brs.core.workbook_rows import NotAWorkbook

SMALL = Bounds(cpu_seconds=2, seconds=60, memory=300_000_000, answer=24_000_000)
REFUSED = (NotAWorkbook, NotText, OldWorkbook, TooLong, TooMuch)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def rebuilt(**parts: str) -> bytes:
    """A workbook with some parts of ours: `sheet`, `strings`, `styles`, `book`, each as XML."""
    names = {"sheet": SHEET, "strings": STRINGS, "styles": "xl/styles.xml", "book": "xl/workbook.xml"}
    out = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"A": [["Name"], ["Amina"]]}))) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in {names[part] for part in parts}:
                data = before.read(name).decode()
                if name == "[Content_Types].xml" and "strings" in parts and STRINGS not in data:
                    part = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
                    data = data.replace("</Types>", part)
                after.writestr(name, data)
        for part, data in parts.items():
            after.writestr(names[part], data)
    return out.getvalue()


def part(name: str, inside: str, prolog: str = "") -> str:
    return f'{prolog}<{name} xmlns="{MAIN}" xmlns:r="{RELATIONS}">{inside}</{name}>'


def sheet(rows: str, before: str = "", after: str = "", prolog: str = "") -> str:
    return part("worksheet", f"{before}<sheetData>{rows}</sheetData>{after}", prolog)


def strings(*texts: str, prolog: str = "") -> str:
    return part("sst", "".join(f"<si><t>{text}</t></si>" for text in texts), prolog)


def book(inside: str, prolog: str = "") -> str:
    return part("workbook", inside, prolog)


NUMBER = "<c><v>1</v></c>"
FIRST_TEXT = '<c t="s"><v>0</v></c>'
FAR_CELL = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
NO_COLUMN = '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'
WHOLE_SHEET = '<mergeCell ref="A1:XFD1048576"/>'


def inline(text: str) -> str:
    return f'<row><c t="inlineStr"><is>{text}</is></c></row>'


def sheets(count: int) -> str:
    return "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count))


# What stands before a part's root, and what is written in the part to call it.
ENTITIES = {
    "entities of entities": (
        '<!DOCTYPE a [<!ENTITY l0 "lol">'
        + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        + "]>",
        "&l9;",
    ),
    "a long entity": (f'<!DOCTYPE a [<!ENTITY a "{"lol" * 30_000}">]>', "&a;" * 5_000),
    "an entity from a file": ('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
}

BOMBS = {
    "a part that unpacks to gigabytes": lambda: rebuilt(sheet="0" * 70_000_000),
    "rows to the end of a sheet": lambda: rebuilt(sheet=sheet(f"<row>{NUMBER}</row>" * 200_000)),
    "one cell in the last row": lambda: rebuilt(sheet=sheet(FAR_CELL)),
    "all columns of a row": lambda: rebuilt(sheet=sheet(f"<row>{NUMBER * 16_384}</row>" * 40)),
    "a column beyond any sheet": lambda: rebuilt(sheet=sheet(NO_COLUMN)),
    "a size of billions of cells": lambda: rebuilt(
        sheet=sheet(f"<row>{NUMBER}</row>", before='<dimension ref="A1:XFD1048576"/>')
    ),
    "a long text that every cell names": lambda: rebuilt(
        strings=strings("x" * 5_000_000), sheet=sheet(f"<row>{FIRST_TEXT * 60}</row>" * 5_000)
    ),
    "many texts": lambda: rebuilt(strings=strings(*"x" * 400_000)),
    "elements in elements": lambda: rebuilt(sheet=sheet("<a>" * 500_000 + "</a>" * 500_000)),
    "elements in a text": lambda: rebuilt(sheet=sheet(inline("<r>" * 200_000 + "</r>" * 200_000))),
    "a number of a million digits": lambda: rebuilt(sheet=sheet(f"<row><c><v>{'9' * 1_000_000}</v></c></row>")),
    "merged cells": lambda: rebuilt(
        sheet=sheet(inline("<t>x</t>"), after=f"<mergeCells>{WHOLE_SHEET * 30_000}</mergeCells>")
    ),
    "styles": lambda: rebuilt(styles=part("styleSheet", f"<cellXfs>{'<xf/>' * 200_000}</cellXfs>")),
    "sheets": lambda: rebuilt(book=book(f"<sheets>{sheets(3_000)}</sheets>")),
    "names of ranges": lambda: rebuilt(
        book=book(
            f"<sheets>{sheets(2)}</sheets><definedNames><definedName name='_xlnm.Print_Titles' localSheetId='0'>"
            f"{'A' * 30_000}</definedName></definedNames>"
        )
    ),
    **{
        f"{name} in {part}": lambda build=build, prolog=prolog, call=call: rebuilt(**build(prolog, call))
        for name, (prolog, call) in ENTITIES.items()
        for part, build in {
            "a sheet": lambda prolog, call: {"sheet": sheet(inline(f"<t>{call}</t>"), prolog=prolog)},
            "the texts": lambda prolog, call: {"strings": strings(call, prolog=prolog)},
            "the book": lambda prolog, call: {"book": book(f"<sheets>{call}</sheets>", prolog)},
        }.items()
    },
    "a million lines": lambda: b"\n" * 3_000_000,
    "a million cells": lambda: b"," * 3_000_000,
    "quotes": lambda: b'"' * 3_000_000,
    "quotes and commas": lambda: b'",' * 1_000_000,
    "letters of no encoding": lambda: bytes(range(128, 256)) * 20_000,
    "letters of two": lambda: ("Ünï;" * 100_000).encode("cp1252") + "Иван;".encode("cp1251") * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_within_its_bounds(name):
    data = BOMBS[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        text = read_apart(text_in, data, SMALL)
    except REFUSED:
        text = ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= SMALL.cpu_seconds + 1
    assert "root:" not in text and "lol" not in text
    begun = time.process_time()
    try:
        read(*table(text, most=len(text)), fields=FIELDS, party=lambda name: "")
    except TooLong:
        pass
    assert time.process_time() - begun < 3


def test_what_is_too_large_is_said_beside_the_file_and_the_next_one_is_read():
    form = ListForm({}, {"file": SimpleUploadedFile("bomb.xlsx", BOMBS["a part that unpacks to gigabytes"]())})
    assert form.errors == {"file": ["This file is too large to be read. Save the sheet with the list alone, as CSV."]}
    form = ListForm({}, {"file": SimpleUploadedFile("list.xlsx", workbook({"A": [["Name"], ["Amina"]]}))})
    assert form.is_valid() and form.cleaned_data["text"] == "Name\nAmina\n"


def test_the_most_that_is_offered_is_read_as_a_workbook_and_as_text():
    """5,000 people in 30 columns."""
    rows = [[f"Участник {row} {n}" if n % 3 else str(row * n) for n in range(30)] for row in range(LIST_ROWS)]
    head, end = '<c t="inlineStr"><is><t>', "</t></is></c>"
    cells = "".join(f"<row>{head}{(end + head).join(row)}{end}</row>" for row in rows)
    for data in (rebuilt(sheet=sheet(cells)), "\n".join(";".join(row) for row in rows).encode()):
        text = read_apart(text_in, data, LIST_READING)
        assert table(text, most=len(text))[0] == rows


def test_a_list_that_is_pasted_is_bounded_as_one_in_a_file():
    for text in ("\n" * LIST_TEXT, "x\n" * (LIST_TEXT // 2), "," * LIST_TEXT, '"' * LIST_TEXT, "x," * (LIST_TEXT // 2)):
        try:
            rows, _sign = table(text)
        except TooLong:
            continue
        assert len(rows) <= LIST_LINES
        assert all(len(row) <= LIST_COLUMNS and all(len(cell) <= LIST_CELL for cell in row) for row in rows)
