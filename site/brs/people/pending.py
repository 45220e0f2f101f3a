"""What somebody sent while signed out (or with a stale form) waits in their session until they say «continue».

Nothing is done on its own: the screen shows what was sent, and one button sends it again, to the very address it was
sent to, with a fresh token. Only what a view declares as `resumable` waits, one form at a time, and not for long.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override

LARGEST = 20_000  # characters; a reflection may have 5,000
LASTS = 2 * 60 * 60  # seconds: long enough for a confirmation by mail, short enough for a shared machine
_KEY = "pending"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Pending:
    """`resume`: what the button says after «Continue:»; `fields`: all that is sent again."""

    resume: str | Promise
    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """The person's own words, to be read on the screen."""
        return [value for name, value in self.fields if name == "text" and value]


def resumable(resume: Promise) -> Callable[[View], View]:
    """Declare that a form sent to this view may wait. `resume`: what its button says after «Continue:», translatable.

    Stands above all other decorators of the view; who is asked to sign in is their matter, mostly `with_account`'s.
    """

    def declare(view: View) -> View:
        view.resume = resume  # type: ignore[attr-defined]
        return view

    return declare


def with_account(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask visitors to sign in: a resumable form waits until they have, and an address asked for comes back after it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            done_with(request)
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return ask_to_sign_in(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def ask_to_sign_in(request: HttpRequest, resume: Promise | None = None) -> HttpResponse:
    return put_by(request, resume) or redirect_to_login(reverse("pending"))


def put_by(request: HttpRequest, resume: Promise | None = None) -> HttpResponse | None:
    """Keep this POST in the session if its view is resumable; a page that holds it where it is too long for that.

    `resume`: in place of what the view declares, where one view serves several forms.
    """
    resume, fields = resume or _declared(request), _fields(request)
    if resume is None:
        return None
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        context = {"pending": Pending(resume, request.path, fields)}
        return render(request, "people/too_long.html", context, status=413)
    if not request.user.is_authenticated and SESSION_KEY in request.session:
        logout(request)  # an account that is gone; signing in would begin a session without what waits
    with override(None):
        untranslated = str(resume)
    request.session[_KEY] = {
        "resume": untranslated,
        "path": request.path,
        "fields": fields,
        "at": time.time(),
        "page": _page(request),
    }
    return None


def pending(request: HttpRequest) -> Pending | None:
    stored = request.session.get(_KEY)
    if not stored or stored["at"] < time.time() - LASTS:
        return None
    # Sessions of before forms were declared at their views hold the name of an address in place of the text.
    resume = gettext(stored.get("resume", "send what you wrote"))
    return Pending(resume, stored["path"], [(name, value) for name, value in stored["fields"]])


def page_of_pending(request: HttpRequest) -> str:
    """The page that had the form of what waits: where to go on another device. Empty where that is not known."""
    return str(request.session.get(_KEY, {}).get("page", "")) if pending(request) else ""


def done_with(request: HttpRequest) -> None:
    """Forget what waited for this address: it has arrived."""
    if request.method == "POST" and request.session.get(_KEY, {}).get("path") == request.path:
        forget(request)


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def go_on(request: HttpRequest) -> HttpResponse | None:
    """A redirect to what still waits; None where nothing does."""
    return redirect("pending") if pending(request) else None


def stale(request: HttpRequest) -> Pending | None:
    """The form that was sent with an old token, where a page of this site sent it and its view is resumable."""
    resume = _declared(request)
    this_site = f"{request.scheme}://{request.get_host()}"
    if resume is None or request.method != "POST" or request.headers.get("Origin") != this_site:
        return None
    return Pending(resume, request.path, _fields(request))


def _declared(request: HttpRequest) -> Promise | None:
    return getattr(request.resolver_match.func, "resume", None) if request.resolver_match else None


def _page(request: HttpRequest) -> str:
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() else ""


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    sent = request.POST.lists()
    return [(name, str(value)) for name, values in sent if name != "csrfmiddlewaretoken" for value in values]
