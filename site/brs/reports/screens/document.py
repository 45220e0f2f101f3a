"""The figures of a period as a Word document, for reports to be written around."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.document import Document

from brs.core import word
from brs.reports.tables.definitions import DEFINITIONS, RULES
from brs.reports.tables.filters import FilterForm, ReportFilters, read_filters
from brs.reports.tables.in_words import in_words
from brs.reports.tables.table import Table

from .registry import EVERY, SCREENS, TABLES


def of_period(parameters: Mapping[str, Any]) -> tuple[FilterForm, bytes | None]:
    """All tables for what is asked; no document where that is what there is not."""
    form, filters = read_filters(parameters, EVERY)
    return form, _written(filters) if filters else None


def _written(filters: ReportFilters) -> bytes:
    document = word.titled(_("Figures of BRS Learn"))
    word.add_paragraph(document, _of_what(filters))
    used: dict[str, None] = {}
    for screen in SCREENS.values():
        word.add_heading(document, str(screen.title), 1)
        word.add_paragraph(document, str(screen.about))
        for name in screen.tables:
            table = TABLES[name](filters)
            used.update(dict.fromkeys(column.definition for column in table.columns if column.definition))
            if len(screen.tables) > 1:
                word.add_heading(document, str(table.title), 2)
            _add_table(document, table)
    word.add_heading(document, _("What the figures mean"), 1)
    for definition in [*RULES, *(DEFINITIONS[name] for name in used)]:
        word.add_paragraph(document, str(definition.text), lead=f"{definition.title}. ")
    return word.as_bytes(document)


def _of_what(filters: ReportFilters) -> str:
    """«From January 2026 to June 2026. Basel Convention. Written on …»"""
    since, until = filters.period.since, filters.last_month
    sentences = []
    if until:
        last = date_format(until, "YEAR_MONTH_FORMAT")
        sentences.append(
            _("From %(first)s to the end of %(last)s.")
            % {"first": date_format(since, "YEAR_MONTH_FORMAT"), "last": last}
            if since
            else _("As of the end of %(last)s.") % {"last": last}
        )
    if not filters.is_everywhere:
        sentences.append(_("Parties: %(names)s.") % {"names": ", ".join(sorted(map(str, filters.parties)))})
    if filters.convention:
        sentences.append(f"{filters.convention.title}.")
    sentences.append(_("Written on %(day)s.") % {"day": date_format(timezone.now())})
    return " ".join(sentences)


def _add_table(document: Document, table: Table) -> None:
    rows = [[in_words(column.kind, row.values.get(column.name)) for column in table.columns] for row in table.rows]
    if rows:
        word.add_table(document, [str(column.title) for column in table.columns], rows)
    else:
        word.add_paragraph(document, str(table.empty))
