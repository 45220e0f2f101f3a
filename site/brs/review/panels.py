"""What the editor of a page shows of its review."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .scheduling import kind_of, review_of


class ReviewPanel(Panel):
    """Owner and date, with a link to the screen on which they change; gone until the page is saved once."""

    def __init__(self, **options: Any):
        super().__init__(**{"heading": _("Review"), "icon": "calendar-check", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "review/panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk and kind_of(self.instance))

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "page": self.instance, "review": review_of(self.instance)}
