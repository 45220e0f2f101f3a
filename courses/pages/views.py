"""From a key to its page."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.core.pages import SOURCE_LANGUAGE, address


def go(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """To the page with this translation key: in the reader's language, else in the source language."""
    pages = Page.objects.live().filter(translation_key=key).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    page = by_language.get(get_language() or "") or by_language.get(SOURCE_LANGUAGE)
    if page is None:
        raise Http404(_("This part is not published any more."))
    return redirect(address(page))
