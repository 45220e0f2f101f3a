"""Closing months: what is counted from the evidence is booked, and stays as it was booked."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from brs.reports.counting.counts import NOTHING, Cell, Count, Counts, add_up, month_of, to_book
from brs.reports.counting.evidence import everybody
from brs.reports.counting.models import Closing, Counted, Fact, Gone

from . import public_sets

CELL = Cell._fields
AT_ONCE = 2_000
MONTH = relativedelta(months=1)


def newest_closed() -> date | None:
    return Closing.objects.aggregate(newest=Max("month"))["newest"]


def close_months(today: date | None = None) -> int:
    """Book every month that is over and not closed yet; how many rows that made. Doing it again changes nothing.

    Counting takes a while at many learners; nobody is kept from learning meanwhile. With it goes of whom public
    addresses tell.
    """
    open_month = month_of(today or timezone.now().date())
    newest = newest_closed()
    if newest and newest + MONTH >= open_month:
        return 0
    booked = to_book(_counted(open_month), published(), newest + MONTH if newest else date.min)
    first = newest + MONTH if newest else min((month for month, _cell in booked), default=open_month - MONTH)
    with transaction.atomic():
        Closing.objects.bulk_create([Closing(month=month) for month in _months(first, open_month)])
        _write(Fact, booked)
        public_sets.settle()
    return len(booked)


def differences() -> Counts:
    """What closing the running month would correct in the published ones: people who have moved, say.

    Empty while nothing has changed since.
    """
    newest = newest_closed()
    if newest is None:
        return {}
    return to_book(_counted(newest + MONTH), published(), newest + MONTH)


def published() -> dict[Cell, Count]:
    """All that was ever booked, by cell."""
    rows = Fact.objects.values_list(*CELL).annotate(all_people=Sum("people"), all_amounts=Sum("amount"))
    return {Cell(*row[:-2]): Count(*row[-2:]) for row in rows.iterator(AT_ONCE)}


def keep_what_was_published(person: Any) -> None:
    """Somebody goes: what they brought to published months stays in the figures, without them."""
    newest = newest_closed()
    if newest is None:
        return
    for (month, cell), count in add_up(everybody(person.pk), newest + MONTH).items():
        cell_of_month = {"month": month, **cell._asdict()}
        erased, is_new = Gone.objects.get_or_create(**cell_of_month, defaults=asdict(count))
        if not is_new:
            Gone.objects.filter(pk=erased.pk).update(
                people=F("people") + count.people, amount=F("amount") + count.amount
            )


def _counted(until: date) -> Counts:
    counted = add_up(everybody(), until)
    for row in Gone.objects.filter(month__lt=until).iterator(AT_ONCE):
        month_cell = row.month, row.cell
        counted[month_cell] = counted.get(month_cell, NOTHING) + row.count
    return counted


def _months(first: date, until: date) -> Iterable[date]:
    while first < until:
        yield first
        first += MONTH


def _write(model: type[Counted], counts: Counts) -> None:
    rows = (model(month=month, **cell._asdict(), **asdict(count)) for (month, cell), count in counts.items())
    model._default_manager.bulk_create(rows, batch_size=AT_ONCE)
