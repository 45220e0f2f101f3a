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


def pdf(found: Report) -> bytes:
    """Tagged (PDF/UA-1). Raises CannotPrint."""
    return typeset(
        SOURCE,
        printable(
            {
                **tongue(readers_language()),
                "title": found.activity.title,
                "report": _("Report"),
                "facts": [list(fact) for fact in found.facts],
                "tables": [
                    {"title": one.title, "how": one.how, "heads": one.heads, "rows": _in_words(one.rows)}
                    for one in _tables(found)
                ],
                "notes": notes(found),
            }
        ),
    )


def xlsx(found: Report) -> bytes:
    """A sheet for each table; numbers stay numbers."""
    sheets: dict[str, list[Sequence[Any]]] = {
        _("Activity"): [
            [_("Activity"), found.activity.title],
            *found.facts,
            *([note] for note in notes(found)),
        ]
    }
    for one in _tables(found):
        rows = [[in_words(value) if value is None else value for value in row] for row in one.rows]
        sheets[one.title] = [one.heads, *rows, [], [one.how]]
    return workbook(sheets, right_to_left=tongue(readers_language())["rtl"])


def docx(found: Report) -> bytes:
    """To write a report around."""
    document = word.titled(found.activity.title)
    word.add_paragraph(document, _("Report"))
    for label, value in found.facts:
        word.add_paragraph(document, value, lead=f"{label}: ")
    for one in _tables(found):
        word.add_heading(document, one.title, 1)
        word.add_table(document, one.heads, _in_words(one.rows))
        word.add_paragraph(document, one.how)
    for note in notes(found):
        word.add_paragraph(document, note)
    return word.as_bytes(document)


def notes(found: Report) -> list[str]:
    """What whoever reads the report must know of it."""
    held_back = _(
        "Groups of fewer than %(n)d people are held back (“–”), and others with them where they would follow from the "
        "total. So are means of fewer than %(n)d. What people wrote is not handed on."
    )
    return [_("As of %(day)s.") % {"day": date_format(found.made_at, "DATE_FORMAT")}, held_back % {"n": FEWEST}]


def in_words(value: Value) -> str:
    return "–" if value is None else str(localize(value))


def _tables(found: Report) -> Iterator[Table]:
    figures: list[list[Value]] = [[one.label, one.value, one.how] for one in found.figures]
    yield Table(_("Figures"), "", [_("What is counted"), _("How many"), _("How it is counted")], figures)
    yield from found.tables


def _in_words(rows: Sequence[Sequence[Value]]) -> list[list[str]]:
    return [[in_words(value) for value in row] for row in rows]
