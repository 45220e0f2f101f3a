"""A toolkit's links, on its owners' desk."""

from django.urls import path

from . import link_views as views

urlpatterns = [
    path("<uuid:pk>/share/", views.share, name="share_toolkit"),
    path("<uuid:pk>/links/<int:link>/revoke/", views.revoke, name="revoke_link"),
    path("<uuid:pk>/links/<int:link>/rotate/", views.rotate, name="rotate_link"),
    path("<uuid:pk>/links/<int:link>/extend/", views.extend, name="extend_link"),
]
