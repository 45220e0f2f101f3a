"""Panels of the questionnaires' editor."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .impact import impact_of


class ImpactPanel(Panel):
    """Says before publishing whom it touches."""

    def __init__(self, **options: Any):
        super().__init__(**{"heading": _("What publishing does"), "icon": "group", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "needs/impact_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "impact": impact_of(self.instance)}
