"""Attempts at quizzes: started with their questions pinned, answered, and marked when they are handed in."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from brs.core.arrival import Save
from courses.questions.marking import MARKING_VERSION, mark
from courses.questions.models import QuestionVersion

from .answers import answering_of, answers_of, pinned_questions
from .events import LONGEST_COUNT, Happening
from .evidence import record
from .models import Attempt, Enrolment, Event
from .results import counting_attempt, used_up
from .verdicts import Verdict


class NoAttemptsLeft(Exception):
    """The quiz allows so many attempts and all have been made."""


@dataclass(frozen=True)
class QuizRules:
    """A quiz as an attempt pins it. `pass_mark` in per cent; `attempts_allowed` None is as many as one likes."""

    quiz_key: uuid.UUID
    title: str
    pass_mark: int
    attempts_allowed: int | None = None
    counts: str = "best"  # best | last | first
    feedback: str = "at_end"  # at_once | at_end | score, which is all that is told

    def pinned(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "quiz_key"}


@transaction.atomic
def start_attempt(
    enrolment: Enrolment,
    quiz: QuizRules,
    questions: Sequence[tuple[QuestionVersion, list[str]]],
    *,
    since: datetime | None = None,
) -> Attempt:
    """The learner's open attempt at a quiz, started with these questions if there is none.

    Each with the order of what there is to choose from. `since`: attempts of before use none up, as where a
    certificate is to be earned anew. Raises NoAttemptsLeft.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    attempts = list(Attempt.objects.filter(enrolment=enrolment).at(quiz.quiz_key).order_by("-number"))
    open_attempt = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    if open_attempt:
        return open_attempt
    if quiz.attempts_allowed is not None and used_up(attempts, since=since) >= quiz.attempts_allowed:
        raise NoAttemptsLeft
    return Attempt.objects.create(
        enrolment=enrolment,
        quiz_key=quiz.quiz_key,
        number=len(attempts) + 1,
        questions=[
            {"key": str(version.key), "version": version.digest, "order": order, "answered_by": "place"}
            for version, order in questions
        ],
        rules=quiz.pinned(),
    )


@transaction.atomic
def save_answer(
    attempt: Attempt,
    question_key: str,
    answer: Any,
    *,
    language: str,
    save: Save | None = None,
    event_id: uuid.UUID | None = None,
) -> Verdict:
    """Keep one answer as it is given. One that comes when the attempt is handed in is kept as well, and never counted.

    The last to arrive counts; of one form (see `save`) the last that it sent, whatever arrived last. Where the quiz
    tells at once, the first answer closes its question: another is refused.
    """
    Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    event_id = event_id or uuid.uuid4()
    closes_at_once = attempt.tells_at_once and not attempt.submitted_at
    closed = {(attempt.pk, key) for key in answers_of(attempt)} if closes_at_once else set()
    stored = Event.objects.filter(pk=event_id, attempt=attempt.pk).first()
    payload = stored.payload if stored else _payload(attempt, question_key, answer, save)
    happening = Happening(event_id, str(attempt.quiz_key), "answered", timezone.now(), payload, attempt.pk)
    [verdict] = record(
        attempt.enrolment, [happening], channel="web", language=language, from_client=False, closed=closed
    )
    return verdict


def _payload(attempt: Attempt, question_key: str, answer: Any, save: Save | None) -> dict[str, Any]:
    given = [event.payload for event in answering_of(attempt) if event.payload["question"] == question_key]
    payload = {"question": question_key, "answer": answer, "seq": _number_among(given, save)}
    return payload | {"form": str(save.form), "save": save.number} if save else payload


def _number_among(given: Iterable[Mapping[str, Any]], save: Save | None) -> int:
    """The number of an answer that arrives after those given: after all, but before what its own form sent later."""
    later = [
        answered.get("seq", 0)
        for answered in given
        if save and answered.get("form") == str(save.form) and answered.get("save", 0) > save.number
    ]
    if later:
        return max(0, min(later) - 1)
    return min(LONGEST_COUNT, 1 + max((answered.get("seq", 0) for answered in given), default=0))


@transaction.atomic
def submit_attempt(attempt: Attempt, *, language: str) -> Attempt:
    """Close an attempt and mark it. Submitting again changes nothing and gives the same result."""
    enrolment = Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    attempt = Attempt.objects.get(pk=attempt.pk)
    if attempt.submitted_at:
        return attempt
    answers = answers_of(attempt)
    marks = {question.key: mark(question.content, answers.get(question.key)) for question in pinned_questions(attempt)}
    attempt.answers = answers
    attempt.marks = {key: asdict(earned) for key, earned in marks.items()}
    attempt.points = sum(earned.points for earned in marks.values())
    attempt.points_of = sum(earned.of for earned in marks.values())
    attempt.passed = attempt.score >= attempt.rules["pass_mark"]
    attempt.marking_version = MARKING_VERSION
    attempt.submitted_at = timezone.now()
    attempt.save()
    decisive = counting_attempt(Attempt.objects.filter(enrolment=enrolment).at(attempt.quiz_key))
    happening = Happening(
        uuid.uuid4(),
        str(attempt.quiz_key),
        "passed" if decisive and decisive.passed else "failed",
        timezone.now(),
        {"score": attempt.score, "number": attempt.number},
        attempt.pk,
    )
    record(enrolment, [happening], channel="web", language=language, from_client=False)
    return attempt
