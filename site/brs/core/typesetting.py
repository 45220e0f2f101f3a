"""Documents set by typst: tagged PDF (PDF/UA-1, ISO 14289-1), in fonts for all six languages' scripts."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.utils.translation import get_language_info

# The first that has a glyph prints it. File name in Debian's package, family name.
FONTS = [
    ("NotoSans-Regular.ttf", "Noto Sans", "fonts-noto-core"),
    ("NotoSans-Bold.ttf", "Noto Sans", "fonts-noto-core"),
    ("NotoSansArabic-Regular.ttf", "Noto Sans Arabic", "fonts-noto-core"),
    ("NotoSansArabic-Bold.ttf", "Noto Sans Arabic", "fonts-noto-core"),
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "fonts-noto-cjk"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "fonts-noto-cjk"),
]
FAMILIES = list(dict.fromkeys(family for _file, family, _package in FONTS))

# Marks within marks beyond this many are for confusing programs, not for people.
DEEPEST = 20

# Characters of data from which on a document is not worth remembering.
LARGE = 200_000

# Pictures among letters, which are ornament and in no font for text; and what is no character at all.
NOT_FOR_PAPER = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\U0001f000-\U0001faff]")

CannotPrint = typst.TypstError


def font_files() -> dict[str, Path | None]:
    """Where each font lies; None for one that is missing."""
    files = {path.name: path for path in Path(settings.FONTS).rglob("Noto*") if path.is_file()}
    return {name: files.get(name) for name, _family, _package in FONTS}


def typeset(source: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of a typst file, which reads the data by `#let it = json(bytes(sys.inputs.data))`.

    Text in the data is printed as it is, never read as markup. Raises CannotPrint where a text has a character that no
    font has: PDF/UA allows no empty boxes.
    """
    text = json.dumps({**data, "fonts": FAMILIES}, default=str)
    try:
        return typst.compile(
            str(source), format="pdf", pdf_standards="ua-1", font_paths=_fonts(), sys_inputs={"data": text}
        )
    finally:
        if len(text) > LARGE:
            _forget()


def rich_text(html: str) -> list[Any]:
    """Cleaned HTML as what a typst file can walk: texts, and `{"tag", "href", "children"}`."""
    return _children(BeautifulSoup(html, "html.parser"), DEEPEST)


def printable(value: Any) -> Any:
    """The same with nothing in its texts that no paper can show."""
    if isinstance(value, str):
        return NOT_FOR_PAPER.sub("", value)
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list) else value


def named_in(error: str) -> str:
    """«the text `"…"` could not be displayed with font …», «the disallowed codepoint `"…"`»: what stands there."""
    return error.partition('`"')[2].partition('"`')[0]


def tongue(language: str) -> dict[str, Any]:
    """A language as typst takes it, and which way it reads."""
    return {"lang": language.split("-")[0], "rtl": get_language_info(language)["bidi"]}


def _children(parent: Tag, depth: int) -> list[Any]:
    if not depth:
        return [parent.get_text()]
    children: list[Any] = []
    for child in parent.children:
        if isinstance(child, Tag):
            children.append({"tag": child.name, "href": child.get("href", ""), "children": _children(child, depth - 1)})
        elif str(child).strip() or parent.name in ("p", "li", "b", "i", "a", "strong", "em"):
            children.append(" ".join(str(child).split("\n")))
    return children


def _forget() -> None:
    """Have typst drop what it keeps of a document, in case one of the next ten is like it: some 60 MB of 500 items."""
    for _number in range(11):
        typst.compile(b"", format="pdf", font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    folders = {str(path.parent) for path in font_files().values() if path}
    return typst.Fonts(include_system_fonts=False, font_paths=sorted(folders))
