"""The forms of a learner: each view parses, makes one call and goes on."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.core.arrival import save_in
from brs.core.once import id_of_form
from brs.core.views import NotThere
from brs.people.pending import go_on, resumable, with_account
from courses.questions.asking import Unreadable, present, read
from courses.questions.feedback import Marked, marked, readings_in_digits, what_is_wrong
from courses.questions.marking import Mark

from . import drafts
from .access import MayNotEnrol, NotOpen
from .answers import PinnedQuestion, answers_of, late_answers, pinned_questions
from .attempts import save_answer, submit_attempt
from .enrolments import enrol as enrol_in_course
from .enrolments import move_to_newest_outline
from .models import BEING_PREPARED, Attempt, Enrolment
from .results import deciding, way_on


def _language() -> str:
    return get_language() or "en"


@resumable(_lazy("enrol in the course"))
@require_POST
@with_account
def enrol(request: HttpRequest, course_key: uuid.UUID) -> HttpResponse:
    try:
        enrol_in_course(request.user, course_key, language=_language(), request=request)
    except NotOpen:
        messages.warning(request, BEING_PREPARED)
        return redirect("go", course_key)
    except MayNotEnrol:
        raise NotThere(_("This course is not published.")) from None
    return go_on(request) or redirect("go", course_key)


@resumable(_lazy("move to the newest release"))
@require_POST
@with_account
def move(request: HttpRequest, course_key: uuid.UUID) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, learner=request.user, course_key=course_key)
    move_to_newest_outline(enrolment, language=_language())
    messages.success(request, _("You are on the newest release of this course. What you had done stays done."))
    return redirect("go", course_key)


@dataclass(frozen=True)
class QuestionState:
    """A question of an attempt with what was answered so far, or typed and not sent."""

    question: PinnedQuestion
    is_answered: bool
    is_typed: bool


def _attempt_of(request: HttpRequest, attempt_id: uuid.UUID) -> Attempt:
    """The learner's own; anybody else's does not exist for them."""
    return get_object_or_404(Attempt.objects.of(request.user).select_related("enrolment__outline"), pk=attempt_id)


@resumable(_lazy("save your answer"))
@never_cache
@with_account
def question(request: HttpRequest, attempt_id: uuid.UUID, number: int) -> HttpResponse:
    attempt = _attempt_of(request, attempt_id)
    questions = pinned_questions(attempt)
    if not 1 <= number <= len(questions):
        raise Http404
    pinned = questions[number - 1]
    if "autosave" in request.POST:
        return _autosave(request, attempt, pinned)
    if request.method == "POST":
        return _answer(request, attempt, pinned, len(questions))
    if attempt.submitted_at:
        return redirect("attempt_result", attempt.pk)
    answer = answers_of(attempt).get(pinned.key)
    if attempt.tells_at_once and answer is not None:
        return _give_feedback(request, attempt, pinned, len(questions), answer)
    typed = drafts.typed(request, attempt).get(number) if attempt.tells_at_once else None
    if typed is not None:
        answer = _readable(pinned, typed)
    return _ask(request, attempt, pinned, len(questions), answer, typed)


def _readable(question: PinnedQuestion, typed: QueryDict) -> Any:
    """The answer in a form that waits; None where it cannot be read yet."""
    try:
        return read(question.content, question.layout, typed, "answer")
    except Unreadable:
        return None


def _answer(request: HttpRequest, attempt: Attempt, question: PinnedQuestion, count: int) -> HttpResponse:
    if "later" in request.POST and attempt.tells_at_once:
        drafts.keep(request, attempt, question.number)
        return redirect("attempt", attempt.pk)
    try:
        answer = read(question.content, question.layout, request.POST, "answer")
    except Unreadable as unreadable:
        return _ask(request, attempt, question, count, None, request.POST, unreadable)
    drafts.forget(request, attempt, question.number)
    is_accepted = _keep(request, attempt, question, answer)
    if attempt.submitted_at:
        messages.warning(request, _("This attempt was handed in before. Your answer is kept, but it does not count."))
        return redirect("attempt_result", attempt.pk)
    if not is_accepted:
        messages.warning(request, _("You had answered this question before, and an answer that was marked is closed."))
    if attempt.tells_at_once and answer is not None:
        return redirect("attempt_question", attempt.pk, question.number)
    if "check" in request.POST or question.number == count:
        return redirect("attempt", attempt.pk)
    return redirect("attempt_question", attempt.pk, question.number + 1)


def _autosave(request: HttpRequest, attempt: Attempt, question: PinnedQuestion) -> JsonResponse:
    """The answer kept as it is given, and said in few bytes, or what is wrong with it.

    Of a quiz that tells at once only as what was typed: the learner sends it.
    """
    if attempt.submitted_at:
        return JsonResponse({"error": _("This attempt was handed in before.")}, status=409)
    if attempt.tells_at_once:
        if question.key not in answers_of(attempt):
            drafts.keep(request, attempt, question.number)
        return JsonResponse({})
    try:
        answer = read(question.content, question.layout, request.POST, "answer")
    except Unreadable as unreadable:
        return JsonResponse({"error": what_is_wrong(unreadable)}, status=422)
    _keep(request, attempt, question, answer)
    return JsonResponse({})


def _keep(request: HttpRequest, attempt: Attempt, question: PinnedQuestion, answer: Any) -> bool:
    """Save an answer, or take back the one before where everything was cleared; whether it could be."""
    if answer is None and question.key not in answers_of(attempt):
        return True
    receipt = save_answer(
        attempt,
        question.key,
        answer,
        language=_language(),
        save=save_in(request.POST, request.user.pk),
        event_id=None if "autosave" in request.POST else id_of_form(request),
    )
    return receipt.status != "refused"


def _ask(
    request: HttpRequest,
    attempt: Attempt,
    question: PinnedQuestion,
    count: int,
    answer: Any,
    form: QueryDict | None = None,
    unreadable: Unreadable | None = None,
) -> HttpResponse:
    """`form`: what was typed and is not recorded."""
    error = what_is_wrong(unreadable) if unreadable else ""
    context = {
        "attempt": attempt,
        "number": question.number,
        "count": count,
        "language": question.language,
        "presented": present(question.content, question.layout, answer, form, error),
        "readings": readings_in_digits(unreadable),
    }
    return render(request, "courses/learning/question.html", context, status=422 if unreadable else 200)


def _give_feedback(
    request: HttpRequest, attempt: Attempt, question: PinnedQuestion, count: int, answer: Any
) -> HttpResponse:
    context = {
        "attempt": attempt,
        "number": question.number,
        "count": count,
        "next": question.number + 1 if question.number < count else None,
        "language": question.language,
        "marked": marked(question.content, answer),
    }
    return render(request, "courses/learning/feedback.html", context)


@never_cache
@login_required
def check_answers(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = _attempt_of(request, attempt_id)
    if attempt.submitted_at:
        return redirect("attempt_result", attempt.pk)
    answers = answers_of(attempt)
    typed = drafts.typed(request, attempt)
    answered = [
        QuestionState(question, answers.get(question.key) is not None, question.number in typed)
        for question in pinned_questions(attempt)
    ]
    missing = sum(not question.is_answered for question in answered)
    context = {"attempt": attempt, "questions": answered, "missing": missing}
    return render(request, "courses/learning/check_answers.html", context)


@resumable(_lazy("hand in your answers"))
@require_POST
@with_account
def submit(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = submit_attempt(_attempt_of(request, attempt_id), language=_language())
    return redirect("attempt_result", attempt.pk)


@never_cache
@login_required
def result(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = _attempt_of(request, attempt_id)
    if not attempt.submitted_at:
        return redirect("attempt", attempt.pk)
    questions = [] if attempt.tells_the_score_alone else pinned_questions(attempt)
    decisive = deciding(Attempt.objects.filter(enrolment=attempt.enrolment_id).at(attempt.quiz_key))
    context = {
        "attempt": attempt,
        "marked": [(question.language, _marked(attempt, question)) for question in questions],
        "late": len(late_answers(attempt)),
        "decisive": decisive if decisive != attempt else None,
        "way_on": way_on(attempt),
    }
    return render(request, "courses/learning/result.html", context)


def _marked(attempt: Attempt, question: PinnedQuestion) -> Marked:
    """With what the answer earned when the attempt was handed in: by the marking of then."""
    mark = attempt.marks.get(question.key)
    return marked(question.content, attempt.answers.get(question.key), Mark(**mark) if mark else None)
