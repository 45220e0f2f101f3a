"""Views that know nothing of learning: pages at their addresses, health, what stands in for a page that failed."""

import copy
from datetime import timedelta
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django_tasks_db.models import DBTaskResult
from wagtail import views as wagtail_views
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from . import edition, periodic, schema, static
from .models import WaitingMail
from .pages import address, below_home
from .ranges import file_in_parts


class NotThere(Http404):
    """Something that was there, or is not for everybody. Its sentence is shown."""


LONGEST_WAIT = timedelta(minutes=15)


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's view of a page, which is looked for once an edition and address."""
    now = edition.current()
    place = ("route", request.get_host(), get_language(), path)
    try:
        route = edition.kept(now, place, lambda: _route(request, path, now))
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


def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Wagtail's view of a document, which asks who may see it; in parts where these are asked for."""
    whole = serve_document(request, number, name)
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
    route.page.edition = now
    return route


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = exception.args[0] if isinstance(exception, NotThere) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve: the database answers, is migrated, and has what the models need; static files are there.

    503 with what is wrong. A worker that stands still, a mail server that takes nothing, an index that is missing are
    warnings: the site serves without them.
    """
    problems, warnings = [], []
    try:
        compared = schema.readiness()
        problems += compared.problems
        warnings += compared.warnings
        if not problems and _waiting_long().exists():
            warnings.append("worker: nothing was taken from the queue for 15 minutes")
        if not problems and WaitingMail.objects.filter(made_at__lt=timezone.now() - LONGEST_WAIT).exists():
            warnings.append("mail: some of it has waited for the mail server for 15 minutes")
        if not problems:
            warnings += [f"overdue: {deed}" for deed in periodic.overdue()]
    except Exception as error:  # whatever the driver raises, the answer is the same
        problems.append(f"database: {type(error).__name__}")
    if absent := static.missing():
        which = f"{len(absent)} are missing, such as {absent[0]}"
        problems.append(f"static files: {which}; run collectstatic, then restart")
    said = {"ready": not problems, "problems": problems, "warnings": warnings}
    return JsonResponse(said, status=503 if problems else 200)


def _waiting_long() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - LONGEST_WAIT)
