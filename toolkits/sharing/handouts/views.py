"""Handouts: for whoever has a link, and for a toolkit's owners."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brs.core.headers import file_named
from brs.core.limits import Limit, TooManyTries, place_of, say_wait
from courses.pages.trainers_notes import may_read
from toolkits.sharing.access import page_of_toolkit
from toolkits.sharing.models import DailyCount, ShareLink, Toolkit
from toolkits.sharing.visitors.access import count_visitor, shared_link

from .handout import NoFont, handout

log = logging.getLogger(__name__)

# A room of 300 has one address, and each of them may want one.
PRINTED = Limit("handouts printed for a place", most=600, seconds=600)


def _limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Printing takes a while: nobody keeps the site busy with it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            PRINTED.take(place_of(request))
        except TooManyTries as limit:
            return say_wait(request, limit.seconds)
        return view(request, *args, **kwargs)

    return answer


@shared_link
@require_safe
@_limited
def shared_handout(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """Never with trainer's notes, whoever asks."""
    try:
        document = handout(link.toolkit, get_language() or link.language, link=link)
    except NoFont as error:
        return _no_font(request, error, reverse("shared", args=[link.code]))
    count_visitor(request, link, DailyCount.Deed.DOWNLOAD)
    return _answer(link.toolkit, document)


@require_safe
@page_of_toolkit
@_limited
def toolkit_handout(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    """With trainer's notes where they are asked for, by somebody whom they are for."""
    with_notes = "notes" in request.GET and may_read(request.user)
    try:
        document = handout(toolkit, get_language() or toolkit.language, with_notes=with_notes)
    except NoFont as error:
        return _no_font(request, error, reverse("toolkit", args=[toolkit.pk]))
    return _answer(toolkit, document)


def _answer(toolkit: Toolkit, document: bytes) -> HttpResponse:
    answer = HttpResponse(document, content_type="application/pdf")
    name = slugify(toolkit.title, allow_unicode=True)[:80] or "handout"
    answer["Content-Disposition"] = file_named(f"{name}.pdf", inline=True)
    return answer


def _no_font(request: HttpRequest, error: NoFont, back: str) -> HttpResponse:
    log.error("A handout cannot be printed: %s", error, exc_info=error)
    return render(request, "toolkits/no_font.html", {"error": error, "back": back}, status=503)
