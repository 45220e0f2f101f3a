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
        return Overview([_row(one, []) for one in live], [], [])
    focal_points = list(FocalPoint.objects.filter(person=person, ended_at=None).select_related("party"))
    parties = [one.party for one in focal_points if one.state() == "confirmed"]
    mine = list(
        Assessment.objects.editable_by(person).select_related("party", "version").order_by("-round", "-begun_at")
    )
    by_key = defaultdict(list)
    for one in mine:
        by_key[one.questionnaire_key].append(one)
    answered = _answered([one for one in mine if one.submitted_at is None])
    rows = [_row(one, _sides(by_key.pop(one.translation_key, []), [None, *parties], answered)) for one in live]
    rows += [_row_of_version(rounds, answered) for rounds in by_key.values()]
    colleagues = Assessment.objects.seen_by(person).exclude(pk__in=[one.pk for one in mine])
    return Overview(rows, focal_points, [_shared(one) for one in colleagues.select_related("party", "version")])


def _row(questionnaire: Questionnaire, sides: list[Side]) -> Row:
    return Row(
        key=questionnaire.translation_key,
        title=questionnaire.title,
        introduction=questionnaire.introduction,
        language=questionnaire.locale.language_code,
        conventions=[one.slug for one in questionnaire.conventions.all()],
        items=len(questionnaire.items.raw_data),
        is_demo=questionnaire.is_demo,
        is_asked=True,
        sides=sides,
    )


def _row_of_version(rounds: list[Assessment], answered: dict[uuid.UUID, int]) -> Row:
    """Of a questionnaire that is not live any more."""
    content = rounds[0].version.in_language(readers_language())
    parties = list({one.party_id: one.party for one in rounds}.values())
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
    found = []
    for party in parties:
        of_party = [one for one in rounds if one.party == party]
        is_open = next((one for one in of_party if one.submitted_at is None), None)
        found.append(
            Side(
                party,
                open=is_open,
                answered=answered.get(is_open.pk, 0) if is_open else 0,
                asked=len(is_open.version.order()) if is_open else 0,
                submitted=[one for one in of_party if one.submitted_at],
            )
        )
    return found


def _answered(rounds: list[Assessment]) -> dict[uuid.UUID, int]:
    """How many of its version's items have an answer, by assessment."""
    asked = {one.pk: one.version.order() for one in rounds}
    found: dict[uuid.UUID, int] = defaultdict(int)
    for pk, item in Response.objects.filter(assessment__in=asked).values_list("assessment", "item").distinct():
        found[pk] += item in asked[pk]
    return found


def _shared(assessment: Assessment) -> Shared:
    content = assessment.version.in_language(readers_language())
    return Shared(assessment, content["title"], content["language"])
