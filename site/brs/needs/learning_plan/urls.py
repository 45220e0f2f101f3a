"""What people get from what they answered of their needs."""

from django.urls import path

from . import views

urlpatterns = [
    path("needs/<uuid:pk>/plan/", views.learning_plan, name="learning_plan"),
    path("needs/<uuid:pk>/plan.pdf", views.pdf, name="learning_plan_pdf"),
    path("needs/<uuid:pk>/plan/enrol/<uuid:course_key>/", views.enrol, name="enrol_from_plan"),
]
