"""Trying a course or quiz as a trainee, for those who may edit it. What they do is kept in their session alone."""

import random
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Page

from brs.certificates.document import pdf
from brs.core.headers import file_named
from brs.core.pages import address
from brs.core.typesetting import CannotPrint
from courses.learning.results import WayOn
from courses.questions.asking import Unreadable, present, read
from courses.questions.feedback import marked, readings_in_digits, what_is_wrong

from ..course_outline import course_above
from ..course_screen import CourseScreen
from ..lesson_screen import part_key, read_reply
from ..quiz_standing import QuizStanding
from .quiz import ATTEMPT_ID, attempt_at, begin, mark_of, questions_of, submit
from .record import BEGINNINGS, Trial, keep, trial_of
from .rewriting import within_trial
from .screen import NO_SERIAL, TrialCourse, specimen, trial_course, trial_screen

KINDS = ("course", "module", "lesson", "quiz")


class Tried:
    """A page within a trial, and all that its views need."""

    def __init__(self, request: HttpRequest, page_id: int):
        stored_page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id).specific
        if getattr(stored_page, "item_kind", "") not in KINDS or course_above(stored_page) is None:
            raise Http404
        if not stored_page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.request = request
        self.page: Any = stored_page.get_latest_revision_as_object()
        self.tried: TrialCourse = trial_course(stored_page)
        self.trial: Trial = trial_of(request, self.tried.course.translation_key)
        self.key = str(stored_page.translation_key)

    @property
    def screen(self) -> CourseScreen:
        return trial_screen(self.tried, self.trial, self.request.user)

    @property
    def attempt(self) -> dict[str, Any] | None:
        return self.trial.attempts.get(self.key)

    def to(self, name: str = "trial", *further: Any, page: Page | None = None) -> str:
        return reverse(name, args=[(page or self.page).pk, *further])

    def go_on(self) -> Page:
        return self.screen.go_on_after(self.page) or self.tried.course

    def keep(self) -> None:
        keep(self.request, self.trial)


