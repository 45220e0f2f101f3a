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
from .models import ActivityPage, Participation
from .taking_part import by_participant

DEEDS.update(activity_test=_lazy("start the test"))


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
