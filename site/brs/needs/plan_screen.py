"""A plan with what was planned beside what was done."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from brs.activities.activity_screen import public
from brs.activities.models import ActivityPage, Participation
from brs.core.pages import SOURCE_LANGUAGE, is_public
from brs.core.small_cells import released, shown
from brs.people.places import title_of
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
    """`done`, `coming`, `cancelled`: activities that name the output. `people`: who came, as it may be shown."""

    page: OutputPage
    indicators: list[Indicator]
    done: list[ActivityPage]
    coming: list[ActivityPage]
    cancelled: list[ActivityPage]
    people: int | None

    @property
    def planned(self) -> int:
        """What the plan says, but never fewer than are known."""
        return max(self.page.planned_activities, len(self.done) + len(self.coming))


@dataclass(frozen=True)
class Component:
    page: ComponentPage
    outputs: list[Output]


@dataclass(frozen=True)
class Tally:
    """A line of «planned and done»: of a component, a convention or a region. `planned` is None for a region."""

    title: str
    planned: int | None
    done: int
    people: int | None


@dataclass(frozen=True)
class PlanScreen:
    components: list[Component]
    by_component: list[Tally]
    by_convention: list[Tally]
    by_region: list[Tally]


@dataclass(frozen=True)
class OutputScreen:
    output: Output
    courses: list[CoursePage]
    tools: list[ToolPage]
    above: list[Page]


# By activity: how many came, by region («»: not said) and the month as of which they count.
Came = Mapping[UUID, Counter[tuple[str, date]]]


def plan_screen(plan: PlanPage) -> PlanScreen:
    """Reads only; the same number of queries however many outputs, activities and people there are."""
    parts = list(ComponentPage.objects.live().child_of(plan).select_related("locale"))
    pages = list(OutputPage.objects.live().descendant_of(plan).select_related("locale").prefetch_related("conventions"))
    outputs = _outputs(pages)
    components = [
        Component(part, [output for output in outputs if output.page.path.startswith(part.path)]) for part in parts
    ]
    came = _came([one for output in outputs for one in output.done])
    conventions = {term.slug: term for page in pages for term in page.conventions.all()}
    return PlanScreen(
        components=components,
        by_component=[_tally(part.page.title, part.outputs, came) for part in components],
        by_convention=[
            _tally(term.title, [output for output in outputs if term in output.page.conventions.all()], came)
            for term in sorted(conventions.values(), key=lambda term: term.sort_order)
        ],
        by_region=_by_region(outputs, came),
    )


def output_screen(page: OutputPage) -> OutputScreen:
    return OutputScreen(
        output=_outputs([page])[0],
        courses=public(CoursePage, page.courses.all()),
        tools=public(ToolPage, page.tools.all()),
        above=list(page.get_ancestors().filter(depth__gt=2).select_related("locale")),
    )


def _outputs(pages: list[OutputPage]) -> list[Output]:
    language = get_language() or SOURCE_LANGUAGE
    rows = ActivityPage.objects.live().filter(
        is_public(),
        plan_output__in=[page.slug for page in pages],
        is_template=False,
        is_listed=True,
        locale__language_code__in={language, SOURCE_LANGUAGE},
    )
    once = {}
    for one in rows.select_related("locale").order_by("starts_at"):
        if one.translation_key not in once or one.locale.language_code == language:
            once[one.translation_key] = one
    by_output: dict[str, dict[str, list[ActivityPage]]] = defaultdict(lambda: defaultdict(list))
    for one in once.values():
        by_output[one.plan_output][one.state()].append(one)
    values = IndicatorValue.objects.latest_of([page.translation_key for page in pages])
    came = _came(list(once.values()))
    found = []
    for page in pages:
        states = by_output[page.slug]
        done = states["past"] + states["running"]
        found.append(
            Output(
                page=page,
                indicators=[_indicator(page, block, values) for block in page.indicators],
                done=done,
                coming=states["coming"] + states["planned"],
                cancelled=states["cancelled"],
                people=_people({page.slug: done}, came),
            )
        )
    return found


def _indicator(page: OutputPage, block: Any, values: dict[Any, IndicatorValue]) -> Indicator:
    said = block.value
    value = values.get((page.translation_key, block.id))
    return Indicator(
        block.id, said["text"], said["unit"], said["source"] or "", said["baseline"], said["target"], value
    )


def _came(activities: list[ActivityPage]) -> Came:
    """Nobody counts before the month is over in which the activity ended and they were noted as here. One query."""
    this_month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ended = {one.translation_key: one.ends_at or one.starts_at for one in activities}
    over = {key: at.date().replace(day=1) for key, at in ended.items() if at and at < this_month}
    rows = Participation.objects.here().filter(register__in=over, joined_at__lt=this_month).order_by()
    place = ("register", "party__regional_group", TruncMonth("joined_at"))
    came: dict[UUID, Counter[tuple[str, date]]] = defaultdict(Counter)
    for key, region, joined, n in rows.values_list(*place).annotate(n=Count("pk")):
        came[key][region or "", max(over[key], joined.date())] += n
    return came


def _tally(title: str, outputs: list[Output], came: Came) -> Tally:
    done = {output.page.slug: output.done for output in outputs}
    planned = sum(output.planned for output in outputs)
    return Tally(title, planned, sum(map(len, done.values())), _people(done, came))


def _by_region(outputs: list[Output], came: Came) -> list[Tally]:
    """Where those who came are from; an activity counts in each region that it reached."""
    done = {output.page.slug: output.done for output in outputs}
    reached = {one: {region for region, _month in counted if region} for one, counted in came.items()}
    return [
        Tally(title_of(region), None, sum(region in own for own in reached.values()), _people(done, came, region))
        for region in sorted(set().union(*reached.values()))
    ]


def _people(done: Mapping[str, list[ActivityPage]], came: Came, region: str | None = None) -> int | None:
    """How many came to what was done for these outputs (by slug), as it may be shown."""
    by_month: Counter[date] = Counter()
    served = set()
    for slug, activities in done.items():
        for one in activities:
            for (place, month), n in came.get(one.translation_key, {}).items():
                if region in (None, place):
                    by_month[month] += n
                    served.add(slug)
    # The same people are rounded alike wherever they are shown, in whatever language.
    name = f"plan {' '.join(sorted(served))}|{region or ''}"
    return shown(released(accumulate(n for _month, n in sorted(by_month.items()))), name, settings.SECRET_KEY)