def trying(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the page within its trial; the interface is in the language of the page."""

    @never_cache
    @wraps(view)
    def within(request: HttpRequest, page_id: int, **further: Any) -> HttpResponse:
        tried = Tried(request, page_id)
        with override(tried.page.locale.language_code):
            return view(tried, **further)

    return within


def _shown(tried: Tried, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    page = render_to_string(template, dict(context), request=tried.request)
    languages = Page.objects.filter(translation_key=tried.page.translation_key).select_related("locale")
    translations = [(version.locale, reverse("trial", args=[version.pk])) for version in languages]
    bar = render_to_string(
        "courses/trial/bar.html",
        {
            "page": tried.page,
            "beginnings": [(name, words) for name, (words, _share) in BEGINNINGS.items()],
            "begun": tried.trial.beginning,
            "translations": translations,
        },
        request=tried.request,
    )
    return HttpResponse(within_trial(page, _addresses(tried), bar), status=status)


def _addresses(tried: Tried) -> dict[str, str]:
    """Addresses of a learner's -> what stands in their place."""
    course = tried.tried.course
    parts = [part.page for part in tried.tried.outline.parts]
    modules = [module for module, _pages in tried.tried.outline.sections if module]
    addresses = {address(page): tried.to(page=page) for page in [course, *modules, *parts]}
    addresses |= {reverse("go", args=[page.translation_key]): tried.to(page=page) for page in [course, *parts]}
    for page in parts:
        keys = [course.translation_key, page.translation_key]
        addresses[reverse("mark_done", args=keys)] = tried.to("trial_done", page=page)
        addresses[reverse("undo_done", args=keys)] = tried.to("trial_undo", page=page)
    addresses[reverse("verify_serial", args=[NO_SERIAL])] = tried.to("trial_certificate", page=course)
    addresses[reverse("attempt", args=[ATTEMPT_ID])] = tried.to("trial_answers")
    addresses[reverse("submit_attempt", args=[ATTEMPT_ID])] = tried.to("trial_submit")
    for number in range(1, len((tried.attempt or {}).get("asked", [])) + 1):
        addresses[reverse("attempt_question", args=[ATTEMPT_ID, number])] = tried.to("trial_question", number)
    return addresses


@trying
def trial(tried: Tried) -> HttpResponse:
    """The page as its trainees see it, and what they send from it."""
    page, kind = tried.page, tried.page.item_kind
    if tried.request.method == "POST" and kind == "quiz":
        return _begin_quiz(tried)
    reply = read_reply(page, tried.request.POST) if tried.request.method == "POST" and kind == "lesson" else None
    if reply and not reply.error:
        is_reflection = "text" in reply.form
        payload = {"text": reply.answer} if is_reflection else {"answer": reply.answer, "showing": reply.showing}
        tried.trial.add(part_key(page, reply.block_id), "reflected" if is_reflection else "answered", payload)
        tried.keep()
        return redirect(f"{tried.to()}#b-{reply.block_id}")
    details: dict[str, Any] = {"screen": tried.screen, "reply": reply}
    if kind == "quiz":
        details["standing"] = _standing(tried)
    context = {**page.get_context(tried.request, **details), "trainers_notes": None}
    return _shown(tried, page.template, context, status=422 if reply and reply.error else 200)


def _standing(tried: Tried) -> QuizStanding:
    enrolment = tried.screen.enrolment
    assert enrolment is not None
    attempts = [attempt_at(tried.page, enrolment, tried.attempt)] if tried.attempt else []
    return QuizStanding(tried.page, attempts)


def _begin_quiz(tried: Tried) -> HttpResponse:
    if tried.attempt is None or tried.attempt["is_submitted"]:
        stored = begin(tried.page, random.SystemRandom())
        if not stored["asked"]:
            messages.warning(tried.request, _("This quiz has no questions yet."))
            return redirect(tried.to())
        tried.trial.attempts[tried.key] = stored
        tried.keep()
    return redirect(tried.to("trial_question", 1))


@require_POST
@trying
def trial_begin(tried: Tried) -> HttpResponse:
    """Anew, with as much done as was asked for."""
    beginning = tried.request.POST.get("beginning", "")
    if beginning not in BEGINNINGS:
        raise Http404
    tried.trial = Trial(str(tried.tried.course.translation_key), beginning)
    tried.keep()
    return redirect(tried.to())


@require_POST
@trying
def trial_done(tried: Tried) -> HttpResponse:
    tried.trial.add(tried.key, "done")
    tried.keep()
    return redirect(tried.to(page=tried.go_on()))


@require_POST
@trying
def trial_undo(tried: Tried) -> HttpResponse:
    tried.trial.undo(tried.key, tried.tried.items)
    tried.keep()
    return redirect(f"{tried.to()}#progress")


def _attempt(tried: Tried) -> dict[str, Any]:
    if tried.page.item_kind != "quiz" or tried.attempt is None:
        raise Http404
    return tried.attempt


@trying
def trial_question(tried: Tried, number: int) -> HttpResponse:
    stored = _attempt(tried)
    questions = questions_of(stored)
    if not 1 <= number <= len(questions):
        raise Http404
    if stored["is_submitted"]:
        return redirect(tried.to("trial_answers"))
    question = questions[number - 1]
    form, enrolment = tried.request.POST, tried.screen.enrolment
    assert enrolment is not None
    attempt = attempt_at(tried.page, enrolment, stored)
    answer, unreadable = stored["answers"].get(question.key), None
    is_closed = attempt.tells_at_once and answer is not None
    if tried.request.method == "POST" and not is_closed and "later" not in form:
        try:
            answer = read(question.content, question.layout, form, "answer")
        except Unreadable as error:
            unreadable = error
        else:
            stored["answers"][question.key] = answer
            tried.keep()
            return redirect(_after_answer(tried, number, len(questions), attempt.tells_at_once and answer is not None))
    elif tried.request.method == "POST":
        return redirect(tried.to("trial_answers"))
    context = {"attempt": attempt, "number": number, "count": len(questions), "language": question.language}
    if is_closed:
        following = number + 1 if number < len(questions) else None
        context |= {"next": following, "marked": marked(question.content, answer)}
        return _shown(tried, "courses/learning/feedback.html", context)
    error = what_is_wrong(unreadable) if unreadable else ""
    typed = form if unreadable else None
    context["presented"] = present(question.content, question.layout, answer, typed, error)
    context["readings"] = readings_in_digits(unreadable)
    return _shown(tried, "courses/learning/question.html", context, status=422 if unreadable else 200)


def _after_answer(tried: Tried, number: int, count: int, is_marked: bool) -> str:
    if is_marked:
        return tried.to("trial_question", number)
    if "check" in tried.request.POST or number == count:
        return tried.to("trial_answers")
    return tried.to("trial_question", number + 1)


@trying
def trial_answers(tried: Tried) -> HttpResponse:
    """All answers before they are handed in, and how they were marked afterwards."""
    stored, enrolment = _attempt(tried), tried.screen.enrolment
    assert enrolment is not None
    attempt, questions = attempt_at(tried.page, enrolment, stored), questions_of(stored)
    if stored["is_submitted"]:
        context = {
            "attempt": attempt,
            "marked": [
                (
                    question.language,
                    marked(question.content, stored["answers"].get(question.key), mark_of(question, stored)),
                )
                for question in questions
            ],
            "way_on": _way_on(tried),
        }
        return _shown(tried, "courses/learning/result.html", context)
    answered = [
        {"question": question, "is_answered": stored["answers"].get(question.key) is not None, "is_typed": False}
        for question in questions
    ]
    missing = sum(not row["is_answered"] for row in answered)
    context = {"attempt": attempt, "questions": answered, "missing": missing}
    return _shown(tried, "courses/learning/check_answers.html", context)


def _way_on(tried: Tried) -> WayOn:
    onward = tried.go_on()
    if onward.pk == tried.tried.course.pk:
        message = _("You have completed this course.") if tried.screen.certificate else ""
        return WayOn(tried.to(page=onward), _("Back to the course"), message, again=tried.to())
    return WayOn(tried.to(page=onward), _("Go on: %(title)s") % {"title": onward.title}, again=tried.to())


@require_POST
@trying
def trial_submit(tried: Tried) -> HttpResponse:
    stored = _attempt(tried)
    if not stored["is_submitted"]:
        stored = tried.trial.attempts[tried.key] = submit(tried.page, stored)
        tried.trial.add(tried.key, "passed" if stored["passed"] else "failed")
        tried.keep()
    return redirect(tried.to("trial_answers"))


@trying
def trial_certificate(tried: Tried) -> HttpResponse:
    """The certificate that they would get, marked as a preview."""
    certificate = specimen(tried.tried, tried.trial, tried.request.user)
    if certificate is None:
        raise Http404
    try:
        document = pdf(certificate, preview=True)
    except CannotPrint:
        return render(tried.request, "certificates/cannot_print.html", {"certificate": certificate}, status=503)
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = file_named("specimen.pdf", inline=True)
    return answer


urlpatterns = [
    path("courses/<int:page_id>/try/", trial, name="trial"),
    path("courses/<int:page_id>/try/begin/", trial_begin, name="trial_begin"),
    path("courses/<int:page_id>/try/done/", trial_done, name="trial_done"),
    path("courses/<int:page_id>/try/undo/", trial_undo, name="trial_undo"),
    path("courses/<int:page_id>/try/answers/", trial_answers, name="trial_answers"),
    path("courses/<int:page_id>/try/answers/<int:number>/", trial_question, name="trial_question"),
    path("courses/<int:page_id>/try/answers/submit/", trial_submit, name="trial_submit"),
    path("courses/<int:page_id>/try/specimen.pdf", trial_certificate, name="trial_certificate"),
]
