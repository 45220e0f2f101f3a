"""Tests, evaluation, certificates and report: what participants do, and what those who run the activity see of it."""

from django.urls import path

from . import views

urlpatterns = [
    path("activities/<uuid:key>/test/<str:when>/", views.activity_test, name="activity_test"),
    path("activities/<uuid:key>/evaluation/", views.evaluation, name="activity_evaluation"),
    path("desk/<uuid:key>/results/", views.results, name="activity_results"),
    path("desk/<uuid:key>/certify/", views.certify, name="activity_certify"),
    path("desk/<uuid:key>/certify/practical/", views.practical, name="activity_practical"),
    path("desk/<uuid:key>/certify/preview.pdf", views.certificate_preview, name="activity_certificate_preview"),
    path("desk/<uuid:key>/certify/<int:number>.pdf", views.certificates_pdf, name="activity_certificates_pdf"),
    path("desk/<uuid:key>/report/", views.report, name="activity_report"),
    path("desk/<uuid:key>/report.<str:form>", views.report_file, name="activity_report_file"),
]
