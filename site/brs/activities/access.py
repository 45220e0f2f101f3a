"""Who may see and do what in an activity: those who run it, and those who take part; nobody else finds it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from brs.activities.register.models import Register
from brs.activities.register.registers import register_of
from brs.core.languages import readers_language
from brs.people.pending import with_account

from .pages.models import ActivityPage, pages_of
from .register.models import Participation


def runs(person: Any, key: uuid.UUID) -> tuple[ActivityPage, Register]:
    """The activity's page (in the reader's language if it can be) and its register, for one who runs or oversees it.

    Raises Http404 for everybody else.
    """
    page = pages_of([key], readers_language(), drafts=True).get(key)
    if page is None:
        raise Http404
    register = Register.objects.run_by(person).filter(activity_key=key).first()
    if register is None and not person.has_perm("activities.oversee_activities"):
        raise Http404
    return page, register or register_of(page)


def facilitator_required(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """For those who run the activity: the view gets its page and its register in place of the key.

    Visitors are asked to sign in; whoever else it is finds nothing.
    """

    @wraps(view)
    def with_activity(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        activity, register = runs(request.user, key)
        return view(request, activity, register, *args, **kwargs)

    return never_cache(with_account(with_activity))


def takes_part(person: Any, key: uuid.UUID) -> tuple[ActivityPage, Participation]:
    """The activity's page and the person's participation. Two queries. Raises Http404."""
    participation = Participation.objects.of(person).active().filter(register=key).select_related("learner").first()
    page = pages_of([key], readers_language()).get(key) if participation else None
    if participation is None or page is None:
        raise Http404
    return page, participation


def participant_required(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """The view gets the activity's page and the participation in place of the key.

    Visitors are asked to sign in; whoever else it is finds nothing.
    """

    @wraps(view)
    def with_participation(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        activity, participation = takes_part(request.user, key)
        return view(request, activity, participation, *args, **kwargs)

    return never_cache(with_account(with_participation))
