"""A participant's side of an activity."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from brs.activities.access import participant_required
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation

from .own_activities import material, own_screen


@participant_required
def take_part(request: HttpRequest, activity: ActivityPage, participation: Participation) -> HttpResponse:
    return render(
        request, "activities/take_part.html", {"screen": own_screen(activity, participation), "activity": activity}
    )


@participant_required
def activity_toolkit(
    request: HttpRequest, activity: ActivityPage, participation: Participation, pk: uuid.UUID
) -> HttpResponse:
    try:
        toolkit, sections = material(participation.register, pk)
    except participation.register.toolkits.model.DoesNotExist:
        raise Http404 from None
    context = {"activity": activity, "toolkit": toolkit, "sections": sections}
    return render(request, "activities/material.html", context)
