"""The reviews of content in the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from brs.core.menu import ForPageEditors

from . import report_desk, views
from .home_panels import OverdueReviewsPanel, ReportedProblemsPanel
from .scheduling import DONE, kind_of


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return [*views.urlpatterns, *report_desk.urlpatterns]


@hooks.register("register_reports_menu_item")
def reviews_menu_item() -> MenuItem:
    return ForPageEditors(_("Reviews"), reverse_lazy("reviews"), name="reviews", icon_name="calendar-check", order=62)


@hooks.register("register_reports_menu_item")
def reader_reports_menu_item() -> MenuItem:
    return ForPageEditors(
        _("Reader reports"), reverse_lazy("reader_reports"), name="reader-reports", icon_name="comment", order=64
    )


@hooks.register("construct_homepage_panels")
def what_waits_for_editors(request: HttpRequest, panels: list[Component]) -> None:
    if page_permission_policy.user_has_permission(request.user, "change"):
        panels += [OverdueReviewsPanel(), ReportedProblemsPanel()]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def review_of_the_page(page: Page, user: Any, **shown: Any) -> Iterator[Button]:
    if kind_of(page) and page.permissions_for_user(user).can_edit():
        yield Button(_("Review"), reverse("review_page", args=[page.pk]), icon_name="calendar-check", priority=58)


@hooks.register("register_log_actions")
def name_what_is_logged(actions: LogActionRegistry) -> None:
    actions.register_action(DONE, _("Mark as reviewed"), _("Marked as reviewed"))
