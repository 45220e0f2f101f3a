"""A toolkit's offline folder: for its owners, and for whoever has a link."""

from django.urls import path

from . import views

urlpatterns = [
    path("toolkits/<uuid:pk>/bundle.zip", views.toolkit_bundle, name="toolkit_bundle"),
    path("toolkits/<uuid:pk>/offline/", views.toolkit_offline, name="toolkit_offline"),
]
without_language = [
    path("t/<str:code>/bundle.zip", views.shared_bundle, name="shared_bundle"),
    path("t/<str:code>/offline/", views.shared_offline, name="shared_offline"),
]
