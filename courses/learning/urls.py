"""A learner's deeds, each a POST; and the pages of an attempt."""

from django.urls import path

from . import views

urlpatterns = [
    path("learning/enrol/<uuid:course_key>/", views.enrol, name="enrol"),
    path("learning/move/<uuid:course_key>/", views.move, name="course_move"),
    path("learning/attempts/<uuid:attempt_id>/", views.check_answers, name="attempt"),
    path("learning/attempts/<uuid:attempt_id>/<int:number>/", views.question, name="attempt_question"),
    path("learning/attempts/<uuid:attempt_id>/submit/", views.submit, name="submit_attempt"),
    path("learning/attempts/<uuid:attempt_id>/result/", views.result, name="attempt_result"),
]
