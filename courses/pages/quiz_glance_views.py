"""The part of the quiz's editor that follows what is being chosen."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from .quiz_glance import glance_of_form


@require_POST
def quiz_glance(request: HttpRequest, language: str) -> HttpResponse:
    """The quiz that the editor's form holds, saved or not. It changes nothing."""
    if not page_permission_policy.user_has_any_permission(request.user, ["add", "change"]):
        raise PermissionDenied
    locale = get_object_or_404(Locale, language_code=language)
    return render(
        request, "courses/admin/quiz_glance.html", {"glance": glance_of_form(request.POST, locale.language_code)}
    )


urlpatterns = [path("quizzes/glance/<slug:language>/", quiz_glance, name="quiz_glance")]
