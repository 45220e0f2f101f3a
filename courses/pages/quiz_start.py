"""Starting a quiz: its questions are drawn, put in order and pinned."""

import random
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brs.core.once import once
from brs.core.pages import address
from brs.people.pending import ask_to_sign_in, done_with, put_by
from courses.learning.attempts import NoAttemptsLeft, QuizRules, start_attempt
from courses.learning.enrolments import enrolment_of
from courses.learning.models import BEING_PREPARED
from courses.questions.asking import order_in_quiz
from courses.questions.content import version_of
from courses.questions.models import Question, QuestionVersion

from .course_outline import course_outline
from .quiz_questions import sources_of
from .quiz_standing import attempts_count_from, standing_at

if TYPE_CHECKING:
    from .models.quiz import QuizPage

START = gettext_lazy("start the quiz")


@once
def start(request: HttpRequest, quiz: "QuizPage") -> HttpResponse:
    """The learner's live attempt, or a new one; without an account or an enrolment, the way to get one."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, START)
    outline = course_outline(quiz)
    course = outline.course
    enrolment = enrolment_of(request.user, course.translation_key)
    if enrolment is None and not outline.takes_enrolments:
        messages.warning(request, BEING_PREPARED)
        return redirect(address(course))
    if enrolment is None:
        messages.warning(request, _("Enrol in the course first: then your result is kept."))
        return put_by(request, START) or redirect(address(course))
    done_with(request)
    questions = questions_for(quiz, random.SystemRandom())
    if not questions:
        messages.warning(request, _("This quiz has no questions yet."))
        return redirect(address(quiz))
    try:
        attempt = start_attempt(enrolment, rules_of(quiz), questions, since=attempts_count_from(enrolment))
    except NoAttemptsLeft:
        messages.warning(request, standing_at(quiz, request.user, enrolment).why_not)
        return redirect(address(quiz))
    return redirect("attempt_question", attempt.pk, 1)


def rules_of(quiz: "QuizPage") -> QuizRules:
    return QuizRules(
        quiz_key=quiz.translation_key,
        title=quiz.title,
        pass_mark=quiz.pass_mark,
        attempts_allowed=quiz.most_attempts,
        counts=quiz.counts,
        feedback=quiz.feedback,
    )


def questions_for(quiz: "QuizPage", chance: random.Random) -> list[tuple[QuestionVersion, list[str]]]:
    """The questions that an attempt is given, each once, with the order of what there is to choose from."""
    versions = [version_of(question) for question in drawn_for(quiz, chance)]
    return [(version, order_in_quiz(version.content, chance, shuffle=quiz.shuffle)) for version in versions]


def drawn_for(quiz: "QuizPage", chance: random.Random, *, with_drafts: bool = False) -> list[Question]:
    """The questions of one attempt as it asks them."""
    drawn = sources_of(quiz, with_drafts=with_drafts).drawn(chance)
    if quiz.shuffle:
        chance.shuffle(drawn)
    return drawn
