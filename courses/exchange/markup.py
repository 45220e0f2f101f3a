"""HTML of other programs as plain text, and plain text as HTML. Plain Python.

Texts of questions are plain: of HTML the words are taken, and what else stood in it is named, so that somebody looks.
No mark survives, so no script does.
"""

import html
import re
from html.parser import HTMLParser

from .formulas import LOWERED, RAISED, UNREAD, on_one_line

_BREAKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_LINES = {"br", "li", "tr", "dt", "dd"}
_UNSEEN = {"script", "style", "head", "title", "iframe", "object", "noscript", "template", "svg"}
# Mark -> code of the issue that tells of it.
_NAMED = {"img": "picture", "image": "picture", "audio": "media", "video": "media", "script": "script"}
_NAMED |= {"iframe": "script", "object": "script", "embed": "script", "table": "table", "math": "formula"}


_SPACED = set("=+-−×·<>≤≥")
DEEPEST = 100  # elements of a formula in one another, among which the one that ends is looked for


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.codes: dict[str, str] = {}
        self.unseen = 0
        self.shifted: list[str] = []
        self.formula: list[tuple[str, list[str]]] = []  # elements that are open, each with its parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NAMED:
            self.codes.setdefault(_NAMED[tag], _named(dict(attrs)))
        if tag in _UNSEEN:
            self.unseen += 1
        elif self.formula or tag == "math":
            self.formula.append((tag, []))
        elif tag in _BREAKS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in ("sub", "sup"):
            self.shifted.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN or tag in ("sub", "sup") or self.formula:
            return
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif self.formula:
            if tag in (name for name, _parts in self.formula[-DEEPEST:]):
                self.close_formula(tag)
        elif tag in _BREAKS:
            self.parts.append("\n\n")
        elif tag in ("sub", "sup") and self.shifted:
            self.shifted.pop()

    def close_formula(self, tag: str) -> None:
        """Ends an element of a formula, with those in it that were left open."""
        closed = ""
        while self.formula and closed != tag:
            closed, parts = self.formula.pop()
            text = "" if closed in UNREAD else on_one_line(closed, parts)
            (self.formula[-1][1] if self.formula else self.parts).append(text)
        if not self.formula:
            self.codes["formula"] = self.codes["formula"] or text[:100]

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.formula:
            name, parts = self.formula[-1]
            text = data.strip()
            parts.append(f" {text} " if name == "mo" and text in _SPACED else text)
            return
        if self.shifted:
            data = data.translate(LOWERED if self.shifted[-1] == "sub" else RAISED)
        self.parts.append(re.sub(r"\s+", " ", data))


def _named(attrs: dict[str, str | None]) -> str:
    """What a picture is called: its text, or the name of its file."""
    source = (attrs.get("src") or "").partition("?")[0].rpartition("/")[2]
    return (attrs.get("alt") or ("" if source.startswith("data:") else source))[:100]


def plain_text(markup: str) -> tuple[str, dict[str, str]]:
    """The words of HTML with line breaks; and code -> name of what was in it that is no words."""
    words = _Words()
    words.feed(markup)
    words.close()
    if words.formula:
        words.close_formula("math")
    return "".join(words.parts).strip(), words.codes


def as_markup(text: str) -> str:
    """A plain text as HTML paragraphs."""
    paragraphs = [
        html.escape(paragraph, quote=False).replace("\n", "<br>") for paragraph in text.split("\n\n") if paragraph
    ]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
