"""Files by which texts go to translators and come back: PO, XLIFF 1.2, and XLIFF of many pages in a ZIP. Plain Python.

XLIFF 1.2 and not 2: every translators' program reads it. Tags and placeholders stand in `<ph>`, which such programs
protect; all that is read of them is their text. To be read apart (`apart.py`).
"""

import html
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax import ContentHandler, SAXException
from xml.sax.xmlreader import AttributesImpl, Locator

import defusedxml.sax
import polib
from defusedxml import DefusedXmlException

from . import bounds
from .xml import for_xml

TRANSLATION = "X-WagtailLocalize-TranslationID"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CODES = re.compile(r"(</?[a-zA-Z][^<>]*>|%\(\w+\)[a-z]|\{\w+\})")
HELD_IN_CODES = {"ph", "bpt", "ept", "it"}
# A machine's words, in the words of XLIFF; and those of people who have looked at them.
OF_A_MACHINE = {"state": "needs-review-translation", "state-qualifier": "leveraged-mt"}
LOOKED_THROUGH = {"translated", "signed-off", "final"}
ENDS = (".xlf", ".xliff")


class NotATranslation(Exception):
    """It is no file of texts to be translated here, or one of far more texts than a page has."""


@dataclass(frozen=True)
class Text:
    """`line`: in the file; `path`: where in its page. `is_reviewed`: somebody has looked at a machine's words."""

    line: int
    path: str
    source: str
    translation: str
    is_reviewed: bool = False


@dataclass(frozen=True)
class TextsFile:
    """The texts of one translation, which its key names. `name`: of the file, where it came among others."""

    key: str
    texts: list[Text]
    tool: str
    name: str = ""


def read(data: bytes) -> list[dict[str, Any]]:
    """What `files` makes of it again: a file, or all in a ZIP. Raises NotATranslation."""
    try:
        read_files = list(_unpacked(data)) if zipfile.is_zipfile(io.BytesIO(data)) else [_read_one(data)]
    except (MemoryError, NotATranslation):
        raise
    except Exception as error:  # whatever a broken file makes the reader stumble over, the answer is the same
        raise NotATranslation from error
    texts = [len(file.texts) for file in read_files]
    if not texts or max(texts) > bounds.TRANSLATION_TEXTS or sum(texts) > bounds.TRANSLATION_TEXTS_OF_ALL:
        raise NotATranslation
    return [{**vars(file), "texts": [list(vars(text).values()) for text in file.texts]} for file in read_files]


def files(answer: Iterable[dict[str, Any]]) -> list[TextsFile]:
    return [TextsFile(**{**file, "texts": [Text(*text) for text in file["texts"]]}) for file in answer]


def _unpacked(data: bytes) -> Iterator[TextsFile]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if member.filename.lower().endswith(ENDS)]
        if sum(member.file_size for member in members) > bounds.TRANSLATION_UNPACKED:
            raise NotATranslation
        for member in members:
            with archive.open(member) as file:
                unpacked = file.read(bounds.TRANSLATION_FILE + 1)
            if len(unpacked) > bounds.TRANSLATION_FILE:
                raise NotATranslation
            yield replace(_read_one(unpacked), name=member.filename)


def _read_one(data: bytes) -> TextsFile:
    return _read_xliff(data) if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" else _read_po(data)


