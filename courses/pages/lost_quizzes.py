"""Quizzes that somebody has failed and cannot pass any more."""

import uuid
from collections.abc import Collection

from brs.core.languages import best_of_each
from courses.learning.models import Attempt, Enrolment

from .models.quiz import QuizPage
from .quiz_standing import QuizStanding


def lost_quizzes(enrolments: Collection[Enrolment]) -> dict[int, set[str]]:
    """By enrolment the keys of the quizzes that were failed and cannot be passed any more.

    Two queries where a quiz was failed, else none.
    """
    failed = {
        enrolment.pk: [key for key, state in enrolment.progress.items.items() if state == "failed"]
        for enrolment in enrolments
    }
    keys = {key for quiz_keys in failed.values() for key in quiz_keys}
    if not keys:
        return {}
    quizzes = best_of_each(QuizPage.objects.live().filter(translation_key__in=keys).select_related("locale"))
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
