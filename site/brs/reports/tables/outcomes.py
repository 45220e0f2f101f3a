"""What came of activities: who came, for how long, what they gained, who applies it months later."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brs.reports.counting.counts import ANSWERED, OUTCOMES
from brs.reports.disclosure.figures import ALWAYS, Tally

from .filters import ReportFilters
from .table import GAIN, Column, Text, numbers, people, percents

APPLIED = {months: f"applied{months}" for months in ANSWERED}


@dataclass(frozen=True)
class Side:
    """Some of what came of activities: as many columns as go beside each other. `suffix`: to a table's name."""

    suffix: str
    title: Text
    columns: list[Column]


GAINED = Side(
    "",
    _("Who came, and what they gained"),
    [*people("came"), *numbers("hours"), *people("certified", "gained"), GAIN],
)
LATER = Side(
    "-later",
    _("Who applies it months later"),
    [column for months in ANSWERED for column in (*people(ANSWERED[months]), *percents(APPLIED[months]))],
)


def outcomes(sums: Tally, subject: UUID, filters: ReportFilters) -> dict[str, Any]:
    """By the columns' names.

    What is reckoned from amounts is of all people: of some of them it would tell of single ones.
    """
    name = filters.name_of(subject)
    figures: dict[str, Any] = {
        measure: sums.figure(measure, name, filters.group, filters.period) for measure in OUTCOMES - {"attended"}
    }
    if not filters.is_everywhere or filters.period != ALWAYS:
        return figures
    minutes = sums.total("attended")
    return {
        **figures,
        "hours": None if minutes is None else round(minutes / 60 / 5) * 5,
        "gain": sums.mean("gained"),
        **{APPLIED[months]: sums.mean(measure) for months, measure in ANSWERED.items()},
    }
