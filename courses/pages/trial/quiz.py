"""An attempt at a quiz that is tried: it is kept in the session, on the server, and is no attempt of a learner's."""

import random
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from courses.learning.answers import PinnedQuestion
from courses.learning.models import Attempt, Enrolment
from courses.learning.rules import per_cent
from courses.questions.asking import choices_of, laid_out, order_in_quiz
from courses.questions.marking import Mark, mark
from courses.questions.models import Question

from ..models import QuizPage
from ..quiz_questions import newest_drafts
from ..quiz_start import drawn_for, rules_of

# Stands in the addresses of a learner's attempt, which a trial's take the place of.
ATTEMPT_ID = uuid.UUID(int=0)


def begin(quiz: QuizPage, chance: random.Random) -> dict[str, Any]:
    """What the session keeps of an attempt that begins; without questions where none can be asked."""
    asked = [
        [question.pk, order_in_quiz(question.content(), chance, shuffle=quiz.shuffle)]
        for question in drawn_for(quiz, chance, with_drafts=True)
    ]
    return {"asked": asked, "answers": {}, "is_submitted": False}


def questions_of(stored: dict[str, Any]) -> list[PinnedQuestion]:
    """The attempt's questions as their newest drafts say; without what was deleted since."""
    ids = [pk for pk, _order in stored["asked"]]
    rows = {question.pk: question for question in newest_drafts(Question.objects.filter(pk__in=ids))}
    numbered = enumerate(((rows[pk], order) for pk, order in stored["asked"] if pk in rows), start=1)
    return [_pinned(number, question, order) for number, (question, order) in numbered]


def _pinned(number: int, question: Question, order: Sequence[str]) -> PinnedQuestion:
    content = question.content()
    choices = choices_of(content)
    order = order if sorted(order) == sorted(choices) else choices  # changed since
    language = question.locale.language_code
    return PinnedQuestion(number, str(question.translation_key), language, content, laid_out(content, order))


def attempt_at(quiz: QuizPage, enrolment: Enrolment, stored: dict[str, Any]) -> Attempt:
    """As templates of attempts take one: never saved."""
    attempt = Attempt(pk=ATTEMPT_ID, enrolment=enrolment, quiz_key=quiz.translation_key, number=1)
    attempt.rules = rules_of(quiz).pinned()
    if stored["is_submitted"]:
        attempt.submitted_at = timezone.now()
        attempt.points, attempt.points_of = stored["points"], stored["of"]
        attempt.passed = stored["passed"]
    return attempt


def submit(quiz: QuizPage, stored: dict[str, Any]) -> dict[str, Any]:
    """The attempt, marked."""
    marks = [mark_of(question, stored) for question in questions_of(stored)]
    points, of = sum(each.points for each in marks), sum(each.of for each in marks)
    passed = per_cent(points, of) >= quiz.pass_mark
    return {**stored, "is_submitted": True, "points": points, "of": of, "passed": passed}


def mark_of(question: PinnedQuestion, stored: dict[str, Any]) -> Mark:
    return mark(question.content, stored["answers"].get(question.key))
