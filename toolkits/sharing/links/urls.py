"""A toolkit's links, on its owners' desk."""

from django.urls import path

from . import views

urlpatterns = [
    path("toolkits/<uuid:pk>/share/", views.share, name="share_toolkit"),
    path("toolkits/<uuid:pk>/links/<int:link>/revoke/", views.revoke, name="toolkit_revoke_link"),
    path("toolkits/<uuid:pk>/links/<int:link>/rotate/", views.rotate, name="toolkit_rotate_link"),
    path("toolkits/<uuid:pk>/links/<int:link>/extend/", views.extend, name="toolkit_extend_link"),
]
