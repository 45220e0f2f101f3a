"""What a toolkit holds, as somebody sees it: its sections, and in them what there is to read and use."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from django.utils.text import capfirst
from wagtail.documents.models import AbstractDocument
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Locale, Page, PageViewRestriction

from brs.core.pages import SOURCE_LANGUAGE, address

from .models import Entry, Toolkit

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
    entries = list(toolkit.entries.select_related("document__collection"))
    pages = _pages({entry.content_key for entry in entries if entry.content_key}, language)
    private_pages = PageViewRestriction.objects.select_related("page") if pages else []
    has_documents = any(entry.document_id for entry in entries)
    private_files = CollectionViewRestriction.objects.select_related("collection") if has_documents else []
    closed = [restriction.page.path for restriction in private_pages if _closes(restriction)]
    locked = [restriction.collection.path for restriction in private_files if _closes(restriction)]
    sections = [Section(None)]
    for entry in entries:
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
    return [section for section in sections if section.items or (section.entry and for_owner)]


def _page_item(entry: Entry, page: Page | None, closed: list[str], language: str) -> Item:
    if page is None:
        return Item(entry, "page", entry.title, "removed")
    state: State = "there"
    if not page.live:
        state = "unpublished"
    elif page.path.startswith(tuple(closed)):
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


def _document_item(entry: Entry, locked: list[str]) -> Item:
    document = entry.document
    if document is None:
        return Item(entry, "document", entry.title, "removed")
    state: State = "private" if document.collection.path.startswith(tuple(locked)) else "there"
    shown = document.url if state == "there" else ""
    return Item(entry, "document", document.title, state, address=shown, document=document)


def _pages(keys: Iterable[uuid.UUID], language: str) -> dict[uuid.UUID, Page]:
    """A page for each key: live before not, in the language before in English before in any other."""
    locales = Locale.objects.in_bulk()
    rows = list(Page.objects.filter(translation_key__in=list(keys)).specific())
    for page in rows:
        page.locale = locales[page.locale_id]
    order = {language: 2, SOURCE_LANGUAGE: 1}
    best: dict[uuid.UUID, Page] = {}
    for page in sorted(rows, key=lambda page: (page.live, order.get(page.locale.language_code, 0))):
        best[page.translation_key] = page
    return best


def _summary(page: Page) -> str:
    """What a page says of itself; a lesson, what it is for."""
    if hasattr(page, "summary"):
        return page.summary
    return "; ".join(objective.value for objective in getattr(page, "objectives", []))


def _closes(restriction: BaseViewRestriction) -> bool:
    return restriction.restriction_type != BaseViewRestriction.NONE
