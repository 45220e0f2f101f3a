"""A toolkit's handout, for those who own it."""

from django.urls import path

from . import handout_views as views

urlpatterns = [path("toolkits/<uuid:pk>/handout.pdf", views.toolkit_handout, name="toolkit_handout")]
