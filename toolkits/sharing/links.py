"""A toolkit's links as its owners see them: state, use, and what has changed in the toolkit since the last was made."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from .contents import Item, contents
from .link_forms import LastDayForm
from .models import DailyCount, ShareLink, Toolkit
from .shared_page import address_of

DAYS = 30
CHART_HEIGHT = 40
BAR_WIDTH = 8


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
    form: LastDayForm

    @property
    def busy_days(self) -> list[Day]:
        return [day for day in self.days if day.visit or day.open or day.download]


@dataclass(frozen=True)
class News:
    """What has happened to the items since the last link was made."""

    since: date | None = None
    added: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True)
class Links:
    rows: list[Row]
    news: News

    @property
    def chart_width(self) -> int:
        return DAYS * BAR_WIDTH

    @property
    def chart_height(self) -> int:
        return CHART_HEIGHT


def links(toolkit: Toolkit, language: str, refused: LastDayForm | None = None) -> Links:
    """The links, the newest first. Some queries, however many links and days there are.

    `refused`: a form for one of them that came back with errors.
    """
    made = list(toolkit.links.all())
    today = timezone.now().date()
    counts = DailyCount.objects.filter(link__in=made)
    totals: dict[tuple[int, str], int] = {
        (row["link"], row["deed"]): row["total"]
        for row in counts.values("link", "deed").order_by().annotate(total=Sum("count"))
    }
    daily = {(row.link_id, row.day, row.deed): row.count for row in counts.filter(day__gt=today - timedelta(days=DAYS))}
    rows = []
    for link in made:
        link.toolkit = toolkit
        prefix = f"link-{link.pk}"
        own = refused if refused and refused.prefix == prefix else None
        rows.append(
            Row(
                link,
                address=address_of(link),
                state=link.state(),
                total={deed: totals.get((link.pk, deed), 0) for deed in DailyCount.Deed.values},
                days=_days(link, today, daily),
                form=own or LastDayForm(prefix=prefix),
            )
        )
    return Links(rows, _news(toolkit, language, made))


def _days(link: ShareLink, today: date, daily: dict[tuple[int, date, str], int]) -> list[Day]:
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    counts = [{deed: daily.get((link.pk, day, deed), 0) for deed in DailyCount.Deed.values} for day in days]
    highest = max(count["visit"] for count in counts) or 1
    heights = [-(-count["visit"] * CHART_HEIGHT // highest) for count in counts]
    return [
        Day(day, **count, x=place * BAR_WIDTH, y=CHART_HEIGHT - height, height=height)
        for place, (day, count, height) in enumerate(zip(days, counts, heights, strict=True))
    ]


def _news(toolkit: Toolkit, language: str, made: list[ShareLink]) -> News:
    if not made:
        return News()
    since = max(link.made_at for link in made)
    items = [item for section in contents(toolkit, language, for_owner=True) for item in section.items]
    there = [item for item in items if item.state == "there"]
    return News(
        since=since.date(),
        added=[item for item in there if item.entry.added_at > since],
        changed=[
            item
            for item in there
            if item.entry.added_at <= since
            and item.page
            and item.page.last_published_at
            and item.page.last_published_at > since
        ],
        gone=[item for item in items if item.state != "there"],
    )
