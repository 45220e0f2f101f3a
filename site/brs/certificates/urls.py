"""Addresses of certificates: without a language, as they are printed on paper."""

from django.urls import path

from . import views

urlpatterns = [
    path("certificates/<str:serial>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:serial>.json", views.badge, name="badge"),
    path("verify/<str:serial>/", views.verify_serial, name="verify_serial"),
]
