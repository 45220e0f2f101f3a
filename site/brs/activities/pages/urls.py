"""Activities beside their pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("activities/calendar.ics", views.all_ics, name="activities_ics"),
    path("activities/<uuid:key>.ics", views.one_ics, name="activity_ics"),
]
