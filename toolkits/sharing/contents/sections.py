"""What a toolkit holds, as somebody sees it: its sections, and in them what there is to read and use."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from django.utils.text import capfirst
from wagtail.documents.models import AbstractDocument
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Locale, Page, PageViewRestriction

from brs.core.languages import best_of_each
from brs.core.pages import address
from toolkits.sharing.models import Entry, Toolkit
from toolkits.tools.models import ToolPage

State = Literal["there", "unpublished", "private", "removed"]


@dataclass(frozen=True)
class Item:
    """An entry that leads somewhere. `language`: of its text; empty where nobody said. `address`: empty unless there.

    `kind`: a page's model name (`coursepage`), `document` or `link`.
    """

    entry: Entry
    kind: str
    title: str
    state: State
    summary: str = ""
    address: str = ""
    language: str = ""
    page: Page | None = None
    document: AbstractDocument | None = None

    @property
    def kind_in_words(self) -> str:
        if isinstance(self.page, ToolPage):
            return self.page.get_kind_display()
        return capfirst(self.page._meta.verbose_name) if self.page else str(Entry.Kind(self.entry.kind).label)

    @property
    def host(self) -> str:
        """Of an address outside."""
        return urlsplit(self.entry.url).hostname or ""


@dataclass(frozen=True)
class Section:
    """A heading (none for what stands before the first one) and the items below it."""

    entry: Entry | None
    items: list[Item] = field(default_factory=list)


def contents(toolkit: Toolkit, language: str, *, for_owner: bool) -> list[Section]:
    """The sections in order, pages in the language or else in English. Visitors get what is public, owners all.

    Some queries, however many entries there are.
    """
    return contents_of([toolkit], language, for_owner=for_owner)[toolkit.pk]


def contents_of(
    toolkits: Sequence[Toolkit], language: str, *, for_owner: bool, in_brief: bool = False
) -> dict[uuid.UUID, list[Section]]:
    """The contents of each. As many queries as for one.

    `in_brief`: titles and states are enough, so that pages are not of their kind and say nothing of themselves.
    """
    entries = list(Entry.objects.filter(toolkit__in=toolkits).select_related("document__collection"))
    pages = _pages({entry.content_key for entry in entries if entry.content_key}, language, in_brief)
    closed = closed_pages() if pages else ()
    locked = closed_collections() if any(entry.document_id for entry in entries) else ()
    sections_of = {toolkit.pk: [Section(None)] for toolkit in toolkits}
    for entry in entries:
        sections = sections_of[entry.toolkit_id]
        if entry.kind == Entry.Kind.SECTION:
            sections.append(Section(entry))
            continue
        match entry.kind:
            case Entry.Kind.PAGE:
                item = _page_item(entry, pages.get(entry.content_key), closed, language)  # type: ignore[arg-type]
            case Entry.Kind.DOCUMENT:
                item = _document_item(entry, locked)
            case _:
                item = Item(entry, "link", entry.title, "there", address=entry.url)
        if for_owner or item.state == "there":
            sections[-1].items.append(item)
    return {
        key: [section for section in sections if section.items or (section.entry and for_owner)]
        for key, sections in sections_of.items()
    }


def closed_pages() -> tuple[str, ...]:
    """Paths in the tree: what lies at or below one of them is not for everybody. One query."""
    restrictions = PageViewRestriction.objects.select_related("page").order_by("pk")
    return tuple(restriction.page.path for restriction in restrictions if _closes(restriction))


def closed_collections() -> tuple[str, ...]:
    """Paths of collections whose files are not for everybody, nor those below them. One query."""
    restrictions = CollectionViewRestriction.objects.select_related("collection").order_by("pk")
    return tuple(restriction.collection.path for restriction in restrictions if _closes(restriction))


def _page_item(entry: Entry, page: Page | None, closed: tuple[str, ...], language: str) -> Item:
    if page is None:
        return Item(entry, "page", entry.title, "removed")
    state: State = "there"
    if not page.live:
        state = "unpublished"
    elif page.path.startswith(closed):
        state = "private"
    return Item(
        entry,
        kind=page._meta.model_name or "",
        title=page.title,
        state=state,
        summary=_summary(page),
        address=address(page, language) if state == "there" else "",
        language=page.locale.language_code,
        page=page,
    )


def _document_item(entry: Entry, locked: tuple[str, ...]) -> Item:
    document = entry.document
    if document is None:
        return Item(entry, "document", entry.title, "removed")
    state: State = "private" if document.collection.path.startswith(locked) else "there"
    shown = document.url if state == "there" else ""
    return Item(entry, "document", document.title, state, address=shown, document=document)


def _pages(keys: Iterable[uuid.UUID], language: str, in_brief: bool) -> dict[uuid.UUID, Page]:
    """A page for each key: live before not, in the language before in English before in any other."""
    pages = Page.objects.filter(translation_key__in=list(keys))
    rows = list(pages.select_related("locale") if in_brief else pages.specific())
    if not in_brief:
        locales = Locale.objects.in_bulk()
        for page in rows:
            page.locale = locales[page.locale_id]
    return best_of_each(rows, language)


def _summary(page: Page) -> str:
    """What a page says of itself; a lesson, what it is for."""
    if hasattr(page, "summary"):
        return page.summary
    return "; ".join(objective.value for objective in getattr(page, "objectives", []))


def _closes(restriction: BaseViewRestriction) -> bool:
    return restriction.restriction_type != BaseViewRestriction.NONE