def _read_po(data: bytes) -> TextsFile:
    """Read from a file: polib takes a text that names one for its name."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        entries = polib.pofile(file.name)
    if TRANSLATION not in entries.metadata:
        raise NotATranslation
    texts = [
        Text(entry.linenum, entry.msgctxt or "", entry.msgid, entry.msgstr) for entry in entries if not entry.obsolete
    ]
    return TextsFile(entries.metadata[TRANSLATION], texts, "PO File")


def _read_xliff(data: bytes) -> TextsFile:
    reader = _Reader()
    try:
        defusedxml.sax.parseString(data, reader, forbid_dtd=True)
    except (SAXException, DefusedXmlException) as error:
        raise NotATranslation from error
    if len(reader.keys) != 1:
        raise NotATranslation
    return TextsFile(reader.keys[0], reader.texts, "XLIFF")


class _Reader(ContentHandler):
    """Gathers the units of a file; what other programs put beside them, as earlier translations, is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.texts: list[Text] = []
        self.open: list[str] = []
        self.unit: dict[str, Any] = {}
        self.parts: dict[str, list[tuple[bool, str]]] = {}  # whether it is code, and what it says
        self.locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = name.rpartition(":")[2]
        if tag == "file":
            self.keys.append(attrs.get("original", ""))
        elif tag == "trans-unit":
            self.unit = {
                "line": (self.locator.getLineNumber() or 0) if self.locator else 0,
                "path": attrs.get("resname", ""),
            }
            self.parts = {"source": [], "target": []}
        elif tag == "target" and self.open[-1:] == ["trans-unit"]:
            self.unit["is_reviewed"] = attrs.get("state", "") in LOOKED_THROUGH
        self.open.append(tag)

    def endElement(self, name: str) -> None:
        self.open.pop()
        if name.rpartition(":")[2] == "trans-unit":
            source, translation = self.parts["source"], self.parts["target"]
            # Some programs, and people, write tags as words. Where the source has such words they are none.
            has_tags_as_words = any(not is_code and CODES.search(words) for is_code, words in _joined(source))
            self.texts.append(
                Text(
                    **self.unit,
                    source=_as_html(source, tags_in_words=False),
                    translation=_as_html(translation, tags_in_words=not has_tags_as_words),
                )
            )

    def characters(self, content: str) -> None:
        within = self.open[self.open.index("trans-unit") + 1 :] if "trans-unit" in self.open else []
        if within and within[0] in self.parts:
            is_code = not HELD_IN_CODES.isdisjoint(within)
            self.parts[within[0]].append((is_code, content))


def _joined(parts: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """The reader gives words in pieces."""
    return [(is_code, "".join(words for _code, words in pieces)) for is_code, pieces in groupby(parts, itemgetter(0))]


def _as_html(parts: list[tuple[bool, str]], *, tags_in_words: bool) -> str:
    pieces = []
    for is_code, words in _joined(parts):
        split = CODES.split(words) if tags_in_words and not is_code else [words]
        pieces += [
            piece if is_code or number % 2 else html.escape(piece, quote=False) for number, piece in enumerate(split)
        ]
    return "".join(pieces)


def xliff(key: str, title: str, languages: tuple[str, str], texts: Iterable[Text], of_machine: set[int]) -> bytes:
    """The texts as a file for translators. `languages`: from and to; `of_machine`: lines that a machine wrote."""
    source, target = languages
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    attributes = {"original": key, "source-language": source, "target-language": target, "datatype": "html"}
    file = SubElement(root, "file", attributes)
    SubElement(SubElement(file, "header"), "note").text = for_xml(title)
    body = SubElement(file, "body")
    body.text = "\n"
    for text in texts:
        unit = SubElement(body, "trans-unit", {"id": str(text.line), "resname": text.path, XML_SPACE: "preserve"})
        unit.tail = "\n"  # a line for each, by which errors are told
        states = {"state": "translated"} if text.translation else {"state": "needs-translation"}
        if text.line in of_machine:
            states = OF_A_MACHINE
        for name, words, state in (("source", text.source, {}), ("target", text.translation, states)):
            _fill(SubElement(unit, name, state), words)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _fill(element: Element, words: str) -> None:
    last = None
    for number, part in enumerate(CODES.split(words)):
        if number % 2:
            last = SubElement(element, "ph", {"id": str(number // 2 + 1)})
            last.text = part
        elif last is None:
            element.text = for_xml(html.unescape(part))
        else:
            last.tail = for_xml(html.unescape(part))
