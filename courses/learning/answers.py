"""The questions that an attempt pins, and the answers given to them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.questions.asking import Layout, fits, laid_out
from courses.questions.models import QuestionVersion

from .events import Happening
from .models import Attempt, Event
from .progress import latest_answers


@dataclass(frozen=True)
class PinnedQuestion:
    """A question of an attempt: its number, the exact content that was given, and how that is laid out."""

    number: int
    key: str
    language: str
    content: dict[str, Any]
    layout: Layout


def pinned_questions(attempt: Attempt) -> list[PinnedQuestion]:
    """The attempt's questions in its order. One query."""
    return questions_of([attempt])[attempt.pk]


def questions_of(attempts: Iterable[Attempt]) -> dict[uuid.UUID, list[PinnedQuestion]]:
    """By attempt its questions in its order. One query."""
    attempts = list(attempts)
    digests = {pinned["version"] for attempt in attempts for pinned in attempt.questions}
    versions = QuestionVersion.objects.in_bulk(digests)
    return {
        attempt.pk: [_pinned(number, pinned, versions) for number, pinned in enumerate(attempt.questions, start=1)]
        for attempt in attempts
    }


def _pinned(number: int, pinned: Mapping[str, Any], versions: Mapping[str, QuestionVersion]) -> PinnedQuestion:
    version = versions[pinned["version"]]
    layout = laid_out(version.content, pinned["order"], takes_ids=pinned.get("answered_by") != "place")
    return PinnedQuestion(number, pinned["key"], version.language, version.content, layout)


def answers_of(attempt: Attempt) -> dict[str, Any]:
    """Question key -> answer: frozen once submitted, until then folded from the events.

    What is no answer to its question, however it came to be stored, is as good as not given: another may be.
    """
    answers = attempt.answers if attempt.submitted_at else latest_answers(answering_of(attempt))
    return {
        question.key: answers[question.key]
        for question in pinned_questions(attempt)
        if question.key in answers and fits(question.content, answers[question.key])
    }


def answering_of(attempt: Attempt) -> list[Happening]:
    return Event.objects.filter(attempt=attempt.pk, verb="answered").happenings()


def late_answers(attempt: Attempt) -> dict[str, Any]:
    """What arrived after the attempt was closed: kept, shown to its learner, never counted.

    Not an earlier save of a form whose last one had arrived in time.
    """
    if attempt.submitted_at is None:
        return {}
    last_save: dict[str, int] = {}
    for event in answering_of(attempt):
        form, save = event.payload.get("form", ""), event.payload.get("save", 0)
        last_save[form] = max(save, last_save.get(form, 0))
    late = Event.objects.filter(attempt=attempt.pk, verb="answered", received_at__gt=attempt.submitted_at)
    return latest_answers(
        event for event in late.happenings() if event.payload.get("save", 0) >= last_save[event.payload.get("form", "")]
    )
