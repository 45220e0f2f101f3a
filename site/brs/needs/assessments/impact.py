"""What publishing a questionnaire does to those who are answering it, and to what was submitted. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from .models import Questionnaire, QuestionnaireVersion


@dataclass(frozen=True)
class Use:
    """A version, and how many assessments are held to it: `open` ones, and those that were `submitted`."""

    number: int
    made_at: datetime
    open: int
    submitted: int


@dataclass(frozen=True)
class Impact:
    """`uses`: the versions that some assessment was given, the newest first."""

    uses: list[Use]

    @property
    def open(self) -> int:
        return sum(use.open for use in self.uses)

    @property
    def submitted(self) -> int:
        return sum(use.submitted for use in self.uses)


def impact_of(questionnaire: Questionnaire) -> Impact:
    """One query."""
    versions = QuestionnaireVersion.objects.filter(key=questionnaire.translation_key).defer("content")
    counted = versions.annotate(
        open=Count("assessments", filter=Q(assessments__submitted_at=None)),
        submitted=Count("assessments", filter=Q(assessments__submitted_at__isnull=False)),
    )
    return Impact(
        [
            Use(version.number, version.made_at, version.open, version.submitted)
            for version in counted.order_by("-number")
        ]
    )
