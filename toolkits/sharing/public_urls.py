"""Addresses of shared toolkits: without a language, as they are read aloud and printed."""

from django.urls import path

from . import bundle_views, handout_views
from . import public_views as views

urlpatterns = [
    path("t/", views.type_code, name="shared_code"),
    path("t/<str:code>/", views.shared, name="shared"),
    path("t/<str:code>/open/<int:entry>/", views.open_item, name="shared_open"),
    path("t/<str:code>/qr.svg", views.qr, name="shared_qr"),
    path("t/<str:code>/poster/", views.poster, name="shared_poster"),
    path("t/<str:code>/handout.pdf", handout_views.shared_handout, name="shared_handout"),
    path("t/<str:code>/bundle.zip", bundle_views.shared_bundle, name="shared_bundle"),
    path("t/<str:code>/offline/", bundle_views.shared_offline, name="shared_offline"),
]
