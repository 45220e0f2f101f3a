"""How somebody stands at a quiz: which attempt counts, how many are left, and whether another can be begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from brs.certificates.renewal import is_open
from courses.learning.models import Attempt, Enrolment
from courses.learning.results import deciding, used_up

from .renewal import newest_certificate

if TYPE_CHECKING:
    from .models.quiz import QuizPage


@dataclass(frozen=True)
class QuizStanding:
    """`attempts`: the newest first. `since`: those of before use none up, as where a certificate is earned anew."""

    quiz: "QuizPage"
    attempts: Sequence[Attempt]
    since: datetime | None = None

    @cached_property
    def decisive(self) -> Attempt | None:
        """The attempt on which the result rests."""
        return deciding(self.attempts)

    @property
    def is_passed(self) -> bool:
        return self.decisive is not None and bool(self.decisive.passed)

    @property
    def open_attempt(self) -> Attempt | None:
        """The one that is begun and not handed in."""
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    @property
    def left(self) -> int | None:
        """How many attempts can still be begun; None for as many as one likes."""
        most = self.quiz.most_attempts
        return None if most is None else max(0, most - used_up(self.attempts, since=self.since))

    @property
    def may_begin(self) -> bool:
        """Whether an attempt can be begun or gone on with."""
        return self.open_attempt is not None or self.left != 0

    @property
    def why_not(self) -> str:
        """What to say to somebody who may begin no attempt; empty where they may."""
        if self.may_begin:
            return ""
        reason = _("You have used all attempts at this quiz.")
        if self.quiz.counts == self.quiz.Counts.FIRST:
            reason = _("The first attempt counts, and you have handed it in.")
        if self.is_passed:
            return f"{reason} {_('You have passed.')}"
        return f"{reason} {_('This quiz cannot be passed any more.')}"


def standing_at(quiz: "QuizPage", person: Any, enrolment: Enrolment | None) -> QuizStanding:
    """Two queries for somebody enrolled, one for others who are signed in, else none."""
    if not person.is_authenticated:
        return QuizStanding(quiz, [])
    attempts = list(Attempt.objects.of(person).at(quiz.translation_key).order_by("-number"))
    return QuizStanding(quiz, attempts, attempts_count_from(enrolment) if enrolment else None)


def attempts_count_from(enrolment: Enrolment) -> datetime | None:
    """Since when attempts at a quiz are counted: all of them do, but where a certificate is earned anew. One query."""
    certificate = newest_certificate(enrolment) if enrolment.completed_at else None
    return certificate.issued_at if certificate and is_open(certificate) else None
