"""What editors do with the words of a machine: ask for them, look them through, publish them marked as such."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page

from .machine_translation import NoAnswer, can_translate, fill_by_machine, machine_words, mark_reviewed
from .translating import being_published, translation_to_edit

CONFIRMED = "with_machine_words"
MOST = 1_000


@require_POST
@require_admin_access
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """In place of wagtail-localize's, which fails where the machine does."""
    translation = translation_to_edit(request.user, translation_id)
    if not can_translate(translation):
        raise Http404
    try:
        came = fill_by_machine(translation, request.user)
    except NoAnswer:
        messages.error(request, _("The translation service does not answer. Nothing was changed; try again later."))
    else:
        text = ngettext(
            "%(n)s text was translated by the machine. Review it before you publish.",
            "%(n)s texts were translated by the machine. Review them before you publish.",
            came,
        )
        messages.success(request, text % {"n": came})
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


@require_POST
@require_admin_access
def review_machine_words(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = translation_to_edit(request.user, translation_id)
    chosen = [int(pk) for pk in request.POST.getlist("words")[:MOST] if pk.isascii() and pk.isdigit() and len(pk) < 19]
    reviewed = mark_reviewed(translation, chosen, request.user)
    text = ngettext("%(n)s text is marked as reviewed.", "%(n)s texts are marked as reviewed.", reviewed)
    messages.success(request, text % {"n": reviewed})
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def ask_before_machine_words_go_live(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """A page can tell its readers of them, if its editor wants that; all else waits until they are reviewed."""
    translation = being_published(request, instance)
    number = machine_words(translation).count() if translation else 0
    if not number or (isinstance(instance, Page) and CONFIRMED in request.POST):
        return None
    if isinstance(instance, Page):
        return render(request, "core/publish_machine_words.html", {"number": number, "name": CONFIRMED})
    text = ngettext(
        "Not published: %(n)s text was written by a machine. Review it first.",
        "Not published: %(n)s texts were written by a machine. Review them first.",
        number,
    )
    messages.error(request, text % {"n": number})
    return redirect(request.path)
