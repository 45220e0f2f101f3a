"""The standing of somebody at a quiz: the attempt that counts, those left, and whether another can be begun."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.certificates.renewal import is_open
from brs.core.languages import best_of_each
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
        """The number of attempts that can still be begun; None for any number."""
        most = self.quiz.most_attempts
        return None if most is None else max(0, most - used_up(self.attempts, since=self.since))

    @property
    def may_begin(self) -> bool:
        """Whether an attempt can be begun or gone on with."""
        return self.open_attempt is not None or self.left != 0

    @property
    def why_not(self) -> str:
        """A sentence for somebody who may begin no attempt; empty where they may."""
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


def lost_quizzes(enrolments: Collection[Enrolment]) -> dict[int, set[str]]:
    """Keys of the quizzes that were failed and cannot be passed any more, by id of the enrolment.

    Two queries where a quiz was failed, else none.
    """
    failed = {
        enrolment.pk: [key for key, state in enrolment.progress.items.items() if state == "failed"]
        for enrolment in enrolments
    }
    keys = {key for quiz_keys in failed.values() for key in quiz_keys}
    if not keys:
        return {}
    live = Page.objects.live().filter(translation_key__in=keys, quizpage__isnull=False)
    pages = live.select_related("locale", "quizpage")
    quizzes = {key: page.quizpage for key, page in best_of_each(pages).items()}
    made: dict[tuple[int, str], list[Attempt]] = {}
    attempts = Attempt.objects.filter(enrolment__in=failed, quiz_key__in=keys).defer("questions", "answers", "marks")
    for attempt in attempts.order_by("-number"):
        made.setdefault((attempt.enrolment_id, str(attempt.quiz_key)), []).append(attempt)
    return {
        enrolment: {
            key
            for key in quiz_keys
            if (quiz := quizzes.get(uuid.UUID(key)))
            and not QuizStanding(quiz, made.get((enrolment, key), [])).may_begin
        }
        for enrolment, quiz_keys in failed.items()
    }
