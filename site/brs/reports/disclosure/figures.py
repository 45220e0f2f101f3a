"""What is booked, as it may be shown: to the Secretariat, and to everybody. See brs.core.small_cells."""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import QuerySet, Sum

from brs.core.small_cells import FEWEST, amiss_by_chance, moves, public_steps, publicly, shown
from brs.reports.counting.counts import EVERYTHING, KINDS
from brs.reports.counting.models import Fact

# What of the people of a figure is told apart; «» for everybody, also those of whom it is not known.
EVERYBODY = ""


@dataclass(frozen=True)
class Period:
    """From the month `since` to the end of the month `until`; None where it is open."""

    since: date | None = None
    until: date | None = None


ALWAYS = Period()
MONTH = relativedelta(months=1)


@dataclass(frozen=True)
class Group:
    """Who is counted: people of these Parties (None: of all and of none), of one gender, in one role.

    `is_public`: those of them who are confirmed, for everybody to see.
    """

    parties: frozenset[str] | None = None
    gender: str = EVERYBODY
    role: str = EVERYBODY
    is_public: bool = False

    @property
    def name(self) -> str:
        """The same for the same people, however they were asked for."""
        parties = EVERYBODY if self.parties is None else _digest(self.parties)
        return f"{parties}|{self.gender}|{self.role}{'|public' if self.is_public else ''}"


@dataclass
class Tally:
    """People booked by measure and month. `amounts` likewise; months in order."""

    people: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    amounts: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def add(self, measure: str, month: date, people: int, amount: int) -> None:
        self.people[measure][month] += people
        self.amounts[measure][month] += amount

    def figure(self, measure: str, subject: str, group: Group, period: Period = ALWAYS) -> int | None:
        """How many people may be shown to be in a measure; None for fewer than five.

        Of a period it is how far the figure has moved in it.
        """
        return within(self.shown(measure, subject, group), period)

    def shown(self, measure: str, subject: str, group: Group) -> list[tuple[date, int]]:
        """The months in which the figure moves, and what it says from then on."""
        name = f"{measure}|{subject}|{group.name}"
        booked = sorted(self.people.get(measure, {}).items())
        counts = accumulate(people for _month, people in booked)
        if group.is_public:
            steps = public_steps(counts, amiss_by_chance(name, settings.SECRET_KEY))
            return [(booked[index][0], publicly(figure) or 0) for index, figure in steps]
        return [(booked[index][0], shown(count, name, settings.SECRET_KEY) or 0) for index, count in moves(counts)]

    def mean(self, measure: str) -> int | None:
        """Of the amounts of those people, to the nearest five, when they last moved; None for fewer than five."""
        people, amount = self._last(measure)
        return round(amount / people / 5) * 5 if people >= FEWEST else None

    def total(self, measure: str) -> int | None:
        """Of the amounts of those people, when they last moved; None for fewer than five."""
        people, amount = self._last(measure)
        return amount if people >= FEWEST else None

    def _last(self, measure: str) -> tuple[int, int]:
        """People and their amounts when the figure last moved."""
        booked = sorted(self.people.get(measure, {}).items())
        amounts = list(accumulate(amount for _month, amount in sorted(self.amounts.get(measure, {}).items())))
        moved = [(count, amounts[index]) for index, count in moves(accumulate(people for _month, people in booked))]
        return moved[-1] if moved else (0, 0)


def within(moved: list[tuple[date, int]], period: Period) -> int | None:
    """How far a figure has moved in a period; None for less than five."""
    figure = _at(moved, period.until) - (_at(moved, period.since - MONTH) if period.since else 0)
    return figure if figure >= FEWEST else None


def _at(moved: list[tuple[date, int]], month: date | None) -> int:
    return next((count for at, count in reversed(moved) if month is None or at <= month), 0)


def facts(
    kind: str,
    measures: Iterable[str],
    *,
    subject: UUID | None = None,
    places: Iterable[str] | None = None,
    is_public: bool = False,
) -> QuerySet[Fact]:
    """Booked for a kind's subjects (or one of them), of people in these places (or anywhere).

    `is_public`: of those who are confirmed alone.
    """
    rows = Fact.objects.filter(kind=kind, measure__in=sorted(KINDS[kind].measures & set(measures)))
    if subject is not None:
        rows = rows.filter(subject=subject)
    if is_public:
        rows = rows.filter(is_confirmed=True)
    return rows if places is None else rows.filter(place__in=sorted(places))


def tally(rows: QuerySet[Fact], by: str) -> dict[Hashable, Tally]:
    """By the values of a column of facts. One query."""
    tallies: dict[Hashable, Tally] = defaultdict(Tally)
    summed = rows.values_list(by, "measure", "month").annotate(Sum("people"), Sum("amount")).order_by()
    for value, measure, month, people, amount in summed:
        tallies[value].add(measure, month, people, amount)
    return tallies


def together(tallies: Iterable[Tally]) -> Tally:
    """Of several groups that nobody is in twice."""
    total = Tally()
    for part in tallies:
        for measure, months in part.people.items():
            for month, people in months.items():
                total.add(measure, month, people, part.amounts[measure][month])
    return total


NAME_OF_ALL = str(EVERYTHING)


def _digest(codes: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(sorted(codes)).encode()).hexdigest()[:16]
