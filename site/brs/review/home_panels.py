"""What waits for editors, on the front page of the admin."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Value, When
from wagtail.admin.ui.components import Component

from .models import ReaderReport, Review, State
from .report_desk import with_titles
from .views import with_pages

MOST_SHOWN = 5


class OverdueReviewsPanel(Component):
    """Those of whoever looks at it come first."""

    name = "overdue_reviews"
    template_name = "review/home_overdue.html"
    order = 230

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        overdue = Review.objects.of_pages_of(user).published().in_state(State.OVERDUE)
        mine_first = Case(When(owner=user.pk, then=Value(0)), default=Value(1))
        rows = with_pages(overdue.select_related("owner"), user).order_by(mine_first, "review_by")
        return {"reviews": list(rows[:MOST_SHOWN]), "count": overdue.count()}


class ReportedProblemsPanel(Component):
    """The oldest come first."""

    name = "reported_problems"
    template_name = "review/home_reports.html"
    order = 240

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        reported = ReaderReport.objects.of_pages_of(parent_context["request"].user).open()
        return {
            "reports": with_titles(reported.order_by("reported_at")[:MOST_SHOWN]),
            "count": reported.count(),
        }
