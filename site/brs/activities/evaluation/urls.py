"""Addresses in the mails of the follow-up: without a language, short, signed."""

from django.urls import path

from . import views

urlpatterns = [
    path("f/<str:token>/", views.follow_up, name="follow_up"),
    path("f/<str:token>/stop/", views.decline, name="follow_up_decline"),
]
