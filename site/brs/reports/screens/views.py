"""Reports in a browser, for those who may see the figures."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from brs.core.headers import file_named
from brs.core.word import CONTENT_TYPE
from brs.people.pending import with_account
from brs.reports.tables.definitions import DEFINITIONS, RULES
from brs.reports.tables.filters import FilterForm

from .document import of_period
from .exports import FORMS
from .overview import overview
from .registry import SCREENS, TABLES, shown, table

PER_PAGE = 250


def for_secretariat(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Visitors are asked to sign in; whoever else may not see the figures finds nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("reports.see_figures"):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(with_account(guarded))


@for_secretariat
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/overview.html", {"overview": overview(), "screens": SCREENS, "forms": FORMS})


@for_secretariat
def screen(request: HttpRequest, name: str) -> HttpResponse:
    if name not in SCREENS:
        raise Http404
    report = shown(name, request.GET)
    asked_page = request.GET.get("page") or "1"
    pages = [
        (page_table, Paginator(list(page_table.rows), PER_PAGE).get_page(asked_page)) for page_table in report.tables
    ]
    last = max((page.paginator.num_pages for _table, page in pages), default=1)
    is_there = asked_page in map(str, range(1, last + 1))
    context = {"shown": report, "pages": pages, "forms": FORMS, "wrong_page": "" if is_there else asked_page}
    return render(request, "reports/screen.html", context, status=200 if report.form.is_valid() else 400)


@for_secretariat
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    if name not in TABLES or form not in FORMS:
        raise Http404
    filters, exported, _until = table(name, request.GET)
    return FORMS[form].answer(exported) if exported else _no_such_figure(filters)


@for_secretariat
def document(request: HttpRequest) -> HttpResponse:
    filters, written = of_period(request.GET)
    if written is None:
        return _no_such_figure(filters)
    answer = HttpResponse(written, CONTENT_TYPE)
    answer["Content-Disposition"] = file_named("figures.docx")
    return answer


def _no_such_figure(filters: FilterForm) -> HttpResponse:
    errors = [f"{filters[field].label}: {error}" for field, messages in filters.errors.items() for error in messages]
    return HttpResponse("\n".join([_("There is no such figure."), *errors]), "text/plain; charset=utf-8", 400)


@for_secretariat
def definitions(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/definitions.html", {"definitions": DEFINITIONS, "rules": RULES})
