"""The list of activities: arranged by the axes, as a calendar by month, and the templates to plan others from."""

import calendar
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext_lazy as _

from brs.core import generation
from brs.core.folding import fold
from brs.core.pages import for_everybody
from brs.taxonomy.facet_index import Arrangement, OwnAxis, index_of
from brs.taxonomy.facets import Chip, catalogue, chips_of, read

from .dates import day_in_words, days_of
from .models.activity_page import ActivityPage, ActivityPageQuerySet

# States that the public list tells apart -> what each is called.
STATES = {
    "running": _("Now"),
    "coming": _("Coming"),
    "planned": _("No date yet"),
    "past": _("Past"),
    "cancelled": _("Cancelled"),
}
A_DAY = timedelta(days=1)
NEVER = datetime.max.replace(tzinfo=UTC)
SOME = 6
FURTHEST_YEARS = 100


def _in_time(page: ActivityPage) -> tuple[int, float]:
    """Sort key: those that go on, then those to come, the soonest first, then those over, the latest first."""
    state = page.state()
    begins = (page.starts_at or NEVER).timestamp()
    number = list(STATES).index(state)
    return number, -begins if state in ("past", "cancelled") else begins


ACTIVITIES = Arrangement(
    model=ActivityPage,
    axes={
        "state": _("When"),
        "convention": _("Convention"),
        "theme": _("Theme"),
        "type": _("Type"),
        "language": _("Language"),
        "audience": _("For whom"),
    },
    own={
        "state": OwnAxis(list(STATES.items()), lambda pages: [pages[0].state()]),
        "type": OwnAxis(ActivityPage.Kind.choices, lambda pages: [pages[0].kind]),
        "language": OwnAxis(settings.LANGUAGES, lambda pages: pages[0].languages),
    },
    words=lambda page: f"{page.title} {page.summary} {page.place} {page.get_kind_display()}",
    orders={
        "date": (_("By date"), _in_time),
        "title": (_("By title"), lambda page: fold(page.title)),
    },
    among=lambda pages: pages.listed(),
)


@dataclass(frozen=True)
class CalendarDay:
    """`full_date`: the whole date. `activities`: those on which something is that day."""

    number: int
    full_date: str
    is_today: bool
    activities: list[ActivityPage]


@dataclass(frozen=True)
class Way:
    """To another month: what it is called, and the parameters that lead there."""

    title: str
    query: str


@dataclass(frozen=True)
class Month:
    """`weeks`: seven days each, None for days of other months. `weekdays`: whole and short name.

    `before`, `after`: ways to the nearest months in which something begins. `querystring`: the parameters of the list.
    """

    title: str
    weekdays: list[tuple[str, str]]
    weeks: list[list[CalendarDay | None]]
    count: int
    before: Way | None
    after: Way | None
    querystring: str
    chips: list[Chip]
    unknown: list[str]


def coming(now: datetime | None = None, **having: Any) -> list[ActivityPage]:
    """The next few listed activities, each in the reader's language or else the source's."""
    pages = for_everybody(ActivityPage.objects.listed().coming(now or timezone.now()))
    return list(pages.filter(**having).prefetch_related("conventions")[:SOME])


def found_by(parameters: QueryDict, now: str = "") -> ActivityPageQuerySet:
    """The listed activities with a date that the parameters name. One query where no index is kept."""
    index = index_of(ACTIVITIES, now or generation.current())
    bits = read(index, parameters).found(index)
    ids = [pk for bit, pk in enumerate(index.pages) if bits >> bit & 1]
    return ActivityPage.objects.filter(pk__in=ids, starts_at__isnull=False).select_related("locale")


def month(parameters: QueryDict, now: str = "") -> Month:
    """The month that an address asks for (`month=2026-03`), narrowed by what else it says."""
    shown, unknown = _month_in(parameters)
    querystring = parameters.copy()
    for name in ("view", "month"):
        querystring.pop(name, None)
    now = now or generation.current()
    asked = read(index_of(ACTIVITIES, now), parameters)
    dated = found_by(parameters, now)
    first, after = _bounds(shown)
    on: dict[date, list[ActivityPage]] = defaultdict(list)
    # A day more on each side: the activity's own day is not that of UTC.
    near = dated.filter(starts_at__lt=after + A_DAY).exclude(ends_at__lt=first - A_DAY)
    near = near.exclude(ends_at=None, starts_at__lt=first - A_DAY)
    for activity in near.order_by("starts_at", "pk"):
        for day in days_of(activity):
            on[day].append(activity)
    weeks = _weeks(shown, on)
    return Month(
        title=date_format(shown, "YEAR_MONTH_FORMAT"),
        weekdays=[(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in _calendar().iterweekdays()],
        weeks=weeks,
        count=len({activity.pk for week in weeks for day in week if day for activity in day.activities}),
        before=_to(parameters, dated.filter(starts_at__lt=first).order_by("-starts_at").first()),
        after=_to(parameters, dated.filter(starts_at__gte=after).order_by("starts_at").first()),
        querystring=querystring.urlencode(),
        chips=chips_of(parameters, asked),
        unknown=[*asked.unknown, *unknown],
    )


def templates() -> list[ActivityPage]:
    pages = for_everybody(ActivityPage.objects.templates())
    return list(pages.prefetch_related("conventions").order_by("title"))


# How the list is looked at -> what its template is given, by the parameters of the address and the generation.
SCREENS: dict[str, Callable[[QueryDict, str], dict[str, Any]]] = {
    "list": lambda parameters, now: {"catalogue": catalogue(ACTIVITIES, parameters, now)},
    "calendar": lambda parameters, now: {"month": month(parameters, now)},
    "templates": lambda parameters, now: {"activities": templates()},
}


def _calendar() -> calendar.Calendar:
    """Weeks begin as the reader's language has it; there 0 is Sunday, in Python Monday."""
    return calendar.Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7)


def _month_in(parameters: QueryDict) -> tuple[date, list[str]]:
    """Its first day; this month where the address says none, or something that is none."""
    text = parameters.get("month", "")
    this = timezone.now().date().replace(day=1)
    if not text:
        return this, []
    try:
        asked = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return this, [text[:60]]
    return (asked, []) if abs(asked.year - this.year) <= FURTHEST_YEARS else (this, [text[:60]])


def _bounds(first: date) -> tuple[datetime, datetime]:
    begins = datetime(first.year, first.month, 1, tzinfo=UTC)
    return begins, begins + timedelta(days=calendar.monthrange(first.year, first.month)[1])


def _weeks(first: date, on: dict[date, list[ActivityPage]]) -> list[list[CalendarDay | None]]:
    today = timezone.now().date()
    return [
        [
            CalendarDay(day.day, day_in_words(day), day == today, on.get(day, [])) if day.month == first.month else None
            for day in week
        ]
        for week in _calendar().monthdatescalendar(first.year, first.month)
    ]


def _to(parameters: QueryDict, activity: ActivityPage | None) -> Way | None:
    """The way to the month in which an activity begins."""
    if activity is None or activity.starts_at is None:
        return None
    begins = activity.starts_at.astimezone(activity.zone)
    target = parameters.copy()
    target["month"] = begins.strftime("%Y-%m")
    return Way(date_format(begins, "YEAR_MONTH_FORMAT"), target.urlencode())
