"""Papers for a room, and the list as a spreadsheet."""

import uuid
from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brs.activities.access import facilitator_required
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.core.headers import file_named
from brs.core.spreadsheets import CONTENT_TYPE
from brs.core.typesetting import CannotPrint

from . import printing


@facilitator_required
def slips_pdf(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    """Of all on the list, or of one `?person=`."""
    people = _people(register)
    if "person" in request.GET:
        people = people.filter(pk=_key(request.GET["person"]))
    return _sent(request, activity, "slips.pdf", lambda: printing.slips_pdf(activity, register, people))


@facilitator_required
def sheet_pdf(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    return _sent(request, activity, "sheet.pdf", lambda: printing.sheet_pdf(activity, _people(register)))


@facilitator_required
def sheet_xlsx(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    return _sent(request, activity, "participants.xlsx", lambda: printing.sheet_xlsx(activity, _people(register)))


def _people(register: Register) -> QuerySet[Participation]:
    return register.participations.active().select_related("party", "learner")


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _sent(request: HttpRequest, activity: ActivityPage, name: str, make: Callable[[], bytes]) -> HttpResponse:
    try:
        made = make()
    except CannotPrint:
        return render(request, "activities/cannot_print.html", {"activity": activity}, status=409)
    answer = HttpResponse(made, content_type=CONTENT_TYPE if name.endswith(".xlsx") else "application/pdf")
    answer["Content-Disposition"] = file_named(f"{activity.slug}-{name}")
    return answer
