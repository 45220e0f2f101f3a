"""What a learner does in a browser. Each view parses, makes one call and goes on."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.questions.asking import Unreadable, read, shown

from . import actions
from .attempts import PinnedQuestion, answers_of, late_answers, per_cent, pinned_questions
from .models import Attempt, Enrolment, Outline


def _language() -> str:
    return get_language() or "en"


@require_POST
@login_required
def enrol(request: HttpRequest, course_key: uuid.UUID) -> HttpResponse:
    try:
        actions.enrol(request.user, course_key, language=_language())
    except Outline.DoesNotExist:
        raise Http404 from None
    return redirect("go", course_key)


@require_POST
@login_required
def mark_done(request: HttpRequest, course_key: uuid.UUID, item_key: uuid.UUID) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, learner=request.user, course_key=course_key)
    receipt = actions.mark_done(enrolment, str(item_key), language=_language())
    if receipt.status == "refused":
        messages.error(request, _("This part does not count towards the course that you started."))
        return redirect("go", course_key)
    enrolment.refresh_from_db()
    if enrolment.completed_at:
        return redirect("go", course_key)
    return redirect("go", item_key)


@require_POST
@login_required
def undo_done(request: HttpRequest, course_key: uuid.UUID, item_key: uuid.UUID) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, learner=request.user, course_key=course_key)
    actions.undo_done(enrolment, str(item_key), language=_language())
    return redirect("go", item_key)


@dataclass(frozen=True)
class Given:
    """A question of an attempt with what was answered so far."""

    question: PinnedQuestion
    is_answered: bool


def _attempt_of(request: HttpRequest, attempt_id: uuid.UUID) -> Attempt:
    """The learner's own; anybody else's does not exist for them."""
    return get_object_or_404(Attempt.objects.of(request.user).select_related("enrolment"), pk=attempt_id)


@never_cache
@login_required
def question(request: HttpRequest, attempt_id: uuid.UUID, number: int) -> HttpResponse:
    attempt = _attempt_of(request, attempt_id)
    questions = pinned_questions(attempt)
    if not 1 <= number <= len(questions):
        raise Http404
    asked = questions[number - 1]
    if request.method == "POST":
        return _answer(request, attempt, asked, len(questions))
    if attempt.submitted_at:
        return redirect("attempt_result", attempt.pk)
    return _ask(request, attempt, asked, len(questions), answers_of(attempt).get(asked.key))


def _answer(request: HttpRequest, attempt: Attempt, asked: PinnedQuestion, count: int) -> HttpResponse:
    try:
        answer = read(asked.content, request.POST, "answer")
    except Unreadable as unreadable:
        error = {
            "number": _("Type a number, for instance 12 or 0.5."),
            "position": _("Give each item a place of its own."),
            "long": _("Shorten your answer: it may have 500 characters."),
        }[unreadable.args[0]]
        return _ask(request, attempt, asked, count, None, error, request.POST)
    if answer is not None:
        actions.save_answer(attempt, asked.key, answer, seq=_seq(request.POST.get("seq", "")), language=_language())
    if attempt.submitted_at:
        messages.warning(request, _("This attempt was handed in before. Your answer is kept, but it does not count."))
        return redirect("attempt_result", attempt.pk)
    if "check" in request.POST or asked.number == count:
        return redirect("attempt", attempt.pk)
    return redirect("attempt_question", attempt.pk, asked.number + 1)


def _seq(typed: str) -> int:
    """One more than what the form had seen, so that the later of two tabs counts; a form without it comes first."""
    return int(typed) + 1 if typed.isdecimal() and len(typed) < 6 else 0


def _ask(
    request: HttpRequest,
    attempt: Attempt,
    asked: PinnedQuestion,
    count: int,
    answer: Any,
    error: str = "",
    typed: Any = None,
) -> HttpResponse:
    seen = shown(asked.content, asked.order)
    context = {
        "attempt": attempt,
        "number": asked.number,
        "count": count,
        "question": seen,
        "answer": answer,
        "rows": _rows(asked, seen, answer, typed),
        "typed": typed.get("answer", "") if typed else None,
        "positions": range(1, len(seen.get("choices", [])) + 1),
        "seq": actions.highest_seq(attempt),
        "error": error,
    }
    return render(request, "courses/learning/question.html", context, status=422 if error else 200)


def _rows(asked: PinnedQuestion, seen: dict[str, Any], answer: Any, typed: Any) -> list[dict[str, Any]]:
    """For ordering and matching: a field a row, with what was chosen for it."""
    if asked.content["type"] == "ordering":
        chosen = {identity: str(place) for place, identity in enumerate(answer or [], start=1)}
        rows = seen["choices"]
    elif asked.content["type"] == "matching":
        chosen, rows = answer or {}, seen["lefts"]
    else:
        return []
    names = {row["id"]: f"answer:{row['id']}" for row in rows}
    return [
        {
            **row,
            "name": names[row["id"]],
            "chosen": typed.get(names[row["id"]], "") if typed else chosen.get(row["id"], ""),
        }
        for row in rows
    ]


@never_cache
@login_required
def check_answers(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = _attempt_of(request, attempt_id)
    if attempt.submitted_at:
        return redirect("attempt_result", attempt.pk)
    answers = answers_of(attempt)
    given = [Given(one, one.key in answers) for one in pinned_questions(attempt)]
    missing = sum(not one.is_answered for one in given)
    context = {"attempt": attempt, "given": given, "missing": missing}
    return render(request, "courses/learning/check_answers.html", context)


@require_POST
@login_required
def submit(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = actions.submit_attempt(_attempt_of(request, attempt_id), language=_language())
    return redirect("attempt_result", attempt.pk)


@dataclass(frozen=True)
class Marked:
    """A question with what was given and what is right, in words."""

    number: int
    stem: str
    feedback: str
    lesson: str | None
    correct: bool
    points: float
    of: float
    given: list[str]
    right: list[str]
    remarks: list[str]


@never_cache
@login_required
def result(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = _attempt_of(request, attempt_id)
    if not attempt.submitted_at:
        return redirect("attempt", attempt.pk)
    context = {
        "attempt": attempt,
        "score": per_cent(attempt.points or 0, attempt.points_of or 0),
        "marked": [_marked(attempt, one) for one in pinned_questions(attempt)],
        "late": len(late_answers(attempt)),
    }
    return render(request, "courses/learning/result.html", context)


def _marked(attempt: Attempt, asked: PinnedQuestion) -> Marked:
    content, answer = asked.content, attempt.answers.get(asked.key)
    mark = attempt.marks[asked.key]
    chosen = answer if isinstance(answer, list) else [answer]
    return Marked(
        number=asked.number,
        stem=content["stem"],
        feedback=content["feedback"],
        lesson=content.get("lesson"),
        correct=mark["correct"],
        points=mark["points"],
        of=mark["of"],
        given=in_words(content, answer),
        right=in_words(content, right_answer(content)),
        remarks=[one["feedback"] for one in content.get("options", []) if one["id"] in chosen and one["feedback"]],
    )


def right_answer(content: dict[str, Any]) -> Any:
    """An answer that earns all points."""
    match content["type"]:
        case "single_choice":
            return next(one["id"] for one in content["options"] if one["correct"])
        case "multiple_response":
            return [one["id"] for one in content["options"] if one["correct"]]
        case "ordering":
            return [one["id"] for one in content["items"]]
        case "matching":
            return {pair["id"]: pair["id"] for pair in content["pairs"]}
        case "short_text":
            return content["accepted"][0]
    return content["answer"]


def in_words(content: dict[str, Any], answer: Any) -> list[str]:
    """An answer as people read it, a line for each part; empty where there is none."""
    if answer is None:
        return []
    texts = {one["id"]: one["text"] for name in ("options", "items") for one in content.get(name, [])}
    match content["type"]:
        case "single_choice":
            return [texts.get(answer, "")]
        case "multiple_response" | "ordering":
            return [texts.get(identity, "") for identity in answer]
        case "true_false":
            return [_("True") if answer else _("False")]
        case "matching":
            rights = {one["id"]: one["right"] for name in ("pairs", "distractors") for one in content[name]}
            return [f"{pair['left']} – {rights.get(answer.get(pair['id']), '')}" for pair in content["pairs"]]
        case "numeric":
            return [f"{answer} {content['unit']}".strip()]
    return [answer]
