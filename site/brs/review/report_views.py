"""A reader reports a problem on a page: a light page, without scripts."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from brs.core.languages import best, readers_language
from brs.core.limits import TooManyTries, browser_of, place_of, take_all
from brs.core.once import id_of_form
from brs.core.one_address import HOME_DEPTH
from brs.core.pages import may_see
from brs.people import slips
from brs.people.limits import wait_error

from . import reports
from .report_form import REPORTS_OF_A_BROWSER, REPORTS_OF_A_PAGE, REPORTS_OF_A_PLACE, ReportForm


@never_cache
def report_problem(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    page = _page(request, key)
    form = ReportForm(request.POST or None, key=key, initial={"email": _address_of(request)})
    if not form.is_bound:
        return _shown(request, page, form)
    if form.is_from_a_machine:
        return redirect("problem_reported", key)
    if form.is_valid() and _may_report(request, form, key):
        words = {name: form.cleaned_data[name] for name in ("problem", "text", "position", "email")}
        reports.report(page, id_of_form(request), readers_language(), **words)
        return redirect("problem_reported", key)
    return _shown(request, page, form, 422)


@never_cache
def problem_reported(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    return render(request, "review/problem_reported.html", {"page_read": _page(request, key)})


def _page(request: HttpRequest, key: uuid.UUID) -> Page:
    """As it is read. Raises Http404 for one that is not published, or not for this person."""
    page = best(Page.objects.live().filter(translation_key=key, depth__gte=HOME_DEPTH).select_related("locale"))
    if page is None or not may_see(request, key):
        raise Http404
    return page


def _shown(request: HttpRequest, page: Page, form: ReportForm, status: int = 200) -> HttpResponse:
    return render(request, "review/report_problem.html", {"page_read": page, "form": form}, status=status)


def _may_report(request: HttpRequest, form: ReportForm, key: uuid.UUID) -> bool:
    address = place_of(request)
    try:
        take_all(
            [
                (REPORTS_OF_A_BROWSER, (address, browser_of(request))),
                (REPORTS_OF_A_PLACE, address),
                (REPORTS_OF_A_PAGE, key),
            ]
        )
    except TooManyTries as full:
        form.add_error(None, wait_error(full.seconds))
        return False
    return True


def _address_of(request: HttpRequest) -> str:
    user = request.user
    return user.email if user.is_authenticated and not slips.is_slip(user) else ""
