from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from .evaluation.viewsets import SurveyViewSet
from .pages.admin_listing import AMISS, ActivityListing
from .planning import actions as planning

register_snippet(SurveyViewSet)


@hooks.register("register_admin_viewset")
def activities() -> ActivityListing:
    return ActivityListing()


@hooks.register("register_log_actions")
def what_history_says(actions: LogActionRegistry) -> None:
    """Of what facilitators do with an activity, beside the edits that Wagtail notes."""
    actions.register_action(planning.FACILITATOR_ADDED, _("Add a facilitator"), _("Agreed to run the activity"))
    actions.register_action(planning.FACILITATOR_REMOVED, _("Remove a facilitator"), _("Removed a facilitator"))
    actions.register_action(planning.CANCELLED, _("Cancel the activity"), _("Cancelled the activity"))
    actions.register_action(planning.REVIVED, _("Revive the activity"), _("Said that it takes place after all"))


class ForEditors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"])


@hooks.register("register_reports_menu_item")
def to_look_into() -> MenuItem:
    """The list of activities, narrowed to those in which something is missing."""
    query = "&".join(f"amiss={name}" for name in AMISS)
    address = format_lazy("{}?{}", reverse_lazy("activities:index"), query)
    return ForEditors(_("Activities to look into"), address, name="activities-amiss", icon_name="warning", order=60)
