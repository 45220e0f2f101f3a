"""The report of an activity to be handed on, with small groups held back: PDF, workbook, Word document."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from brs.core import word
from brs.core.languages import readers_language
from brs.core.small_cells import FEWEST
from brs.core.spreadsheets import workbook
from brs.core.typesetting import printable, tongue, typeset

from .report import Report, Table, Value

SOURCE = Path(__file__).with_name("report.typ")


def pdf(report: Report) -> bytes:
    """Tagged (PDF/UA-1). Raises CannotPrint."""
    return typeset(
        SOURCE,
        printable(
            {
                **tongue(readers_language()),
                "title": report.activity.title,
                "report": _("Report"),
                "facts": [list(fact) for fact in report.facts],
                "tables": [
                    {"title": table.title, "how": table.how, "heads": table.heads, "rows": _in_words(table.rows)}
                    for table in _tables(report)
                ],
                "notes": notes(report),
            }
        ),
    )


def xlsx(report: Report) -> bytes:
    """A sheet for each table; numbers stay numbers."""
    sheets: dict[str, list[Sequence[Any]]] = {
        _("Activity"): [
            [_("Activity"), report.activity.title],
            *report.facts,
            *([note] for note in notes(report)),
        ]
    }
    for table in _tables(report):
        rows = [[in_words(value) if value is None else value for value in row] for row in table.rows]
        sheets[table.title] = [table.heads, *rows, [], [table.how]]
    return workbook(sheets, right_to_left=tongue(readers_language())["rtl"])


def docx(report: Report) -> bytes:
    """To write a report around."""
    document = word.titled(report.activity.title)
    word.add_paragraph(document, _("Report"))
    for label, value in report.facts:
        word.add_paragraph(document, value, lead=f"{label}: ")
    for table in _tables(report):
        word.add_heading(document, table.title, 1)
        word.add_table(document, table.heads, _in_words(table.rows))
        word.add_paragraph(document, table.how)
    for note in notes(report):
        word.add_paragraph(document, note)
    return word.as_bytes(document)


def notes(report: Report) -> list[str]:
    """Notes that whoever reads the report needs."""
    held_back = _(
        "Groups of fewer than %(n)d people are held back (“–”), and others with them where they would follow from the "
        "total. So are means of fewer than %(n)d. What people wrote is not handed on."
    )
    return [_("As of %(day)s.") % {"day": date_format(report.made_at, "DATE_FORMAT")}, held_back % {"n": FEWEST}]


def in_words(value: Value) -> str:
    return "–" if value is None else str(localize(value))


def _tables(report: Report) -> Iterator[Table]:
    figures: list[list[Value]] = [[figure.label, figure.value, figure.how] for figure in report.figures]
    yield Table(_("Figures"), "", [_("What is counted"), _("How many"), _("How it is counted")], figures)
    yield from report.tables


def _in_words(rows: Sequence[Sequence[Value]]) -> list[list[str]]:
    return [[in_words(value) for value in row] for row in rows]
