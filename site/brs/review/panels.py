"""What the editor of a page shows of its review, and of what readers report."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .models import ReaderReport
from .scheduling import kind_of, review_of

MOST_SHOWN = 10


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


class ReportsPanel(Panel):
    """Problems with the page that readers reported and nobody has closed; gone where there are none."""

    def __init__(self, **options: Any):
        super().__init__(**{"heading": _("Reported by readers"), "icon": "comment", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "review/reports_panel.html"

        @cached_property
        def reports(self) -> list[ReaderReport]:
            if not self.instance.pk:
                return []
            of_page = ReaderReport.objects.open().filter(key=self.instance.translation_key)
            return list(of_page.order_by("reported_at")[:MOST_SHOWN])

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.reports)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "reports": self.reports}
