"""A toolkit's offline folder as a download: for who has a link, and for its owners."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brs.core.headers import file_named
from brs.core.languages import readers_language
from brs.core.limits import Limit, TooManyTries, place_of, say_wait
from brs.core.ranges import file_in_parts
from toolkits.sharing.access import page_of_toolkit
from toolkits.sharing.contents.folder import weight
from toolkits.sharing.models import Bundle, DailyCount, ShareLink, Toolkit
from toolkits.sharing.visitors.access import count_visitor, shared_link

from .making import ask, bundle_of, name_of

# Many in one room ask for the same folder: that is one.
MADE = Limit("offline folders made for a place", most=10, seconds=600)
LOOK_AGAIN = 3  # seconds


@shared_link
@require_safe
def shared_bundle(request: HttpRequest, link: ShareLink) -> HttpResponseBase:
    def counted() -> None:
        count_visitor(request, link, DailyCount.Deed.DOWNLOAD)

    page = reverse("shared_offline", args=[link.code]) + f"?language={get_language()}"
    return _download(request, link.toolkit, page, counted)


@shared_link
@require_safe
def shared_offline(request: HttpRequest, link: ShareLink) -> HttpResponse:
    query = f"?language={get_language()}"
    back = reverse("shared", args=[link.code]) + query
    return _state(request, link.toolkit, reverse("shared_bundle", args=[link.code]) + query, back)


@page_of_toolkit
@require_safe
def toolkit_bundle(request: HttpRequest, toolkit: Toolkit) -> HttpResponseBase:
    return _download(request, toolkit, reverse("toolkit_offline", args=[toolkit.pk]), lambda: None)


@page_of_toolkit
@require_safe
def toolkit_offline(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    back = reverse("toolkit", args=[toolkit.pk])
    return _state(request, toolkit, reverse("toolkit_bundle", args=[toolkit.pk]), back)


def _download(request: HttpRequest, toolkit: Toolkit, page: str, counted: Callable[[], Any]) -> HttpResponseBase:
    """The file; where it takes long to make, the page that says how far it is."""
    language = readers_language()
    try:
        bundle = ask(toolkit, language, weight(toolkit, language), lambda: MADE.take(place_of(request)))
    except TooManyTries as limit:
        return say_wait(request, limit.seconds)
    if not bundle.is_there:
        return redirect(page)
    answer = _file(request, bundle)
    if _is_from_the_start(request, answer):
        counted()
    return answer


def _state(request: HttpRequest, toolkit: Toolkit, download: str, back: str) -> HttpResponse:
    """How far it is. It looks again by itself while there is something to wait for, without a script."""
    language = readers_language()
    estimate = weight(toolkit, language)
    bundle = bundle_of(toolkit, language, estimate)
    if bundle and bundle.state() in ("stopped", "waiting"):
        bundle = ask(toolkit, language, estimate, lambda: None)
    state = bundle.state() if bundle else "none"
    context = {
        "toolkit": toolkit,
        "weight": estimate,
        "bundle": bundle,
        "state": state,
        "download": download,
        "back": back,
    }
    answer = render(request, "toolkits/offline.html", context)
    if state in ("waiting", "making", "stopped"):
        answer["Refresh"] = str(LOOK_AGAIN)
    return answer


def _file(request: HttpRequest, bundle: Bundle) -> HttpResponseBase:
    assert bundle.made_at is not None
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": file_named(name_of(bundle.toolkit, bundle.language) + ".zip"),
        "ETag": f'"{bundle.pk}-{bundle.made_at.timestamp():.0f}"',
    }
    return file_in_parts(request, str(bundle.path), headers)


def _is_from_the_start(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """The first part of a download counts, what follows after it broke off does not."""
    part = answer.headers.get("Content-Range", "bytes 0-")
    return answer.status_code in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT) and part.startswith("bytes 0-")
