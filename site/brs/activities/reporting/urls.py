"""Tests, evaluation, certificates and report: what participants do, and what those who run the activity see of it."""

from django.urls import path

from . import views

urlpatterns = [
    path("activities/<uuid:key>/test/<str:when>/", views.activity_test, name="activity_test"),
    path("activities/<uuid:key>/evaluation/", views.evaluation, name="evaluation"),
    path("desk/<uuid:key>/results/", views.results, name="results"),
    path("desk/<uuid:key>/certify/", views.certify, name="certify"),
    path("desk/<uuid:key>/certify/practical/", views.practical, name="practical"),
    path("desk/<uuid:key>/certify/preview.pdf", views.certificate_preview, name="certificate_preview"),
    path("desk/<uuid:key>/certify/<int:number>.pdf", views.certificates_pdf, name="certificates_pdf"),
    path("desk/<uuid:key>/report/", views.report, name="report"),
    path("desk/<uuid:key>/report.<str:form>", views.report_file, name="report_file"),
]
