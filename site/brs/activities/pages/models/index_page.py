"""The list of activities."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from brs.core.pages import TranslatedPage


class ActivityIndexPage(TranslatedPage):
    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["activities.ActivityPage"]
    max_count_per_parent = 1

    def get_template(self, request, *args, **kwargs):
        return f"activities/{view_of(request)}.html"

    def get_context(self, request, *args, **kwargs):
        from ..catalogue import SCREENS  # it needs the page's model, whose package gathers this one

        screen = SCREENS[view_of(request)](request.GET, self.generation)
        return {**super().get_context(request, *args, **kwargs), **screen}

    class Meta:
        verbose_name = _("list of activities")


def view_of(request) -> str:
    """How the list is looked at: list | calendar | templates."""
    asked = request.GET.get("view", "")
    return asked if asked in ("calendar", "templates") else "list"
