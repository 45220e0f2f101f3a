"""A toolkit's offline folder, for its owners."""

from django.urls import path

from . import bundle_views as views

urlpatterns = [
    path("toolkits/<uuid:pk>/bundle.zip", views.toolkit_bundle, name="toolkit_bundle"),
    path("toolkits/<uuid:pk>/offline/", views.toolkit_offline, name="toolkit_offline"),
]
