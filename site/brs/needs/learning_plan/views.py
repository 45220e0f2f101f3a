"""The learning plan in a browser and on paper."""

import logging
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from brs.core.headers import file_named
from brs.core.languages import readers_language
from brs.core.typesetting import CannotPrint
from brs.needs.assessments.access import page_for_readers
from brs.needs.assessments.models import Assessment
from brs.people.pending import resumable
from courses.learning.access import MayNotEnrol, NotOpen
from courses.learning.enrolments import enrol as enrol_in_course
from courses.learning.models import BEING_PREPARED

from .pdf import learning_plan_pdf
from .plan import learning_plan as plan_of

log = logging.getLogger(__name__)


@page_for_readers
def learning_plan(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if assessment.submitted_at is None:
        messages.warning(request, _("The learning plan follows from what is submitted."))
        return redirect("assessment", assessment.pk)
    return render(request, "needs/learning_plan.html", {"plan": plan_of(assessment, request.user)})


@resumable(_("enrol in the course"))
@require_POST
@page_for_readers
def enrol(request: HttpRequest, assessment: Assessment, course_key: uuid.UUID) -> HttpResponse:
    """And back to the plan, to the same place."""
    try:
        enrol_in_course(request.user, course_key, language=readers_language(), request=request)
    except NotOpen:
        messages.warning(request, BEING_PREPARED)
        return redirect("learning_plan", assessment.pk)
    except MayNotEnrol:
        raise Http404 from None
    messages.success(request, _("You are enrolled. The course waits for you in “My learning”."))
    return redirect(reverse("learning_plan", args=[assessment.pk]) + f"#c-{course_key}")


@require_safe
@page_for_readers
def pdf(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if assessment.submitted_at is None:
        raise Http404
    plan = plan_of(assessment, request.user)
    try:
        document = learning_plan_pdf(plan, readers_language())
    except CannotPrint as error:
        log.error("A learning plan cannot be printed: %s", error, exc_info=error)
        return render(request, "needs/cannot_print.html", {"assessment": assessment}, status=503)
    answer = HttpResponse(document, content_type="application/pdf")
    name = slugify(plan.title, allow_unicode=True)[:80] or "learning-plan"
    answer["Content-Disposition"] = file_named(f"{name}.pdf", inline=True)
    return answer
