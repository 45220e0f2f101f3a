"""A learner's deeds, each a POST; and the pages of an attempt."""

from django.urls import path

from . import views

urlpatterns = [
    path("enrol/<uuid:course_key>/", views.enrol, name="enrol"),
    path("move/<uuid:course_key>/", views.move, name="move"),
    path("attempts/<uuid:attempt_id>/", views.check_answers, name="attempt"),
    path("attempts/<uuid:attempt_id>/<int:number>/", views.question, name="attempt_question"),
    path("attempts/<uuid:attempt_id>/submit/", views.submit, name="submit_attempt"),
    path("attempts/<uuid:attempt_id>/result/", views.result, name="attempt_result"),
]
