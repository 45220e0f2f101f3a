"""A location in the catalogue, where something can be wrong; and the checks that every kind of entry shares."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from ..reading import LANGUAGES

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CONFIDENCE = {"verified", "general-knowledge"}
HTML_TAGS = {"b", "i", "a", "ul", "ol", "li", "p"}
# A text in one of these languages that has none of its letters was left untranslated (abbreviations may be).
SCRIPTS = {"ru": r"[\u0400-\u04ff]", "ar": r"[\u0600-\u06ff]", "zh-hans": r"[\u4e00-\u9fff]"}


@dataclass(frozen=True)
class Location:
    """«courses/x.yaml: lesson-slug: b03», and the list that everything wrong is added to."""

    path: str
    problems: list[str]

    def at(self, step: object) -> "Location":
        return Location(f"{self.path}: {step}", self.problems)

    def wrong(self, message: str) -> None:
        self.problems.append(f"{self.path}: {message}")

    def mapping(self, value: Any) -> dict[str, Any]:
        """The value if it is a map; else it is wrong, and there is nothing in it to check."""
        if isinstance(value, dict):
            return value
        self.wrong("must be a map of fields")
        return {}

    def entries(self, value: Any, identity: str = "slug", *, least: int = 0) -> list[tuple["Location", dict[str, Any]]]:
        """The maps of a list, each with its location, whose identities must differ."""
        if not isinstance(value, list) or len(value) < least:
            self.wrong(f"must be a list of at least {least} entries" if least else "must be a list")
            return []
        entries = []
        for number, row in enumerate(value, start=1):
            entry = self.at(number).mapping(row)
            if entry:
                entries.append((self.at(entry.get(identity) or number), entry))
        self.once([entry.get(identity) for _location, entry in entries], identity)
        return entries

    def listed(self, value: Any) -> list[Any]:
        """The value if it is a list; nothing is an empty one."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong(f"must be a list, is {value!r}")
        return []

    def once(self, values: Iterable[Any], what: str) -> None:
        seen: list[Any] = []
        for value in values:
            if value in seen:
                self.wrong(f"{what} {value!r} is there twice")
            seen.append(value)

    def fields(self, entry: dict[str, Any], needed: Collection[str], allowed: Collection[str] = ()) -> None:
        """All needed fields are there and filled; with `allowed`, none but these and the needed ones."""
        for name in sorted(needed):
            if entry.get(name) in (None, "", [], {}):
                self.wrong(f"{name} is missing or empty")
        if allowed:
            for name in entry.keys() - needed - set(allowed):
                self.wrong(f"{name} is not a field that is known here")

    def slug(self, value: Any) -> None:
        if not isinstance(value, str) or not SLUG.fullmatch(value):
            self.wrong(f"{value!r} is not a slug (lower-case letters, figures, hyphens)")

    def text(self, value: Any) -> None:
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"needs text, has {value!r}")

    def one_of(self, value: Any, allowed: Collection[Any]) -> None:
        if not any(value == option for option in allowed):
            self.wrong(f"is {value!r}, must be one of {', '.join(map(str, sorted(allowed)))}")

    def refers(self, values: Any, known: Collection[str], what: str) -> None:
        for value in self.listed(values):
            if not any(value == option for option in known):
                self.wrong(f"there is no {what} {value!r}")

    def cites(self, values: Any, provisions: Collection[str]) -> None:
        """Provisions with or without a pinpoint: `bc-art-6:4`."""
        self.refers([str(value).partition(":")[0] for value in self.listed(values)], provisions, "provision")

    def languages(self, value: Any, needed: Collection[str] = tuple(LANGUAGES)) -> None:
        """A text by language."""
        texts = self.mapping(value)
        for language, text in texts.items():
            if language not in LANGUAGES:
                self.wrong(f"{language!r} is no language code of {', '.join(LANGUAGES)}")
            self.at(language).text(text)
            script = SCRIPTS.get(language)
            if script and not re.search(script, str(text)) and not re.fullmatch(r"[A-Z0-9 ./-]+", str(text)):
                self.at(language).wrong("is not written in the script of its language")
        for language in needed:
            if texts and language not in texts:
                self.wrong(f"language {language} is missing")

    def html(self, value: Any) -> None:
        self.text(value)
        reader = _Tags()
        reader.feed(str(value))
        reader.close()
        for message in reader.wrong:
            self.wrong(message)
        if reader.open:
            self.wrong(f"<{reader.open[-1]}> is not closed")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HTML_TAGS:
            self.wrong.append(f"<{tag}> is not allowed")
        for name, value in attrs:
            if not (tag == "a" and name == "href" and str(value).startswith(("https://", "http://", "mailto:"))):
                self.wrong.append(f"{name} on <{tag}> is not allowed")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")
