"""What can be answered, for whom, and how far it is."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from brs.core.languages import readers_language
from brs.core.pages import once_each
from brs.people.models import Party

from .models import Assessment, FocalPoint, Questionnaire, Response


@dataclass(frozen=True)
class Side:
    """A questionnaire as answered for a Party, or (`party` None) for oneself. `submitted`: the newest round first.

    `answered` of `asked`: of the open round.
    """

    party: Party | None
    open: Assessment | None = None
    answered: int = 0
    asked: int = 0
    submitted: list[Assessment] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """`is_asked`: it is live, so that a round can be begun. `conventions`: slugs."""

    key: uuid.UUID
    title: str
    introduction: str
    language: str
    conventions: list[str]
    items: int
    is_demo: bool
    is_asked: bool
    sides: list[Side]


@dataclass(frozen=True)
class Shared:
    """A round that focal points have shared with their Party's people."""

    assessment: Assessment
    title: str
    language: str


@dataclass(frozen=True)
class Overview:
    rows: list[Row]
    focal_points: list[FocalPoint]
    shared: list[Shared]


def overview(person: Any) -> Overview:
    """For anybody. Three queries for a visitor; for others four more, however many rounds there are."""
    live = list(once_each(Questionnaire.objects.filter(live=True)).prefetch_related("conventions").order_by("title"))
    if not person.is_authenticated:
        return Overview([_row(questionnaire, []) for questionnaire in live], [], [])
    focal_points = list(FocalPoint.objects.filter(person=person, ended_at=None).select_related("party"))
    parties = [focal_point.party for focal_point in focal_points if focal_point.state() == "confirmed"]
    mine = list(
        Assessment.objects.editable_by(person).select_related("party", "version").order_by("-round", "-begun_at")
    )
    by_key = defaultdict(list)
    for assessment in mine:
        by_key[assessment.questionnaire_key].append(assessment)
    answered = _answered([assessment for assessment in mine if assessment.submitted_at is None])
    rows = [
        _row(questionnaire, _sides(by_key.pop(questionnaire.translation_key, []), [None, *parties], answered))
        for questionnaire in live
    ]
    rows += [_row_of_version(rounds, answered) for rounds in by_key.values()]
    colleagues = Assessment.objects.seen_by(person).exclude(pk__in=[assessment.pk for assessment in mine])
    return Overview(
        rows, focal_points, [_shared(assessment) for assessment in colleagues.select_related("party", "version")]
    )


def _row(questionnaire: Questionnaire, sides: list[Side]) -> Row:
    return Row(
        key=questionnaire.translation_key,
        title=questionnaire.title,
        introduction=questionnaire.introduction,
        language=questionnaire.locale.language_code,
        conventions=[convention.slug for convention in questionnaire.conventions.all()],
        items=len(questionnaire.items.raw_data),
        is_demo=questionnaire.is_demo,
        is_asked=True,
        sides=sides,
    )


def _row_of_version(rounds: list[Assessment], answered: dict[uuid.UUID, int]) -> Row:
    """Of a questionnaire that is not live any more."""
    content = rounds[0].version.in_language(readers_language())
    parties = list({assessment.party_id: assessment.party for assessment in rounds}.values())
    return Row(
        key=rounds[0].questionnaire_key,
        title=content["title"],
        introduction="",
        language=content["language"],
        conventions=[],
        items=len(content["items"]),
        is_demo=False,
        is_asked=False,
        sides=_sides(rounds, parties, answered),
    )


def _sides(rounds: list[Assessment], parties: list[Party | None], answered: dict[uuid.UUID, int]) -> list[Side]:
    sides = []
    for party in parties:
        of_party = [assessment for assessment in rounds if assessment.party == party]
        is_open = next((assessment for assessment in of_party if assessment.submitted_at is None), None)
        sides.append(
            Side(
                party,
                open=is_open,
                answered=answered.get(is_open.pk, 0) if is_open else 0,
                asked=len(is_open.version.order()) if is_open else 0,
                submitted=[assessment for assessment in of_party if assessment.submitted_at],
            )
        )
    return sides


def _answered(rounds: list[Assessment]) -> dict[uuid.UUID, int]:
    """How many of its version's items have an answer, by assessment."""
    asked = {assessment.pk: assessment.version.order() for assessment in rounds}
    counts: dict[uuid.UUID, int] = defaultdict(int)
    for pk, item in Response.objects.filter(assessment__in=asked).values_list("assessment", "item").distinct():
        counts[pk] += item in asked[pk]
    return counts


def _shared(assessment: Assessment) -> Shared:
    content = assessment.version.in_language(readers_language())
    return Shared(assessment, content["title"], content["language"])
