"""What everybody may fetch of activities, beside their pages."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from brs.core.headers import file_named
from brs.core.languages import readers_language

from . import ical
from .catalogue import found_by
from .models import pages_of

TYPE = "text/calendar; charset=utf-8"
MOST = 1000


def all_ics(request: HttpRequest) -> HttpResponse:
    """The listed activities that the parameters name, as in the list; cancelled ones say so."""
    activities = found_by(request.GET).order_by("-starts_at")[:MOST]
    return HttpResponse(ical.of_list(activities, _("BRS Learn: activities")), content_type=TYPE)


def one_ics(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    activity = pages_of([key], readers_language()).get(key)
    if activity is None or activity.is_template or activity.starts_at is None:
        raise Http404
    if any(not restriction.accept_request(request) for restriction in activity.get_view_restrictions()):
        raise Http404
    answer = HttpResponse(ical.of_activity(activity), content_type=TYPE)
    answer["Content-Disposition"] = file_named(f"{activity.slug}.ics")
    return answer
