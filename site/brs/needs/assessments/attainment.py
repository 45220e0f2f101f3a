"""What was attained from round to round: the level of each item over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .gaps import ENOUGH, LEVELS, attained
from .models import Assessment

STEP, EDGE, RISE = 36, 8, 7  # of the chart: from round to round, around it, from level to level


@dataclass(frozen=True)
class Row:
    """An item: its level by round (None: not known, not answered, not asked then), and what was gained in all.

    `dots`, `line`: where the chart has the known levels; from the right where the reader reads from there.
    """

    item: Mapping[str, Any]
    language: str
    levels: list[int | None]
    gained: int | None
    dots: list[tuple[int, int]]

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.dots)


@dataclass(frozen=True)
class Attainment:
    """`averages`: of the known levels by round, None where none is known. `higher`, `lower`: items, first to last."""

    title: str
    language: str
    rounds: list[Assessment]
    rows: list[Row]
    averages: list[float | None]
    higher: int
    lower: int

    @property
    def width(self) -> int:
        return _width(len(self.rounds))

    @property
    def height(self) -> int:
        return _y(LEVELS.start) + EDGE

    @property
    def enough(self) -> int:
        """Height of the line that shows what is enough."""
        return _y(ENOUGH)


def attainment(assessment: Assessment, person: Any, language: str, *, rtl: bool = False) -> Attainment:
    """All rounds of the same questionnaire, for the same Party or person, that the person may see. One query."""
    same = Assessment.objects.seen_by(person).filter(
        questionnaire_key=assessment.questionnaire_key, party=assessment.party, submitted_at__isnull=False
    )
    if assessment.party_id is None:
        same = same.filter(begun_by=assessment.begun_by)
    rounds = list(same.select_related("version").order_by("round"))
    finals = [round_.final() for round_ in rounds]
    gained = attained(finals[0], finals[-1]) if len(finals) > 1 else {}
    newest = (rounds[-1] if rounds else assessment).version.in_language(language)
    rows = []
    for key, (item, spoken) in _items(rounds, language).items():
        levels = [final[key].level if key in final else None for final in finals]
        rows.append(Row(item, spoken, levels, gained.get(key), _dots(levels, rtl)))
    known = [[level for row in rows if (level := row.levels[index]) is not None] for index in range(len(rounds))]
    return Attainment(
        title=newest["title"],
        language=newest["language"],
        rounds=rounds,
        rows=rows,
        averages=[sum(levels) / len(levels) if levels else None for levels in known],
        higher=sum(steps > 0 for steps in gained.values()),
        lower=sum(steps < 0 for steps in gained.values()),
    )


def _items(rounds: Sequence[Assessment], language: str) -> dict[str, tuple[Mapping[str, Any], str]]:
    """Every item that some round asked, in the words of the last that did; those of the newest round first."""
    items: dict[str, tuple[Mapping[str, Any], str]] = {}
    for round_ in reversed(rounds):
        content = round_.version.in_language(language)
        for item in content["items"]:
            items.setdefault(item["id"], (item, content["language"]))
    return items


def _dots(levels: Sequence[int | None], rtl: bool) -> list[tuple[int, int]]:
    places = [EDGE + index * STEP for index in range(len(levels))]
    if rtl:
        places.reverse()
    return [(x, _y(level)) for x, level in zip(places, levels, strict=True) if level is not None]


def _y(level: int) -> int:
    return EDGE + (LEVELS[-1] - level) * RISE


def _width(rounds: int) -> int:
    return 2 * EDGE + (rounds - 1) * STEP
