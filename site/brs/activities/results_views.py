"""Tests, evaluation, certificates and report in a browser."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from brs.core.pages import SOURCE_LANGUAGE
from brs.people.pending import DEEDS
from courses.learning.attempts import NoAttemptsLeft

from . import before_and_after
from . import evaluation as evaluating
from .desk import run_by_facilitator
from .models import ActivityPage, Evaluation, Participation, Register
from .results import results as results_screen
from .survey_form import form_class
from .taking_part import by_participant

DEEDS.update(activity_test=_lazy("start the test"), evaluation=_lazy("hand in your evaluation"))


def _language() -> str:
    return get_language() or SOURCE_LANGUAGE


@by_participant
def activity_test(request: HttpRequest, activity: ActivityPage, own: Participation, when: str) -> HttpResponse:
    if when not in before_and_after.BOTH:
        raise Http404
    if request.method != "POST":
        screen = before_and_after.test_screen(activity, own, when)
        return render(request, "activities/test.html", {"screen": screen})
    try:
        attempt = before_and_after.start(activity, own, when, language=_language())
    except before_and_after.TestIsClosed:
        messages.warning(request, _("This test is not open now."))
    except NoAttemptsLeft:
        messages.warning(request, _("You have used all attempts at this test."))
    else:
        return redirect("attempt_question", attempt.pk, 1)
    return redirect("activity_test", activity.translation_key, when)


@by_participant
def evaluation(request: HttpRequest, activity: ActivityPage, own: Participation) -> HttpResponse:
    survey = evaluating.survey_of(activity)
    state = evaluating.state_of(activity)
    before = Evaluation.objects.filter(participation=own).first()
    context = {
        "activity": activity,
        "survey": survey,
        "state": state,
        "before": before,
        "opens_at": activity.starts_at,
        "closes_at": evaluating.closes_at(activity),
    }
    if survey is None or state != "open":
        return render(request, "activities/evaluation.html", context)
    form = form_class(survey)(request.POST or None, initial=before.answers if before else {})
    if request.method == "POST" and form.is_valid():
        evaluating.evaluate(activity, own, form.cleaned_data)
        messages.success(request, _("Thank you. Your answers are kept; you may change them here."))
        return redirect("evaluation", activity.translation_key)
    return render(
        request, "activities/evaluation.html", {**context, "form": form}, status=422 if form.is_bound else 200
    )


@run_by_facilitator
def results(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    screen = results_screen(activity, register, page=request.GET.get("page", "1"))
    return render(request, "activities/results.html", {"screen": screen})
