"""A form that was filled in over what is not there any more is shown again; what was saved leads back to the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from brs.activities.pages.models import ActivityPage

CHANGED_MEANWHILE = _(
    "Somebody else has changed the activity meanwhile. What you typed stands below; save again to put it in its place."
)


def is_stale(request: HttpRequest, page: ActivityPage) -> bool:
    """Whether the form was filled in over something else than the page in hand."""
    return request.method == "POST" and request.POST.get("seen", "") != page.last_change


def saved(request: HttpRequest, page: ActivityPage) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("desk_activity", page.translation_key)
