"""Which part of the plan of technical assistance a course, a tool or an activity serves."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from wagtail.models import Page

from brs.activities.pages.models import ActivityPage
from brs.core.pages import TranslatedPage, for_everybody
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .models import ComponentPage, OutputPage

# In which field of an output they stand.
NAMED_AS: dict[type[Page], str] = {CoursePage: "courses", ToolPage: "tools"}


@dataclass(frozen=True)
class Served:
    """A component with those of its outputs that are served; none where the component alone is named."""

    component: Page
    outputs: list[Page]


def served_by(page: TranslatedPage) -> list[Served]:
    """In the order of the plan. Two queries, none once they are kept for the generation."""
    return page.cached("served", lambda: _served_by(page))


def _served_by(page: TranslatedPage) -> list[Served]:
    outputs = list(for_everybody(_outputs_of(page)).order_by("path"))
    by_component = {
        path: list(group) for path, group in groupby(outputs, key=lambda output: output.path[: -Page.steplen])
    }
    named = Q(path__in=by_component)
    if isinstance(page, ActivityPage) and not outputs:
        named = Q(slug=page.plan_component)
    components = for_everybody(ComponentPage.objects.filter(named)).order_by("path")
    return [Served(output, by_component.get(output.path, [])) for output in components]


def _outputs_of(page: TranslatedPage) -> QuerySet[OutputPage]:
    """In whatever language: an activity names an output by its slug, an output names others in one of theirs."""
    if isinstance(page, ActivityPage):
        return OutputPage.objects.filter(slug=page.plan_output)
    naming = OutputPage.objects.filter(**{f"{NAMED_AS[type(page)]}__translation_key": page.translation_key})
    return OutputPage.objects.filter(translation_key__in=naming.values("translation_key"))
