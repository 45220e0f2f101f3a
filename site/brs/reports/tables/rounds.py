"""What Parties said last, questionnaire by questionnaire."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brs.needs.assessments.gaps import Answer, gaps
from brs.needs.assessments.models import Assessment, QuestionnaireVersion
from brs.people.models import Party


@dataclass(frozen=True)
class Round:
    """A Party's last submitted answers to a questionnaire, with the round before where there was one."""

    party: str
    items: list[dict[str, Any]]
    answers: Mapping[str, Answer]
    before: Mapping[str, Answer]

    def short(self) -> dict[str, int]:
        """Items that fall short, with their priority."""
        return {gap.item: gap.priority for gap in gaps(self.answers, [item["id"] for item in self.items])}


def last_rounds(parties: Iterable[Party]) -> list[Round]:
    """The last of each of these Parties and each questionnaire. Two queries."""
    submitted = Assessment.objects.of_parties().filter(party__in=parties).order_by("round", "submitted_at")
    by_place: dict[tuple[str, uuid.UUID], list[Assessment]] = defaultdict(list)
    for assessment in submitted.only("party", "questionnaire_key", "version", "answers", "round"):
        by_place[assessment.party_id or "", assessment.questionnaire_key].append(assessment)
    versions = QuestionnaireVersion.objects.in_bulk({rounds[-1].version_id for rounds in by_place.values()})
    items = {pk: version.in_language("en")["items"] for pk, version in versions.items()}
    return [
        Round(party, items[rounds[-1].version_id], rounds[-1].final(), rounds[-2].final() if len(rounds) > 1 else {})
        for (party, _key), rounds in by_place.items()
    ]
