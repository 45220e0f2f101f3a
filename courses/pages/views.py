"""From a key to its page."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.core.languages import best
from brs.core.pages import address
from brs.core.views import NotThere


def go(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """To the page with this translation key: in the reader's language where it can be."""
    page = best(Page.objects.filter(translation_key=key).select_related("locale"))
    if page is None:
        raise Http404
    if not page.live:
        raise NotThere(_("This part is not published any more. What you have done in it is kept."))
    # What is sent to an old address of the page goes on to it as it is.
    return redirect(address(page), preserve_request=request.method == "POST")
