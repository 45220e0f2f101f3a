"""Needs against supply: where Parties say that they fall short, and what there is for it and was done there."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from statistics import mean
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from brs.activities.pages.models import ActivityPage
from brs.needs.assessments.gaps import attained
from brs.reports.counting.models import Fact
from brs.reports.disclosure.figures import NAME_OF_ALL, Group, Tally, facts, tally
from brs.taxonomy.models import Classification, Competency, in_readers_language
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .definitions import DEFINITIONS
from .filters import ReportFilters
from .rounds import Round
from .table import LEVEL, Column, Row, Table, numbers, people

HIGH = 3
CONTENTS: dict[str, QuerySet[Any]] = {
    "courses": CoursePage.objects.all(),
    "tools": ToolPage.objects.all(),
    "activities": ActivityPage.objects.filter(is_template=False),
}


@dataclass
class Need:
    """What Parties say of a competency."""

    answered: set[str]
    with_gap: set[str]
    urgent: set[str]
    levels: list[int]


def by_competency(filters: ReportFilters) -> Table:
    """Seven queries, two of them for the rounds."""
    needs = _needs(filters.rounds)
    supply = _supply()
    trained = [facts("competency", ["completed"], subject=key, places=need.with_gap) for key, need in needs.items()]
    tallies = tally(reduce(or_, trained, Fact.objects.none()), "subject")
    shown = []
    for key, term in sorted(in_readers_language(Competency).items(), key=lambda pair: _weight(needs.get(pair[0]))):
        need = needs.get(key)
        if need is None:
            continue
        sums = tallies.get(key, Tally())
        shown.append(
            Row(
                {
                    "name": str(term),
                    "answered": len(need.answered),
                    "gaps": len(need.with_gap),
                    "urgent": len(need.urgent),
                    "level": round(mean(need.levels), 1) if need.levels else None,
                    **{name: counts[key] for name, counts in supply.items()},
                    "trained_there": sums.figure(
                        "completed", filters.name_of(key), Group(frozenset(need.with_gap)), filters.period
                    ),
                },
                term.slug,
                term.locale.language_code,
            )
        )
    columns = [
        Column("name", _("Competency"), definition="subject"),
        *numbers("answered", "gaps", "urgent"),
        LEVEL,
        *numbers("courses", "tools", "activities"),
        *people("trained_there"),
    ]
    return Table("needs", _("Needs against supply, by competency"), columns, shown, NOBODY)


def by_party(filters: ReportFilters) -> Table:
    """One query, and two for the rounds where they were not read yet."""
    rounds: dict[str, list[Round]] = defaultdict(list)
    for round_ in filters.rounds:
        rounds[round_.party].append(round_)
    tallies = tally(facts("all", ("completed", "came"), places=rounds), "place")
    rows = []
    for party in sorted(filters.parties, key=str):
        partys_rounds = rounds.get(party.pk)
        if not partys_rounds:
            continue
        done, group = tallies.get(party.pk, Tally()), Group(frozenset({party.pk}))
        steps = [sum(attained(round_.before, round_.answers).values()) for round_ in partys_rounds if round_.before]
        levels = [
            answer.level for round_ in partys_rounds for answer in round_.answers.values() if answer.level is not None
        ]
        rows.append(
            Row(
                {
                    "name": str(party),
                    "code": party.pk,
                    "items_short": sum(len(round_.short()) for round_ in partys_rounds),
                    "level": round(mean(levels), 1) if levels else None,
                    "gained_levels": sum(steps) if steps else None,
                    **{m: done.figure(m, NAME_OF_ALL, group, filters.period) for m in ("completed", "came")},
                },
                key=party.pk,
            )
        )
    columns = [
        Column("name", DEFINITIONS["party"].title, definition="party"),
        Column("code", _("Code")),
        *numbers("items_short"),
        LEVEL,
        *numbers("gained_levels"),
        *people("completed", "came"),
    ]
    return Table("needs-of-parties", _("Parties that have said what they need"), columns, rows, NOBODY)


NOBODY = _("No Party has submitted an assessment yet, or none of those asked for.")


def _needs(rounds: Iterable[Round]) -> dict[uuid.UUID, Need]:
    """By competency."""
    needs: dict[uuid.UUID, Need] = defaultdict(lambda: Need(set(), set(), set(), []))
    for round_ in rounds:
        short = round_.short()
        for item in round_.items:
            answer = round_.answers.get(item["id"])
            if answer is None or answer.level is None:
                continue
            for key in map(uuid.UUID, item["competencies"]):
                need = needs[key]
                need.answered.add(round_.party)
                need.levels.append(answer.level)
                if item["id"] in short:
                    need.with_gap.add(round_.party)
                if short.get(item["id"]) == HIGH:
                    need.urgent.add(round_.party)
    return needs


def _weight(need: Need | None) -> tuple[int, int]:
    """Where most Parties have a gap comes first."""
    return (-len(need.with_gap), -len(need.urgent)) if need else (0, 0)


def _supply() -> dict[str, Counter[uuid.UUID]]:
    """By kind of content, how many pieces of it carry each competency. Two queries."""
    first, *others = [
        pages.filter(live=True).order_by().annotate(as_kind=Value(kind)).values_list("translation_key", "as_kind")
        for kind, pages in CONTENTS.items()
    ]
    kinds = dict(first.union(*others))
    supply: dict[str, Counter[uuid.UUID]] = {kind: Counter() for kind in CONTENTS}
    carried = Classification.objects.filter(axis="competency").values_list("content_key", "term_key").distinct()
    for content, term in carried.order_by():
        if content in kinds:
            supply[kinds[content]][term] += 1
    return supply
