"""Middleware between the server and every view."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language_from_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from .languages import readers_language

# Addresses without a language that are no pages of ours to read.
NOT_TO_READ = ("/admin/", "/api/", "/documents/", "/healthz", "/media/", "/readyz", "/static/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's; and an address without a language speaks that of whoever comes to it.

    That which they choose by `?language=` or were reading before, which a cookie keeps; else that of their profile;
    else their browser's. The site's bare address leads to the home page in the language of their profile.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        chosen = _chosen(request) if _is_without_language(request) else ""
        if chosen:
            _speak(request, chosen)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Here it is known who asks."""
        knows_better = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or _chosen(request)
        if _is_without_language(request) and not knows_better and request.user.is_authenticated:
            _speak(request, request.user.language)  # type: ignore[union-attr]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Where an address without a language is one of ours, what it says of a thing that is not there stands."""
        if _is_without_language(request) and (chosen := _chosen(request)):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
            )
        if response.status_code != 404 or request.resolver_match is None:
            if request.path == "/" and hasattr(request, "user") and request.user.is_authenticated:
                _speak(request, request.user.language)  # type: ignore[union-attr]
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", readers_language())
        return response


class CachingMiddleware:
    """Says of every answer whether it may be kept: what depends on a person is nobody else's, nor their own browser's,
    which the next at the same machine has before them. What carries a token or a cookie is for one browser.

    The rest, pages as every visitor gets them, may be kept by whoever stands between; see docs/deploying.md.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session = request.session
        if session.accessed and not session.is_empty():
            response.headers["Cache-Control"] = "private, no-store"
        elif response.cookies and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def _is_without_language(request: HttpRequest) -> bool:
    return not get_language_from_path(request.path_info) and not request.path.startswith(NOT_TO_READ)


def _chosen(request: HttpRequest) -> str:
    """The language chosen at this very address, else that of the page of ours that they come from."""
    asked = request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = before.netloc == request.get_host()
    return (get_language_from_path(before.path) or "") if is_ours else ""


def _speak(request: HttpRequest, language: str) -> None:
    activate(language)
    request.LANGUAGE_CODE = language


class ScriptMiddleware:
    """Says to a script that has sent a form where to go on, which browsers hide from it: see send-form.js.

    What is to be sent once more, to another address, it sends there itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_sent_by_script = request.method == "POST" and request.headers.get("X-Sent-By") == "script"
        if is_sent_by_script and response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
            response.headers["X-Go-To"] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code = HTTPStatus.NO_CONTENT
        return response


class OldAddressMiddleware(RedirectMiddleware):
    """Wagtail's, which sends on who asks for an old address; and with them what they sent from a page still open."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if answer is not response and request.method == "POST":
            answer.status_code = HTTPStatus.PERMANENT_REDIRECT
        return answer


WORDS = {"application/json", "application/xml", "image/svg+xml"}  # beside all that is text


class CompressionMiddleware(GZipMiddleware):
    """Django's, for words alone: pictures, PDFs and zips are compressed already, a stream keeps its length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or not (kind.startswith("text/") or kind in WORDS):
            return response
        return super().process_response(request, response)


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, with another policy for the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")) and parts.config is None and not report_only:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
