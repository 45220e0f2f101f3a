"""Putting a page or a document in a toolkit from where it is seen, by somebody who may see it."""

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
class Addable:
    """`name` and `value`: by which a form names it."""

    name: str
    value: str
    title: str
    put_in: Callable[[Toolkit], Entry]


def addable(request: HttpRequest, sent: QueryDict) -> Addable:
    """The page (`page`: a translation key) or `document` that a form or an address names. Raises Http404."""
    number = sent.get("document")
    return _document(request, number) if number else _page(request, sent.get("page", ""))


def _page(request: HttpRequest, key: str) -> Addable:
    try:
        pages = Page.objects.live().filter(translation_key=uuid.UUID(key), content_type__model__in=KINDS_OF_PAGES)
    except ValueError:
        raise Http404 from None
    page = best(pages.select_related("locale"))
    if page is None or not _may_see(request, page):
        raise Http404
    return Addable("page", key, page.title, lambda toolkit: actions.add_page(toolkit, page.translation_key, page.title))


def _document(request: HttpRequest, number: str) -> Addable:
    documents = get_document_model().objects.select_related("collection")
    document = documents.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    if document is None or not _may_see(request, document.collection):
        raise Http404
    return Addable("document", number, document.title, lambda toolkit: actions.add_document(toolkit, document))


def _may_see(request: HttpRequest, page_or_collection: Any) -> bool:
    return all(restriction.accept_request(request) for restriction in page_or_collection.get_view_restrictions())
