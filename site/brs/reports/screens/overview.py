"""The first screen of the reports: a few figures of everything, and the way to the others."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from wagtail.models import Page

from brs.activities.pages.models import ActivityPage
from brs.needs.assessments.models import Assessment
from brs.reports.tables import attainment
from brs.reports.tables.filters import FilterForm, read_filters
from brs.reports.tables.table import Column, numbers, people
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage


@dataclass(frozen=True)
class Overview:
    """`figures`: each as a column and its value. `until`: the last closed month. `form` asks for a period."""

    figures: list[tuple[Column, int | None]]
    until: date | None
    form: FilterForm


def overview() -> Overview:
    """Eight queries."""
    form, everything = read_filters({}, ("since", "until"))
    assert everything is not None
    attained = attainment.in_all(everything)
    numbers_now = {
        "courses": _how_many(CoursePage.objects.live()),
        "tools": _how_many(ToolPage.objects.live()),
        "activities": _how_many(ActivityPage.objects.live().filter(is_template=False)),
        "answered": Assessment.objects.of_parties().values("party").distinct().count(),
    }
    columns = [*people(*attainment.MEASURES), *numbers(*numbers_now)]
    return Overview(
        figures=[(column, {**attained, **numbers_now}[column.name]) for column in columns],
        until=everything.months[-1] if everything.months else None,
        form=form,
    )


def _how_many(pages: QuerySet[Page]) -> int:
    """In whatever languages."""
    return pages.values("translation_key").distinct().count()
