"""The desk in a browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from brs.people.pending import with_account

from .desk import desk, overview, run_by_facilitator
from .models import ActivityPage, Register


@never_cache
@with_account
def activities(request: HttpRequest) -> HttpResponse:
    return render(request, "activities/desk.html", {"desk": desk(request.user, page=request.GET.get("page", "1"))})


@run_by_facilitator
def activity(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    return render(request, "activities/desk_activity.html", {"overview": overview(activity, register)})
