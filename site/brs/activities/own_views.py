"""A participant's side of an activity."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .models import ActivityPage, Participation
from .own_activities import material, own_screen
from .taking_part import by_participant


@by_participant
def take_part(request: HttpRequest, activity: ActivityPage, own: Participation) -> HttpResponse:
    return render(request, "activities/take_part.html", {"screen": own_screen(activity, own), "activity": activity})


@by_participant
def activity_toolkit(request: HttpRequest, activity: ActivityPage, own: Participation, pk: uuid.UUID) -> HttpResponse:
    try:
        toolkit, sections = material(own.register, pk)
    except own.register.toolkits.model.DoesNotExist:
        raise Http404 from None
    context = {"activity": activity, "toolkit": toolkit, "sections": sections}
    return render(request, "activities/material.html", context)
