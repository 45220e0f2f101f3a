"""What stands between the server and every view."""

from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from wagtail.contrib.redirects.middleware import RedirectMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which sends on to the same address in a language whoever finds nothing at one without.

    Where an address without a language is one of ours, what it says of a thing that is not there stands.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404 or request.resolver_match is None:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", get_language() or "en")
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
