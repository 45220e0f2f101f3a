"""Activities beside their pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("calendar.ics", views.all_ics, name="activities_ics"),
    path("<uuid:key>.ics", views.one_ics, name="activity_ics"),
]
