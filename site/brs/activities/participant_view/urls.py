"""Below «my learning»: the activities that one takes part in."""

from django.urls import path

from . import views

urlpatterns = [
    path("learning/activities/<uuid:key>/", views.take_part, name="take_part"),
    path("learning/activities/<uuid:key>/toolkits/<uuid:pk>/", views.activity_toolkit, name="activity_toolkit"),
]
