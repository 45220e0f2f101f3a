"""The figures of a period as a Word document, for reports to be written around."""

import io
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .asked import Asked, Filters, asked
from .definitions import DEFINITIONS, RULES
from .screens import EVERY, SCREENS, TABLES
from .table import Table
from .templatetags.figures import in_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def of_period(parameters: Mapping[str, Any]) -> tuple[Filters, bytes | None]:
    """All tables for what is asked; no document where that is what there is not."""
    form, what = asked(parameters, EVERY)
    return form, _written(what) if what else None


def _written(what: Asked) -> bytes:
    document = Document()
    language = get_language() or "en"
    document.core_properties.title = _("Figures of BRS Learn")
    document.core_properties.author = "BRS Learn"
    document.core_properties.language = language
    _set_language(document, language)
    document.add_heading(_("Figures of BRS Learn"), 0)
    document.add_paragraph(_of_what(what))
    used: dict[str, None] = {}
    for screen in SCREENS.values():
        document.add_heading(str(screen.title), 1)
        document.add_paragraph(str(screen.about))
        for name in screen.tables:
            table = TABLES[name](what)
            used.update(dict.fromkeys(column.definition for column in table.columns if column.definition))
            if len(screen.tables) > 1:
                document.add_heading(str(table.title), 2)
            _add_table(document, table)
    document.add_heading(_("What the figures mean"), 1)
    for definition in [*RULES, *(DEFINITIONS[name] for name in used)]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{definition.title}. ").bold = True
        paragraph.add_run(str(definition.text))
    if get_language_info(language)["bidi"]:
        _turn_round(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _of_what(what: Asked) -> str:
    """«From January 2026 to June 2026. Basel Convention. Written on …»"""
    since, until = what.period.since, what.last_month
    said = []
    if until:
        last = date_format(until, "YEAR_MONTH_FORMAT")
        said.append(
            _("From %(first)s to the end of %(last)s.")
            % {"first": date_format(since, "YEAR_MONTH_FORMAT"), "last": last}
            if since
            else _("As of the end of %(last)s.") % {"last": last}
        )
    if not what.is_everywhere:
        said.append(_("Parties: %(names)s.") % {"names": ", ".join(sorted(map(str, what.parties)))})
    if what.convention:
        said.append(f"{what.convention.title}.")
    said.append(_("Written on %(day)s.") % {"day": date_format(timezone.now())})
    return " ".join(said)


def _add_table(document: Any, table: Table) -> None:
    rows = list(table.rows)
    if not rows:
        document.add_paragraph(str(table.empty))
        return
    made = document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
    made.autofit = True
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        cell.text = str(column.title)
    # The head stands on every page that the table goes over, and is one for screen readers.
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, column in zip(made.add_row().cells, table.columns, strict=True):
            cell.text = in_words(column.kind, row.values.get(column.name))


def _set_language(document: Any, language: str) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(10)
    properties = style.element.get_or_add_rPr()
    said = OxmlElement("w:lang")
    code = "zh-CN" if language == "zh-hans" else language
    for name in ("w:val", "w:bidi", "w:eastAsia"):
        said.set(qn(name), code)
    properties.append(said)


def _turn_round(document: Any) -> None:
    """Right to left: paragraphs, runs and the columns of tables."""
    for paragraph in document.element.body.iter(qn("w:p")):
        paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in document.element.body.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
    for table in document.element.body.iter(qn("w:tblPr")):
        table.append(OxmlElement("w:bidiVisual"))
