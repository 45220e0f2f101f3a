"""What people answer of their needs."""

from django.urls import path

from . import views

urlpatterns = [
    path("needs/", views.needs, name="needs"),
    path("needs/focal-point/", views.ask_to_speak, name="ask_to_speak"),
    path("needs/focal-point/<int:number>/end/", views.stop_speaking, name="stop_speaking"),
    path("needs/begin/<uuid:key>/", views.begin, name="begin_assessment"),
    path("needs/<uuid:pk>/", views.assessment, name="assessment"),
    path("needs/<uuid:pk>/check/", views.check, name="check_assessment"),
    path("needs/<uuid:pk>/submit/", views.submit, name="submit_assessment"),
    path("needs/<uuid:pk>/newest/", views.move, name="move_assessment"),
    path("needs/<uuid:pk>/share/", views.share, name="share_assessment"),
    path("needs/<uuid:pk>/stop-sharing/", views.stop_sharing, name="stop_sharing_assessment"),
    path("needs/<uuid:pk>/rounds/", views.rounds, name="assessment_rounds"),
    path("needs/<uuid:pk>/<str:item>/", views.item, name="assessment_item"),
]
