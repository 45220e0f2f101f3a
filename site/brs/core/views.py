"""Views that know nothing of learning: pages at their addresses, health, what stands in for a page that failed."""

import copy
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.static import serve as serve_file
from wagtail import views as wagtail_views
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from . import generation, readiness
from .media.replacing import was_named
from .pages import address, below_home
from .pictures import FOLDER
from .ranges import file_in_parts

SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class NotThere(Http404):
    """Something that was there, or is not for everybody. Its sentence is shown."""


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's view of a page, which is looked for once a generation and address."""
    now = generation.current()
    key = ("route", request.get_host(), get_language(), path)
    try:
        route = generation.cached(now, key, lambda: _route(request, path, now))
    except Http404:
        route = None  # not kept: there is no end of addresses without a page
    if route and below_home(route.page) != path:
        # One language of it was left behind at an address of before.
        now_at = "?".join(filter(None, [address(route.page), request.META["QUERY_STRING"]]))
        return redirect(now_at, preserve_request=request.method == "POST")
    if route:
        # Whoever serves it may write on it.
        route = RouteResult(copy.copy(route.page), route.args, route.kwargs)
    # Where `Page.route_for_request` itself keeps what it found.
    request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    return wagtail_views.serve(request, path)


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as pages show it. A drawing that is opened by itself may still do nothing but be drawn."""
    answer = serve_file(request, path, str(settings.MEDIA_ROOT / FOLDER))
    if path.lower().endswith(".svg"):
        answer.headers["Content-Security-Policy"] = SVG_POLICY
    return answer


def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Wagtail's view of a document, which asks who may see it; in parts where these are asked for."""
    try:
        whole = serve_document(request, number, name)
    except Http404:
        current = get_document_model().objects.filter(pk=number).first()
        if current is None or not was_named(number, name):
            raise
        return redirect(current.url)  # it was replaced, and somebody has its address of before
    # What does not come as a file is no document, but the form for its password.
    if "Range" not in request.headers or whole.status_code != HTTPStatus.OK or not whole.streaming:
        return whole
    try:
        path = get_document_model().objects.get(pk=number).file.path
    except NotImplementedError:
        return whole  # it lies in no folder of ours
    # Closing it would end the request, for the database as well; its file is closed with it.
    headers = {head: value for head, value in whole.headers.items() if head != "Content-Length"}
    return file_in_parts(request, path, headers)


def _route(request: HttpRequest, path: str, now: str) -> RouteResult:
    route = Page.route_for_request(request, path)
    if route is None:
        raise Http404
    route.page.generation = now
    return route


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = exception.args[0] if isinstance(exception, NotThere) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve; 503 where it cannot, with what is wrong. See readiness.py for what is only a warning."""
    findings = readiness.findings()
    problems = [problem for finding in findings.values() for problem in finding.problems]
    answer = {
        "ready": not problems,
        "problems": problems,
        "warnings": [warning for finding in findings.values() for warning in finding.warnings],
        "checks": {name: finding.word for name, finding in findings.items()},
    }
    return JsonResponse(answer, status=503 if problems else 200)
