"""The aids beside the texts of a translation, as a piece of its screen; and what is said when it is published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from brs.core.translating import being_published, translation_to_edit

from .translation_aids import terms_lacking, translation_aids

NAMED = 10
LONGEST_NAMED = 80


@require_GET
@require_admin_access
def aids(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = translation_to_edit(request.user, translation_id)
    context = {
        "aids": translation_aids(translation),
        "language": translation.target_locale.language_code,
        "source_language": translation.source.locale.language_code,
    }
    return render(request, "home/admin/translation_aids.html", context)


def name_lacking_terms(request: HttpRequest, instance: Any) -> None:
    """As it is published: nothing is refused for it, since a sentence may well say it otherwise."""
    translation = being_published(request, instance)
    lacking = terms_lacking(translation) if translation else []
    if not lacking:
        return
    heading = ngettext(
        "%(n)s text does not use the approved terms:", "%(n)s texts do not use the approved terms:", len(lacking)
    ) % {"n": len(lacking)}
    lines: list[tuple[str, str]] = [
        (
            Truncator(text).chars(LONGEST_NAMED),
            format_html_join(", ", "{} – <bdi>{}</bdi>", ((term.source, term.target) for term in terms)),
        )
        for text, terms in lacking[:NAMED]
    ]
    if len(lacking) > NAMED:
        lines.append((_("and others"), "…"))
    listed = format_html_join("", "<li>«{}»: {}</li>", lines)
    messages.warning(request, format_html("{} <ul>{}</ul>", heading, listed))
