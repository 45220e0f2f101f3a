"""What can be put in a toolkit from where it is seen: a page or a document that the person may see."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from wagtail.documents import get_document_model
from wagtail.models import Page

from brs.core.languages import best
from toolkits.sharing import actions
from toolkits.sharing.models import Entry, Toolkit

KINDS_OF_PAGES = ("coursepage", "lessonpage", "toolpage")


@dataclass(frozen=True)
class Thing:
    """`name` and `value`: by which a form names it."""

    name: str
    value: str
    title: str
    put_in: Callable[[Toolkit], Entry]


def thing(request: HttpRequest, sent: QueryDict) -> Thing:
    """What a form or an address names by `page` (a translation key) or `document`. Raises Http404."""
    number = sent.get("document")
    return _document(request, number) if number else _page(request, sent.get("page", ""))


def _page(request: HttpRequest, key: str) -> Thing:
    try:
        pages = Page.objects.live().filter(translation_key=uuid.UUID(key), content_type__model__in=KINDS_OF_PAGES)
    except ValueError:
        raise Http404 from None
    page = best(pages.select_related("locale"))
    if page is None or not _may_see(request, page):
        raise Http404
    return Thing("page", key, page.title, lambda toolkit: actions.add_page(toolkit, page.translation_key, page.title))


def _document(request: HttpRequest, number: str) -> Thing:
    documents = get_document_model().objects.select_related("collection")
    document = documents.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    if document is None or not _may_see(request, document.collection):
        raise Http404
    return Thing("document", number, document.title, lambda toolkit: actions.add_document(toolkit, document))


def _may_see(request: HttpRequest, page_or_collection: Any) -> bool:
    return all(restriction.accept_request(request) for restriction in page_or_collection.get_view_restrictions())
