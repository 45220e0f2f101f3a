"""What a facilitator does with the activities they run."""

from django.urls import path
from django.views.generic import TemplateView

from . import agenda_views, desk_views, plan_views

urlpatterns = [
    path("", desk_views.activities, name="desk"),
    path("plan/", plan_views.plan, name="plan_activity"),
    path("invitations/<int:number>/", plan_views.answer, name="answer_to_run"),
    # A browser lets a worker mind only what is below its own address.
    path(
        "worker.js",
        TemplateView.as_view(template_name="activities/worker.js", content_type="text/javascript"),
        name="desk_worker",
    ),
    path("<uuid:key>/", desk_views.activity, name="desk_activity"),
    path("<uuid:key>/edit/", plan_views.edit, name="edit_activity"),
    path("<uuid:key>/agenda/", agenda_views.agenda, name="edit_agenda"),
    path("<uuid:key>/learning/", plan_views.learning, name="activity_learning"),
    path("<uuid:key>/dates/", plan_views.move, name="move_activity"),
    path("<uuid:key>/cancel/", plan_views.cancel, name="cancel_activity"),
    path("<uuid:key>/facilitators/", plan_views.facilitators, name="facilitators"),
    path("<uuid:key>/facilitators/<int:person>/remove/", plan_views.stop_running, name="stop_running"),
    path("<uuid:key>/facilitators/invitations/<int:number>/withdraw/", plan_views.withdraw, name="withdraw_request"),
    path("<uuid:key>/toolkits/", plan_views.toolkits, name="activity_toolkits"),
]
