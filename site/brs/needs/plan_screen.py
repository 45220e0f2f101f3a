"""A plan with what was planned beside what was done: nothing of who came, which `brs.reports.plan` says."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from wagtail.models import Page

from brs.activities.activity_screen import public
from brs.activities.models import ActivityPage
from brs.core.pages import SOURCE_LANGUAGE, is_public
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .plan_models import ComponentPage, IndicatorValue, OutputPage, PlanPage


@dataclass(frozen=True)
class Indicator:
    """An indicator, and the value entered last (None: none yet). `reached`: of the way from baseline to target."""

    id: str
    text: str
    unit: str
    source: str
    baseline: Decimal | None
    target: Decimal | None
    value: IndicatorValue | None

    @property
    def reached(self) -> int | None:
        """Per cent, 0 to 100; None where it cannot be said."""
        begun = self.baseline or Decimal(0)
        if self.value is None or self.target is None or self.target == begun:
            return None
        return max(0, min(100, int((self.value.value - begun) * 100 / (self.target - begun))))


@dataclass(frozen=True)
class Output:
    """`done`, `coming`, `cancelled`: public activities that name the output, by their dates."""

    page: OutputPage
    indicators: list[Indicator]
    done: list[ActivityPage]
    coming: list[ActivityPage]
    cancelled: list[ActivityPage]

    @property
    def planned(self) -> int:
        """What the plan says, but never fewer than are known."""
        return max(self.page.planned_activities, len(self.done) + len(self.coming))


@dataclass(frozen=True)
class Component:
    page: ComponentPage
    outputs: list[Output]


@dataclass(frozen=True)
class OutputScreen:
    output: Output
    courses: list[CoursePage]
    tools: list[ToolPage]
    above: list[Page]


def components_of(plan: PlanPage) -> list[Component]:
    """Reads only; the same number of queries however many outputs and activities there are."""
    parts = list(ComponentPage.objects.live().child_of(plan).select_related("locale"))
    pages = list(OutputPage.objects.live().descendant_of(plan).select_related("locale").prefetch_related("conventions"))
    outputs = _outputs(pages)
    return [Component(part, [output for output in outputs if output.page.path.startswith(part.path)]) for part in parts]


def output_screen(page: OutputPage) -> OutputScreen:
    return OutputScreen(
        output=_outputs([page])[0],
        courses=public(CoursePage, page.courses.all()),
        tools=public(ToolPage, page.tools.all()),
        above=list(page.get_ancestors().filter(depth__gt=2).select_related("locale")),
    )


def _outputs(pages: list[OutputPage]) -> list[Output]:
    by_output: dict[str, dict[str, list[ActivityPage]]] = defaultdict(lambda: defaultdict(list))
    for one in _activities([page.slug for page in pages]):
        by_output[one.plan_output][one.state()].append(one)
    values = IndicatorValue.objects.latest_of([page.translation_key for page in pages])
    return [
        Output(
            page=page,
            indicators=[_indicator(page, block, values) for block in page.indicators],
            done=states["past"] + states["running"],
            coming=states["coming"] + states["planned"],
            cancelled=states["cancelled"],
        )
        for page in pages
        for states in [by_output[page.slug]]
    ]


def _activities(codes: list[str]) -> list[ActivityPage]:
    """Those that name these outputs, by their dates; each in the reader's language, else in whichever there is.

    So they are as many in every language. One query.
    """
    rank = {SOURCE_LANGUAGE: 1, get_language(): 0}
    rows = ActivityPage.objects.listed().live().filter(is_public(), plan_output__in=codes)
    ordered = list(rows.select_related("locale").order_by("starts_at", "pk"))
    chosen: dict[UUID, ActivityPage] = {}
    for one in sorted(ordered, key=lambda one: rank.get(one.locale.language_code, 2)):
        chosen.setdefault(one.translation_key, one)
    return [one for one in ordered if chosen[one.translation_key] is one]


def _indicator(page: OutputPage, block: Any, values: dict[Any, IndicatorValue]) -> Indicator:
    said = block.value
    value = values.get((page.translation_key, block.id))
    return Indicator(
        block.id, said["text"], said["unit"], said["source"] or "", said["baseline"], said["target"], value
    )
