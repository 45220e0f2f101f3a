"""Counts of people as the Secretariat sees them: docs/reports.md says by which rules."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.conf import settings
from django.utils import timezone

from brs.core.small_cells import moves, per_cent, shown


@dataclass(frozen=True)
class Share:
    """Of the people who were asked: how many, and in per cent, as they may be shown; None where they are too few."""

    count: int | None
    per_cent: int | None


def month_of(moment: datetime) -> int:
    """Months since the year 0, by which figures move."""
    return moment.year * 12 + moment.month


class Figures:
    """Counts of people by the month in which each came: of months that are over, moving by five at least, rounded.

    `name`: what is counted, with its filters.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.now = month_of(timezone.now())

    def count(self, what: str, months: Iterable[int]) -> int | None:
        """None for fewer than five."""
        return shown(self._last_move(months)[1], f"{self.name} {what}", settings.SECRET_KEY)

    def share(self, what: str, months: Iterable[int], asked: int | None) -> Share:
        count = self.count(what, months)
        return Share(count, per_cent(count, asked))

    def until(self, months: Iterable[int]) -> int:
        """The month in which their number moved last: what is told of all of them together is as it stood then."""
        return self._last_move(months)[0]

    def _last_move(self, months: Iterable[int]) -> tuple[int, int]:
        of_month = Counter(month for month in months if month < self.now)
        in_order = sorted(of_month)
        totals = accumulate(of_month[month] for month in in_order)
        *_earlier, last = [(0, 0), *((in_order[index], count) for index, count in moves(totals))]
        return last
