"""Links as their toolkits' owners see them: state, use, and what has happened to the items since the last was made."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Case, Sum, When
from django.utils import timezone

from toolkits.sharing.contents.sections import Item, Section, contents
from toolkits.sharing.models import DailyCount, ShareLink, Toolkit
from toolkits.sharing.visitors.shared_page import address_of

from .forms import LastDayForm

DAYS = 30
CHART_HEIGHT = 40
BAR_WIDTH = 8
MOST_SHOWN = 3
STATES = ("works", "archived", "expired", "revoked")


@dataclass(frozen=True)
class Day:
    """How often each deed was done on a day, and the bar that stands for its visits."""

    day: date
    visit: int = 0
    open: int = 0
    download: int = 0
    x: int = 0
    y: int = 0
    height: int = 0


@dataclass(frozen=True)
class Row:
    """`total`: counts by deed since the link was made; `days`: the last DAYS, oldest first; `form`: to extend it."""

    link: ShareLink
    address: str
    state: str
    total: dict[str, int]
    days: list[Day]
    form: LastDayForm | None = None

    @property
    def busy_days(self) -> list[Day]:
        return [day for day in self.days if day.visit or day.open or day.download]

    @property
    def chart_width(self) -> int:
        return DAYS * BAR_WIDTH

    @property
    def chart_height(self) -> int:
        return CHART_HEIGHT


@dataclass(frozen=True)
class News:
    """Items added and changed since the last link was made; `hidden`: what visitors do not see, since whenever."""

    since: date | None = None
    added: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    hidden: list[Item] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.hidden)


@dataclass(frozen=True)
class Links:
    rows: list[Row]
    news: News

    @property
    def shown(self) -> list[Row]:
        """The newest, where there is no room for all."""
        return [row for row in self.rows if row.state != "revoked"][:MOST_SHOWN]


def links(toolkit: Toolkit, language: str, refused: LastDayForm | None = None) -> Links:
    """Those of one toolkit, each with the form to extend it. Some queries, however many links and days there are.

    `refused`: a form for one of them that came back with errors.
    """
    forms = {refused.prefix: refused} if refused else {}
    rows = [
        replace(row, form=forms.get(prefix) or LastDayForm(prefix=prefix))
        for row in rows_of([toolkit])[toolkit.pk]
        for prefix in [f"link-{row.link.pk}"]
    ]
    return Links(rows, news(rows, contents(toolkit, language, for_owner=True) if rows else []))


def rows_of(toolkits: Sequence[Toolkit]) -> dict[uuid.UUID, list[Row]]:
    """The links of each toolkit: those that work first, and the newest of them. Two queries."""
    made = list(ShareLink.objects.filter(toolkit__in=toolkits).select_related("revoked_by"))
    today = timezone.now().date()
    recently = Case(When(day__gt=today - timedelta(days=DAYS), then="day"))  # all days before are counted as one
    counts = DailyCount.objects.filter(link__in=made).order_by().values("link", "deed", recently=recently)
    totals: Counter[tuple[int, str]] = Counter()
    daily: dict[tuple[int, date | None, str], int] = {}
    for link, deed, day, count in counts.values_list("link", "deed", "recently", Sum("count")):
        totals[link, deed] += count
        daily[link, day, deed] = count
    by_key = {toolkit.pk: toolkit for toolkit in toolkits}
    rows: dict[uuid.UUID, list[Row]] = {key: [] for key in by_key}
    for link in made:
        link.toolkit = by_key[link.toolkit_id]
        rows[link.toolkit_id].append(
            Row(
                link,
                address=address_of(link),
                state=link.state(),
                total={deed: totals[link.pk, deed] for deed in DailyCount.Deed.values},
                days=_days(link, today, daily),
            )
        )
    return {key: sorted(links, key=lambda row: STATES.index(row.state)) for key, links in rows.items()}


def news(rows: list[Row], sections: list[Section]) -> News:
    """Nothing where no link has been made."""
    if not rows:
        return News()
    since = max(row.link.made_at for row in rows)
    items = [item for section in sections for item in section.items]
    public = [item for item in items if item.state == "there"]
    return News(
        since=since.date(),
        added=[item for item in public if item.entry.added_at > since],
        changed=[
            item
            for item in public
            if item.entry.added_at <= since
            and item.page
            and item.page.last_published_at
            and item.page.last_published_at > since
        ],
        hidden=[item for item in items if item.state != "there"],
    )


def _days(link: ShareLink, today: date, daily: dict[tuple[int, date | None, str], int]) -> list[Day]:
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    counts = [{deed: daily.get((link.pk, day, deed), 0) for deed in DailyCount.Deed.values} for day in days]
    highest = max(count["visit"] for count in counts) or 1
    heights = [-(-count["visit"] * CHART_HEIGHT // highest) for count in counts]
    return [
        Day(day, **count, x=number * BAR_WIDTH, y=CHART_HEIGHT - height, height=height)
        for number, (day, count, height) in enumerate(zip(days, counts, heights, strict=True))
    ]
