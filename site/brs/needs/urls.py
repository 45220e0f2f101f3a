"""What people answer of their needs, and what they get from it."""

from django.urls import path

from .assessments import views
from .learning_plan import views as plan

urlpatterns = [
    path("", views.needs, name="needs"),
    path("focal-point/", views.ask_to_speak, name="ask_to_speak"),
    path("focal-point/<int:number>/end/", views.stop_speaking, name="stop_speaking"),
    path("begin/<uuid:key>/", views.begin, name="begin_assessment"),
    path("<uuid:pk>/", views.assessment, name="assessment"),
    path("<uuid:pk>/check/", views.check, name="check_assessment"),
    path("<uuid:pk>/submit/", views.submit, name="submit_assessment"),
    path("<uuid:pk>/newest/", views.move, name="move_assessment"),
    path("<uuid:pk>/share/", views.share, name="share_assessment"),
    path("<uuid:pk>/stop-sharing/", views.stop_sharing, name="stop_sharing_assessment"),
    path("<uuid:pk>/rounds/", views.rounds, name="rounds"),
    path("<uuid:pk>/plan/", plan.learning_plan, name="learning_plan"),
    path("<uuid:pk>/plan.pdf", plan.pdf, name="learning_plan_pdf"),
    path("<uuid:pk>/plan/enrol/<uuid:course_key>/", plan.enrol, name="enrol_from_plan"),
    path("<uuid:pk>/<str:item>/", views.item, name="assessment_item"),
]
