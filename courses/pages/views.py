"""From a key to its page, and what a learner marks there."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Page

from brs.core.languages import best, readers_language
from brs.core.once import id_of_form
from brs.core.pages import address
from brs.core.views import NotThere
from brs.people.pending import resumable, with_account
from courses.learning import evidence
from courses.learning.enrolments import waived_keys
from courses.learning.models import Enrolment

from .next_step import next_step


def go(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """To the page with this translation key: in the reader's language where it can be."""
    page = best(Page.objects.filter(translation_key=key).select_related("locale"))
    if page is None:
        raise Http404
    if not page.live:
        raise NotThere(_("This part is not published any more. What you have done in it is kept."))
    # What is sent to an old address of the page goes on to it as it is.
    return redirect(address(page), preserve_request=request.method == "POST")


@resumable(gettext_lazy("mark this part as done"))
@require_POST
@with_account
def mark_done(request: HttpRequest, course_key: uuid.UUID, item_key: uuid.UUID) -> HttpResponse:
    """And on to the next step."""
    enrolment = get_object_or_404(Enrolment, learner=request.user, course_key=course_key)
    if waived_keys([{"key": str(item_key)}]):
        messages.warning(request, _("That part is no longer published. It does not count any more, for anybody."))
        return redirect("go", course_key)
    receipt = evidence.mark_done(enrolment, str(item_key), language=readers_language(), event_id=id_of_form(request))
    if receipt.status == "refused":
        messages.error(request, _("This part does not count towards the course that you started."))
        return redirect("go", course_key)
    step = next_step(enrolment, item_key)
    messages.success(request, step.message or _("The lesson before is marked as done."))
    return redirect(step.address)


@resumable(gettext_lazy("take the mark back"))
@require_POST
@with_account
def undo_done(request: HttpRequest, course_key: uuid.UUID, item_key: uuid.UUID) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, learner=request.user, course_key=course_key)
    evidence.undo_done(enrolment, str(item_key), language=readers_language(), event_id=id_of_form(request))
    return redirect(f"{reverse('go', args=[item_key])}#progress")
