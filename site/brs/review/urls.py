from django.urls import path

from . import report_views

urlpatterns = [
    path("problems/<uuid:key>/", report_views.report_problem, name="report_problem"),
    path("problems/<uuid:key>/thanks/", report_views.problem_reported, name="problem_reported"),
]
