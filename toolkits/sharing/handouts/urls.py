"""A toolkit's handout: for those who own it, and for whoever has a link."""

from django.urls import path

from . import views

urlpatterns = [path("toolkits/<uuid:pk>/handout.pdf", views.toolkit_handout, name="toolkit_handout")]
without_language = [path("t/<str:code>/handout.pdf", views.shared_handout, name="shared_handout")]
