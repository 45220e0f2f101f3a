"""Word (.docx): a numbered list as in `numbered_list`, its numbers typed or made by Word, or a table with heads."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from brs.core import bounds
from brs.core.xml import for_xml

from ..drafts import DraftQuestion, Issue, Reading, excerpt
from ..formulas import UNREAD, on_one_line
from .base import Format
from .numbered_list import LATIN, LONGEST_LINE, Line, read_lines, written_lines
from .sheet import has_heads, read_rows

_LETTERED = {"lowerLetter", "upperLetter", "russianLower", "russianUpper", "arabicAlpha", "arabicAbjad"}
_NUMBERED = {"decimal", "decimalZero", "hindiNumbers", "chineseCounting", "arabicFullWidth", "japaneseCounting"}


def read(data: bytes) -> Reading:
    reading = Reading()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        reading.add_issue(1, "old_word")
        return reading
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                reading.add_issue(1, "macros")
                return reading
            if sum(part.file_size for part in parts) > bounds.QUESTION_UNPACKED:
                reading.add_issue(1, "too_much")
                return reading
        document = Document(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception:  # whatever a broken file makes the reader stumble over, the answer is the same
        reading.add_issue(1, "not_word")
        return reading
    lines: list[Line] = []
    labels = _Labels(document)
    for position, block in enumerate(document.iter_inner_content(), 1):
        if isinstance(block, Paragraph):
            lines += _lines(block, position, labels)
        else:
            _table(block, position, reading)
    read_lines(lines, reading)
    return reading


def _lines(paragraph: Paragraph, position: int, labels: "_Labels") -> Iterator[Line]:
    """A paragraph; one that is broken into lines by hand is as many."""
    label, beside = labels.of(paragraph), tuple(_beside(paragraph, position))
    texts = _text(paragraph).split("\n")
    runs = [run for run in paragraph.runs if run.text.strip()]
    is_bold = bool(runs) and all(run.bold for run in runs)
    for number, text in enumerate(texts):
        first = not number
        yield Line(position, text.strip()[:LONGEST_LINE], label if first else "", is_bold, beside if first else ())


_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n"}


def _text(paragraph: Paragraph) -> str:
    """With what is in links, formulas and accepted changes; subscripts stay as they are written."""
    parts = []
    for element in paragraph._p.iter(qn("w:t"), *_SIGNS, _FORMULA):
        if element.tag == _FORMULA:
            parts.append(_formula(element))
        elif next(element.iterancestors(_FORMULA), None) is None:
            parts.append(_SIGNS.get(element.tag) or element.text or "")
    return "".join(parts)


def _formula(element: Any) -> str:
    """On one line. As deep as XML is read: 256 elements."""
    name = _local(element)
    parts = [_formula(part) for part in element if isinstance(part.tag, str) and _local(part) not in UNREAD]
    return (element.text or "") if name == "t" else on_one_line(name, parts)


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2]


def _beside(paragraph: Paragraph, position: int) -> Iterator[Issue]:
    """What in it is no text."""
    for element in paragraph._p.iter(qn("wp:docPr")):
        yield Issue(position, "picture", excerpt(element.get("descr") or element.get("name") or ""))
    for element in paragraph._p.iter(_FORMULA):
        yield Issue(position, "formula", excerpt(_formula(element)))


class _Labels:
    """The numbers and letters that Word gives the paragraphs of its lists."""

    def __init__(self, document: Any) -> None:
        self.formats: dict[str, dict[int, str]] = {}
        self.counts: Counter[tuple[str, int]] = Counter()
        self.styles: dict[str | None, tuple[str, int]] = {}
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {
            each.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl")) or 0): level.find(qn("w:numFmt")).get(qn("w:val"))
                for level in each.findall(qn("w:lvl"))
                if level.find(qn("w:numFmt")) is not None
            }
            for each in numbering.findall(qn("w:abstractNum"))
        }
        for each in numbering.findall(qn("w:num")):
            ref = each.find(qn("w:abstractNumId"))
            if ref is not None:
                self.formats[each.get(qn("w:numId"))] = abstract.get(ref.get(qn("w:val")), {})

    def of(self, paragraph: Paragraph) -> str:
        list_id, level = _list_in(paragraph._p) or self._by_style(paragraph)
        kind = self.formats.get(list_id, {}).get(level, "")
        if kind not in _LETTERED | _NUMBERED:
            return "•" if kind == "bullet" else ""
        self.counts[list_id, level] += 1
        for deeper in range(level + 1, 9):
            self.counts[list_id, deeper] = 0
        number = self.counts[list_id, level]
        if kind in _NUMBERED and level == 0:
            self._begin_letters_anew()
        is_option = kind in _LETTERED or level > 0
        return f"{LATIN[(number - 1) % len(LATIN)]})" if is_option else f"{number}."

    def _by_style(self, paragraph: Paragraph) -> tuple[str, int]:
        name = paragraph._p.style
        if name not in self.styles:
            self.styles[name] = _list_of_style(paragraph.style)
        return self.styles[name]

    def _begin_letters_anew(self) -> None:
        """Options of the next question may be in the same list of their own, which Word counts on."""
        for list_id, levels in self.formats.items():
            for level, kind in levels.items():
                if kind in _LETTERED:
                    self.counts[list_id, level] = 0


def _list_in(element: Any) -> tuple[str, int] | None:
    """Id of the list and the level in it, as a paragraph or a style says it of itself."""
    properties = element.find(qn("w:pPr"))
    listed = properties.find(qn("w:numPr")) if properties is not None else None
    number = listed.find(qn("w:numId")) if listed is not None else None
    if listed is None or number is None:
        return None
    level = listed.find(qn("w:ilvl"))
    return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0


def _list_of_style(style: Any) -> tuple[str, int]:
    """That of a style or of those that it is based on."""
    for _step in range(10):
        if style is None:
            break
        if listed := _list_in(style.element):
            return listed
        style = style.base_style
    return "", 0


def _table(table: Table, position: int, reading: Reading) -> None:
    cells = [row.cells for row in table.rows[: bounds.LIST_LINES]]
    rows = [["\n".join(map(_text, cell.paragraphs)) for cell in row] for row in cells]
    paragraphs = {paragraph._p: paragraph for row in cells for cell in row for paragraph in cell.paragraphs}
    reading.issues += [issue for paragraph in paragraphs.values() for issue in _beside(paragraph, position)]
    if rows and has_heads(rows[0]):
        read_rows(rows, reading, position)
        return
    reading.add_issue(position, "table", " | ".join(rows[0]) if rows else "")


def write(questions: Sequence[DraftQuestion]) -> bytes:
    document = Document()
    for lines in written_lines(questions):
        for line in lines:
            document.add_paragraph(for_xml(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def detect(data: bytes, suffix: str) -> bool:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return suffix in (".doc", "")
    return data.startswith(b"PK") and (suffix in (".docx", ".docm") or b"word/" in data)


FORMAT = Format(
    name="word",
    position="paragraph",
    suffixes=(".docx", ".docm", ".doc"),
    content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    detect=detect,
    read=read,
    write=write,
    says=frozenset({"single_choice", "multiple_response", "true_false", "numeric", "short_text"}),
)
