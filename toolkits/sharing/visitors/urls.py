"""Addresses of shared toolkits: without a language, as they are read aloud and printed."""

from django.urls import path

from . import views

urlpatterns = [
    path("t/", views.type_code, name="shared_code"),
    path("t/<str:code>/", views.shared, name="shared"),
    path("t/<str:code>/open/<int:entry>/", views.open_item, name="shared_open"),
    path("t/<str:code>/qr.svg", views.qr, name="shared_qr"),
    path("t/<str:code>/poster/", views.poster, name="shared_poster"),
]
