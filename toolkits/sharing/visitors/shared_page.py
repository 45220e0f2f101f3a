"""A toolkit as whoever has its link sees it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.urls import reverse

from brs.taxonomy.models import Classification, Provision, in_readers_language
from toolkits.sharing.contents.folder import Weight, weight
from toolkits.sharing.contents.sections import Item, contents
from toolkits.sharing.models import ShareLink, Toolkit
from toolkits.tools.blocks import Format
from toolkits.tools.models import ToolPage


@dataclass(frozen=True)
class Line:
    """An item and what is said beside its title.

    `language`: where it is another one; of a tool, those in which it can be had.
    """

    item: Item
    language: str = ""
    minutes: int = 0
    format: str = ""
    size: int = 0
    provisions: list[Provision] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.item.kind_in_words

    @property
    def host(self) -> str:
        """Of an address outside."""
        return self.item.host


@dataclass(frozen=True)
class SharedSection:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class SharedPage:
    toolkit: Toolkit
    address: str
    sections: list[SharedSection]
    weight: Weight


def shared_page(link: ShareLink, language: str) -> SharedPage:
    """The page of a link in a language. Some queries, however many entries there are."""
    return SharedPage(
        toolkit=link.toolkit,
        address=address_of(link),
        sections=shared_sections(link.toolkit, language),
        weight=weight(link.toolkit, language),
    )


def shared_sections(toolkit: Toolkit, language: str) -> list[SharedSection]:
    """What visitors find in a toolkit, with what is said beside each title."""
    sections = contents(toolkit, language, for_owner=False)
    provisions = _provisions(
        item.entry.content_key for section in sections for item in section.items if item.entry.content_key
    )
    return [
        SharedSection(
            section.entry.title if section.entry else "",
            [_line(item, language, provisions) for item in section.items],
        )
        for section in sections
    ]


def address_of(link: ShareLink) -> str:
    """What is copied, scanned and typed: with scheme and host."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("shared", args=[link.code])


def _line(item: Item, language: str, provisions: dict[uuid.UUID | None, list[Provision]]) -> Line:
    page, document, cited = item.page, item.document, provisions.get(item.entry.content_key, [])
    if isinstance(page, ToolPage):
        spoken = _other_languages(page.languages() or {item.language}, language)
        formats = ", ".join(sorted(str(Format(format_).label) for format_ in page.formats()))
        return Line(item, spoken, format=formats, provisions=cited)
    if page:
        minutes = getattr(page, "estimated_minutes", 0)
        return Line(item, _other_languages({item.language}, language), minutes, provisions=cited)
    if document:
        format = PurePath(document.filename).suffix.lstrip(".").upper()
        return Line(item, format=format, size=document.file_size or 0)
    return Line(item)


def _other_languages(spoken: set[str], language: str) -> str:
    """Their names, unless the language is among them."""
    names = [str(settings.LANGUAGE_NAMES[code]) for code, _name in settings.LANGUAGES if code in spoken]
    return "" if language in spoken else ", ".join(names)


def _provisions(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID | None, list[Provision]]:
    """What each page cites, in the reader's language. Two queries."""
    rows = Classification.objects.filter(axis="provision", content_key__in=list(keys))
    pairs = list(rows.values_list("content_key", "term_key"))
    terms: dict[uuid.UUID, Any] = in_readers_language(Provision, {term for _key, term in pairs}) if pairs else {}
    cited = defaultdict(list)
    for key, term in pairs:
        if term in terms:
            cited[key].append(terms[term])
    return {
        key: sorted(provisions, key=lambda provision: (provision.sort_order, provision.title))
        for key, provisions in cited.items()
    }
