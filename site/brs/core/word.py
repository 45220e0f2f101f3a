"""Word documents, in the reader's language and the direction that it is read in."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language_info
from docx import Document as new_document
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .languages import readers_language
from .xml import for_xml

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def titled(title: str) -> Document:
    """A new document that begins with its title."""
    document, language = new_document(), readers_language()
    document.core_properties.title = for_xml(title)[:255]  # no more is allowed there
    document.core_properties.author = "BRS Learn"
    document.core_properties.language = language
    _set_language(document, language)
    add_heading(document, title, 0)
    return document


def add_heading(document: Document, text: str, level: int) -> None:
    document.add_heading(for_xml(text), level)


def add_paragraph(document: Document, text: str, *, lead: str = "") -> None:
    """`lead`: what stands before it in bold."""
    paragraph = document.add_paragraph()
    if lead:
        paragraph.add_run(for_xml(lead)).bold = True
    paragraph.add_run(for_xml(text))


def add_table(document: Document, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    made = document.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    made.autofit = True
    for cell, head in zip(made.rows[0].cells, heads, strict=True):
        cell.text = for_xml(head)
    # The head stands on every page that the table goes over, and is one for screen readers.
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = for_xml(text)


def as_bytes(document: Document) -> bytes:
    if get_language_info(readers_language())["bidi"]:
        _turn_round(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_language(document: Document, language: str) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(10)  # type: ignore[attr-defined]
    properties = style.element.get_or_add_rPr()  # type: ignore[attr-defined]
    element = OxmlElement("w:lang")
    code = "zh-CN" if language == "zh-hans" else language
    for name in ("w:val", "w:bidi", "w:eastAsia"):
        element.set(qn(name), code)
    properties.append(element)


def _turn_round(document: Document) -> None:
    """Right to left: paragraphs, runs and the columns of tables."""
    for paragraph in document.element.body.iter(qn("w:p")):
        paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in document.element.body.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
    for table in document.element.body.iter(qn("w:tblPr")):
        table.append(OxmlElement("w:bidiVisual"))
