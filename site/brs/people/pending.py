"""What somebody sent while signed out (or with a stale form) waits in their session until they say «continue».

Nothing is done on its own: the screen shows what was sent, and one button sends it again, to the very address it was
sent to, with a fresh token. Only named deeds wait, one at a time, and not for long.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise

LARGEST = 20_000  # characters; a reflection may have 5,000
LASTS = 2 * 60 * 60  # seconds: long enough for a confirmation by mail, short enough for a shared machine
_KEY = "pending"

# Name of a deed, most often that of its address -> what its button says after «Continue:». Rooms add theirs.
DEEDS: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class Pending:
    """`said`: what the person wrote, to be read on the screen; `fields`: all that is sent again."""

    deed: str | Promise
    path: str
    fields: list[tuple[str, str]]

    @property
    def said(self) -> list[str]:
        return [value for name, value in self.fields if name == "text" and value]


def with_account(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a named deed: what a visitor sends waits until they have signed in; a visitor's GET comes back after it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            done_with(request)
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return ask_to_sign_in(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def ask_to_sign_in(request: HttpRequest, deed: str = "") -> HttpResponse:
    return put_by(request, deed) or redirect_to_login(reverse("pending"))


def put_by(request: HttpRequest, deed: str = "") -> HttpResponse | None:
    """Keep this POST in the session if its deed has a name; an answer that holds it, where it is too long for that."""
    deed, fields = deed or _name(request), _fields(request)
    if deed not in DEEDS:
        return None
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        kept = Pending(DEEDS[deed], request.path, fields)
        return render(request, "people/too_long.html", {"pending": kept}, status=413)
    if not request.user.is_authenticated and SESSION_KEY in request.session:
        logout(request)  # an account that is gone; signing in would begin a session without what waits
    request.session[_KEY] = {
        "deed": deed,
        "path": request.path,
        "fields": fields,
        "at": time.time(),
        "page": _page(request),
    }
    return None


def pending(request: HttpRequest) -> Pending | None:
    kept = request.session.get(_KEY)
    if not kept or kept["deed"] not in DEEDS or kept["at"] < time.time() - LASTS:
        return None
    return Pending(DEEDS[kept["deed"]], kept["path"], [(name, value) for name, value in kept["fields"]])


def page_of_pending(request: HttpRequest) -> str:
    """The page that had the form of what waits: where to go on another device. Empty where that is not known."""
    return str(request.session.get(_KEY, {}).get("page", "")) if pending(request) else ""


def done_with(request: HttpRequest) -> None:
    """What waited for this address has arrived."""
    if request.method == "POST" and request.session.get(_KEY, {}).get("path") == request.path:
        forget(request)


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def go_on(request: HttpRequest) -> HttpResponse | None:
    """The way to what still waits; None where nothing does."""
    return redirect("pending") if pending(request) else None


def stale(request: HttpRequest) -> Pending | None:
    """What a form with an old token sent, where it was our own page that sent it and the deed has a name."""
    own = f"{request.scheme}://{request.get_host()}"
    if request.method != "POST" or request.headers.get("Origin") != own or _name(request) not in DEEDS:
        return None
    return Pending(DEEDS[_name(request)], request.path, _fields(request))


def _name(request: HttpRequest) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""


def _page(request: HttpRequest) -> str:
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() else ""


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    sent = request.POST.lists()
    return [(name, str(value)) for name, values in sent if name != "csrfmiddlewaretoken" for value in values]
