"""Addresses of the desk, where facilitators run their activities."""

from django.urls import path
from django.views.generic import TemplateView

from . import agenda_views, dashboard_views, views

urlpatterns = [
    path("desk/", dashboard_views.activities, name="desk"),
    path("desk/plan/", views.plan, name="plan_activity"),
    path("desk/invitations/<int:number>/", views.answer, name="answer_to_run"),
    # A browser lets a worker mind only what is below its own address.
    path(
        "desk/worker.js",
        TemplateView.as_view(template_name="activities/worker.js", content_type="text/javascript"),
        name="desk_worker",
    ),
    path("desk/<uuid:key>/", dashboard_views.activity, name="desk_activity"),
    path("desk/<uuid:key>/edit/", views.edit, name="edit_activity"),
    path("desk/<uuid:key>/agenda/", agenda_views.agenda, name="edit_agenda"),
    path("desk/<uuid:key>/learning/", views.learning, name="activity_learning"),
    path("desk/<uuid:key>/dates/", views.move, name="move_activity"),
    path("desk/<uuid:key>/cancel/", views.cancel, name="cancel_activity"),
    path("desk/<uuid:key>/facilitators/", views.facilitators, name="activity_facilitators"),
    path("desk/<uuid:key>/facilitators/<int:person>/remove/", views.stop_running, name="activity_stop_running"),
    path(
        "desk/<uuid:key>/facilitators/invitations/<int:number>/withdraw/",
        views.withdraw,
        name="activity_withdraw_request",
    ),
    path("desk/<uuid:key>/toolkits/", views.toolkits, name="activity_toolkits"),
]
