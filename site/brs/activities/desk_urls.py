"""What a facilitator does with the activities they run."""

from django.urls import path

from . import desk_views as views

urlpatterns = [
    path("", views.activities, name="desk"),
    path("<uuid:key>/", views.activity, name="desk_activity"),
]
