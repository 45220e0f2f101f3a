"""A plan with what was planned beside what was done: nothing of who came, which `brs.reports.plan` says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, PageViewRestriction

from brs.activities.pages.activity_screen import public
from brs.activities.pages.models import ActivityPage
from brs.core.pages import SOURCE_LANGUAGE, is_public, once_each, one_of_each
from brs.needs.assessments.models import Questionnaire
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .models import ComponentPage, IndicatorValue, OutputPage, PlanPage

P = TypeVar("P", bound=Page)


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
class Need:
    """An obligation that a questionnaire asks about."""

    questionnaire: Questionnaire
    obligation: str


@dataclass(frozen=True)
class OutputScreen:
    output: Output
    needs: list[Need]
    courses: list[CoursePage]
    tools: list[ToolPage]
    above: list[Page]


def components_of(plan: PlanPage) -> list[Component]:
    """In the order of the source; what is not translated, or nowhere but in another language, stands in as it is.

    Reads only; the same number of queries however many outputs and activities there are.
    """
    public_plans = PlanPage.objects.live().filter(is_public(), translation_key=plan.translation_key)
    parts = _below([plan, *public_plans], ComponentPage.objects.live())
    pages = _below(parts, OutputPage.objects.live().prefetch_related("conventions"))
    by_part: dict[UUID, list[Output]] = defaultdict(list)
    part_at = {part.path: part.translation_key for part in parts}
    for output in _outputs(_once(pages)):
        by_part[part_at[output.page.path[: -Page.steplen]]].append(output)
    return [Component(part, by_part[part.translation_key]) for part in _once(parts)]


def _below(parents: Sequence[Page], pages: QuerySet[P]) -> list[P]:
    """Children of these pages, those in the source language first. One query."""
    if not parents:
        return []
    below = reduce(or_, (Q(path__startswith=parent.path, depth=parent.depth + 1) for parent in parents))
    closed = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    descendants = pages.filter(below).annotate(is_open=~Exists(closed)).select_related("locale").order_by("path")
    return sorted(descendants, key=lambda page: page.locale.language_code != SOURCE_LANGUAGE)


def _once(pages: Iterable[P]) -> list[P]:
    """Each as readers get it at its address; none that is restricted there, whatever there is in other languages."""
    return [page for page in one_of_each(pages) if page.is_open]  # type: ignore[attr-defined]


def output_screen(page: OutputPage) -> OutputScreen:
    return OutputScreen(
        output=_outputs([page])[0],
        needs=_needs({block.value for block in page.needs}),
        courses=public(CoursePage, page.courses.all()),
        tools=public(ToolPage, page.tools.all()),
        above=list(page.get_ancestors().filter(depth__gt=2).select_related("locale")),
    )


def _needs(items: set[str]) -> list[Need]:
    """What these items ask, as far as they are asked still. At most one query."""
    live = once_each(Questionnaire.objects.filter(live=True)) if items else []
    return [
        Need(questionnaire, item.value["obligation"])
        for questionnaire in live
        for item in questionnaire.items
        if item.id in items
    ]


def _outputs(pages: list[OutputPage]) -> list[Output]:
    by_output: dict[str, dict[str, list[ActivityPage]]] = defaultdict(lambda: defaultdict(list))
    for activity in _activities([page.slug for page in pages]):
        by_output[activity.plan_output][activity.state()].append(activity)
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
    """Those that name these outputs, by their dates; as many in every language. One query."""
    rows = ActivityPage.objects.listed().live().filter(plan_output__in=codes).annotate(is_open=is_public())
    return _once(rows.select_related("locale").order_by("starts_at", "pk"))


def _indicator(page: OutputPage, block: Any, values: dict[Any, IndicatorValue]) -> Indicator:
    fields = block.value
    value = values.get((page.translation_key, block.id))
    return Indicator(
        block.id,
        fields["text"],
        fields["unit"],
        fields["source"] or "",
        fields["baseline"],
        fields["target"],
        value,
    )
