"""Addresses of the desk, where facilitators run their activities."""

from django.urls import path
from django.views.generic import TemplateView

from . import agenda_views, dashboard_views, views

urlpatterns = [
    path("", dashboard_views.activities, name="desk"),
    path("plan/", views.plan, name="plan_activity"),
    path("invitations/<int:number>/", views.answer, name="answer_to_run"),
    # A browser lets a worker mind only what is below its own address.
    path(
        "worker.js",
        TemplateView.as_view(template_name="activities/worker.js", content_type="text/javascript"),
        name="desk_worker",
    ),
    path("<uuid:key>/", dashboard_views.activity, name="desk_activity"),
    path("<uuid:key>/edit/", views.edit, name="edit_activity"),
    path("<uuid:key>/agenda/", agenda_views.agenda, name="edit_agenda"),
    path("<uuid:key>/learning/", views.learning, name="activity_learning"),
    path("<uuid:key>/dates/", views.move, name="move_activity"),
    path("<uuid:key>/cancel/", views.cancel, name="cancel_activity"),
    path("<uuid:key>/facilitators/", views.facilitators, name="facilitators"),
    path("<uuid:key>/facilitators/<int:person>/remove/", views.stop_running, name="stop_running"),
    path("<uuid:key>/facilitators/invitations/<int:number>/withdraw/", views.withdraw, name="withdraw_request"),
    path("<uuid:key>/toolkits/", views.toolkits, name="activity_toolkits"),
]
