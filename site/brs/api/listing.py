"""Published content and terms, as the API lists them."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from brs.core import generation
from brs.core.pages import address, for_everybody
from brs.taxonomy.models import AXES, Classification

from .parameters import Listing
from .responses import Refused

# Name in answers -> axis.
CARRIED = {
    "conventions": "convention",
    "themes": "theme",
    "audiences": "audience",
    "competencies": "competency",
    "sdg_targets": "sdg",
    "provisions": "provision",
}


def terms() -> dict[uuid.UUID, tuple[str, str]]:
    """Axis and slug of every term, by key. Kept for a generation."""
    return generation.cached(generation.current(), "terms by key", _terms)


def _terms() -> dict[uuid.UUID, tuple[str, str]]:
    return {
        key: (axis, slug)
        for axis, model in AXES.items()
        for key, slug in model.objects.in_source_language().values_list("translation_key", "slug")
    }


def listed(request: HttpRequest, asked: Listing, rows: Sequence[Any] | QuerySet) -> dict[str, Any]:
    """One page of a list. Raises Refused past the end."""
    try:
        page = Paginator(rows, asked.page_size).page(asked.page)
    except EmptyPage:
        raise Refused("page", f"There is no page {asked.page}.", status=404) from None
    return {
        "count": page.paginator.count,
        "page": asked.page,
        "pages": page.paginator.num_pages,
        "next": _at_page(request, asked.page + 1) if page.has_next() else None,
        "previous": _at_page(request, asked.page - 1) if page.has_previous() else None,
        "results": list(page),
    }


def _at_page(request: HttpRequest, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"{settings.WAGTAILADMIN_BASE_URL}{request.path}?{asked.urlencode()}"


def carrying(pages: QuerySet[Any], asked: Listing) -> QuerySet[Any]:
    """Those that carry each of the terms asked for. Raises Refused for a term that there is not."""
    keys = {(axis, slug): key for key, (axis, slug) in terms().items()}
    for axis in AXES:
        slug = getattr(asked, axis, None)
        if slug is None:
            continue
        if (axis, slug) not in keys:
            raise Refused(axis, f"There is no “{slug}”.")
        same = Classification.objects.carrying(keys[axis, slug]).filter(axis=axis)
        pages = pages.filter(translation_key__in=same.values("content_key"))
    return pages


def contents(pages: QuerySet[Any]) -> QuerySet[Any]:
    """What everybody may read, each once, in a steady order."""
    return for_everybody(pages).order_by("path")


def in_common(pages: Sequence[Any]) -> dict[uuid.UUID, dict[str, Any]]:
    """What all content says, by key. Three queries."""
    keys = [page.translation_key for page in pages]
    named = terms()
    carried: dict[uuid.UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, axis, term in Classification.objects.filter(content_key__in=keys).values_list(
        "content_key", "axis", "term_key"
    ):
        if term in named:
            carried[key][axis].append(named[term][1])
    languages: dict[uuid.UUID, set[str]] = defaultdict(set)
    live = Page.objects.live().filter(translation_key__in=keys)
    for key, language in live.values_list("translation_key", "locale__language_code"):
        languages[key].add(language)
    return {
        page.translation_key: {
            "key": page.translation_key,
            "title": page.title,
            "language": page.locale.language_code,
            "languages": sorted(languages[page.translation_key]),
            "summary": page.summary,
            "address": settings.WAGTAILADMIN_BASE_URL + address(page),
            "changed_at": page.last_published_at,
            **{name: sorted(carried[page.translation_key][axis]) for name, axis in CARRIED.items()},
        }
        for page in pages
    }


def with_common(listing: dict[str, Any], also: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """A page of a list whose results are content."""
    common = in_common(listing["results"])
    return {**listing, "results": [{**common[page.translation_key], **also(page)} for page in listing["results"]]}
