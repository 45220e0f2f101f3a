"""Addresses of rooms: without a language, as they are read aloud and printed."""

from django.urls import path

from . import views

urlpatterns = [
    path("j/", views.join_code, name="join_code"),
    path("j/<str:code>/", views.join, name="join"),
    path("j/<str:code>/new/", views.join_new, name="join_new"),
    path("j/<str:code>/slip/", views.slip, name="join_slip"),
    path("j/<str:code>/keep/", views.keep_slip, name="join_keep_slip"),
    path("j/<str:code>/here/<str:session>/<str:token>/", views.here, name="join_here"),
    path("j/<str:code>/qr.svg", views.join_qr, name="join_qr"),
    path("j/<str:code>/poster/", views.join_poster, name="join_poster"),
]
