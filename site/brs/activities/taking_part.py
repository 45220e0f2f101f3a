"""What is open to those who take part in an activity, and to nobody else."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from brs.core.languages import readers_language
from brs.people.pending import with_account

from .models import ActivityPage, Participation, pages_of


def takes_part(person: Any, key: uuid.UUID) -> tuple[ActivityPage, Participation]:
    """The activity's page and the person's participation. Two queries. Raises Http404."""
    own = Participation.objects.of(person).standing().filter(register=key).select_related("learner").first()
    page = pages_of([key], readers_language()).get(key) if own else None
    if own is None or page is None:
        raise Http404
    return page, own


def by_participant(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """The view gets the activity's page and the participation in place of the key.

    Visitors are asked to sign in; whoever else it is finds nothing.
    """

    @wraps(view)
    def with_participation(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        activity, own = takes_part(request.user, key)
        return view(request, activity, own, *args, **kwargs)

    return never_cache(with_account(with_participation))
