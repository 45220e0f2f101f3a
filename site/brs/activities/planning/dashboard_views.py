"""The desk in a browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from brs.activities.access import facilitator_required
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Register
from brs.people.pending import with_account

from .dashboard import desk, overview


@never_cache
@with_account
def activities(request: HttpRequest) -> HttpResponse:
    return render(request, "activities/desk.html", {"desk": desk(request.user, page=request.GET.get("page", "1"))})


@facilitator_required
def activity(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    return render(request, "activities/desk_activity.html", {"overview": overview(activity, register)})
