"""The personal data of courses: shown to whom it is about, and erased with them.

Answers in attempts are told in words. As they are stored they name ids, and an id tells which right side belongs to
which left one, while the same questions may be asked again.
"""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brs.core.languages import best_of_each
from brs.people.privacy import Holder, Kind, Room, Rows, register
from courses.questions.asking import Unreadable, fits, in_ids
from courses.questions.feedback import in_words
from courses.questions.models import Question

from .accounts import erase, hand_over
from .answers import PinnedQuestion, questions_of
from .models import Attempt
from .results import are_marks_told


def titles(keys: Collection[uuid.UUID]) -> Mapping[str, str]:
    """Names of questions by key. Courses and their parts are pages, which are named elsewhere."""
    questions = best_of_each(Question.objects.filter(translation_key__in=keys).select_related("locale"))
    return {str(key): question.name for key, question in questions.items()}


def _attempts(holder: Holder, rows: Rows) -> Rows:
    attempts = {attempt.pk: attempt for attempt in _attempts_of(holder)}
    asked_in = questions_of(attempts.values())
    for row in rows:
        questions = {question.key: question for question in asked_in[row["id"]]}
        marks_are_told = are_marks_told(attempts[row["id"]], attempts.values())
        yield {
            **row,
            "questions": [{"key": key, "question": question.content["stem"]} for key, question in questions.items()],
            "answers": {key: _in_words(questions.get(key), answer) for key, answer in row["answers"].items()},
            "marks": row["marks"] if marks_are_told else {},
        }


def _events(holder: Holder, rows: Rows) -> Rows:
    words = _Words(holder)
    for row in rows:
        yield {**row, "payload": words.of(row["attempt"], row["payload"])}


def _refused_events(holder: Holder, rows: Rows) -> Rows:
    words = _Words(holder)
    for row in rows:
        content = row["content"]
        payload = words.of(content.get("attempt"), content.get("payload"))
        yield {**row, "content": {**content, "payload": payload}}


def _attempts_of(holder: Holder) -> QuerySet[Attempt]:
    return Attempt.objects.filter(enrolment__learner__in=holder.accounts)


class _Words:
    """Payloads of a person's answers in attempts, with the answers in words."""

    def __init__(self, holder: Holder) -> None:
        self.questions = {
            (str(attempt), question.key): question
            for attempt, questions in questions_of(_attempts_of(holder)).items()
            for question in questions
        }

    def of(self, attempt: uuid.UUID | str | None, payload: Any) -> Any:
        if attempt is None or not isinstance(payload, dict) or "answer" not in payload:
            return payload
        question = self.questions.get((str(attempt), str(payload.get("question"))))
        return {**payload, "answer": _in_words(question, payload["answer"])}


def _in_words(question: PinnedQuestion | None, answer: Any) -> list[str]:
    """An answer by ids, or by places as a browser sent it; without a word where it is none."""
    if question is None:
        return []
    if not fits(question.content, answer):
        try:
            answer = in_ids(question.content, question.layout, answer)
        except Unreadable:
            return []
    return in_words(question.content, answer) if fits(question.content, answer) else []


LEARNING = register(
    Room(
        "learning",
        (
            Kind("enrolments", _("Courses you are enrolled in"), "courses.Enrolment", "learner"),
            Kind("progress", _("Courses with progress"), "courses.Progress", "enrolment__learner"),
            Kind(
                "events", _("Steps taken: answers, reflections, parts done"), "courses.Event", "learner", told=_events
            ),
            Kind(
                "refused_events",
                _("Steps that could not be counted"),
                "courses.RefusedEvent",
                "learner",
                told=_refused_events,
            ),
            Kind("attempts", _("Attempts at quizzes"), "courses.Attempt", "enrolment__learner", told=_attempts),
            Kind(
                "question_imports",
                _("Files of questions you imported"),
                "courses.QuestionImport",
                "made_by",
                ("file_name", "made_at"),
                stays=True,
            ),
            Kind(
                "question_imports_undone",
                _("Imports of questions you undid"),
                "courses.QuestionImport",
                "undone_by",
                ("file_name", "undone_at"),
                stays=True,
            ),
            Kind("questions_locked", _("Questions you locked"), "courses.Question", "locked_by", ("pk",), stays=True),
        ),
        erase,
        titles=titles,
        hand_over=hand_over,
    )
)
