"""Addresses of content by its key, for rooms that know no pages."""

from django.urls import path

from . import views

urlpatterns = [path("go/<uuid:key>/", views.go, name="go")]
