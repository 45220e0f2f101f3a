"""The survey months later, behind a signed link: no account, no scripts, and nothing told of what was answered."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from brs.activities.pages.models import pages_of

from . import follow_up as following
from .models import FollowUp
from .survey_form import form_class


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the follow-up in place of the token, in the participant's language or the one chosen."""

    @wraps(view)
    def with_follow_up(request: HttpRequest, token: str) -> HttpResponse:
        asked = following.by_token(token)
        if asked is None:
            raise Http404
        chosen = request.GET.get("language", "")
        with override(chosen if chosen in dict(settings.LANGUAGES) else asked.participation.learner.language):
            answer = view(request, asked)
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return never_cache(with_follow_up)


@_by_link
def follow_up(request: HttpRequest, asked: FollowUp) -> HttpResponse:
    survey = following.survey()
    key = asked.participation.register_id
    context = {
        "activity": pages_of([key], asked.participation.learner.language).get(key),
        "survey": survey,
        "token": following.token_of(asked),
    }
    if asked.answered_at or survey is None:
        return render(request, "activities/follow_up.html", {**context, "state": "answered" if survey else "closed"})
    form = form_class(survey)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            following.answer(asked, form.cleaned_data)
        except following.AlreadyAnswered:
            pass  # in another tab, a moment ago: it is said below
        except following.FollowUpIsClosed:
            return render(request, "activities/follow_up.html", {**context, "state": "closed"}, status=410)
        return render(request, "activities/follow_up.html", {**context, "state": "answered"})
    status = 422 if form.is_bound else 200
    return render(request, "activities/follow_up.html", {**context, "form": form, "state": "open"}, status=status)


@_by_link
def decline(request: HttpRequest, asked: FollowUp) -> HttpResponse:
    """Asked for once more by a button, since programs that read mail open links."""
    if request.method == "POST":
        following.decline(asked.participation)
    done = request.method == "POST" or asked.participation.declined_follow_up_at is not None
    return render(request, "activities/follow_up_decline.html", {"done": done})
