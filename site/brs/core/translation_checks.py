"""What is wrong with the lines of a file that a page's translator sends back. Plain Python.

wagtail-localize leaves out without a word what does not fit, and keeps what is broken for somebody to find.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser

from .translation_files import Text

# What is put in by the site: «%(name)s», «{name}».
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
NEVER_CLOSED = {"br"}
UNFINISHED = re.compile(r"<[/a-zA-Z][^>]*$")


class Wrong(StrEnum):
    PLACEHOLDERS = "placeholders"
    TAGS = "tags"
    NEW_TAGS = "new_tags"
    LINKS = "links"


@dataclass(frozen=True)
class BrokenLine:
    """`parts`: what of it."""

    line: int
    wrong: Wrong
    parts: str


class _Tags(HTMLParser):
    """The tags of a text: which there are, which links, and whether each is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: set[str] = set()
        self.open: list[str] = []
        self.unpaired: list[str] = []
        self.feed(text)
        self.close()
        self.unpaired += UNFINISHED.findall(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.links |= {value or "" for name, value in attrs if name == "id"} if tag == "a" else set()
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in NEVER_CLOSED:
            self.unpaired.append(f"</{tag}>")

    @property
    def broken(self) -> list[str]:
        return [*self.unpaired, *(f"<{tag}>" for tag in self.open)]


def broken_lines(texts: Iterable[Text]) -> Iterator[BrokenLine]:
    """The translations that cannot be taken, with the reason, by their lines in the file."""
    for text in texts:
        if text.translation:
            for wrong, parts in problems(text.source, text.translation):
                yield BrokenLine(text.line, wrong, parts)


def problems(source: str, translation: str) -> Iterator[tuple[Wrong, str]]:
    """Placeholders are the same; tags are closed, and of the source's; links are the source's."""
    differing = set(PLACEHOLDER.findall(source)) ^ set(PLACEHOLDER.findall(translation))
    if differing:
        yield Wrong.PLACEHOLDERS, ", ".join(sorted(differing))
    of_source, of_translation = _Tags(source), _Tags(translation)
    if of_translation.broken:
        yield Wrong.TAGS, ", ".join(of_translation.broken)
    new = of_translation.names - of_source.names
    if new:
        yield Wrong.NEW_TAGS, ", ".join(f"<{name}>" for name in sorted(new))
    if of_translation.links - of_source.links:
        yield Wrong.LINKS, ", ".join(sorted(of_translation.links - of_source.links))
