"""The desk: who runs which activity, and what stands on its overview."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from brs.core.pages import SOURCE_LANGUAGE
from brs.people.pending import with_account

from .actions import register_of
from .activity_screen import found_at
from .models import ActivityPage, Register, Session, pages_of

PER_PAGE = 20

# What can be done with an activity: the name of an address that takes its key -> what its link says.
ROOMS: dict[str, str | Promise] = {
    "room_screen": _("Screen for the room"),
    "people": _("People"),
    "enlist": _("Put in a list of people"),
    "slips_pdf": _("Slips with personal codes"),
    "sheet_pdf": _("Sheet to sign"),
    "live": _("Who is where"),
    "results": _("Tests and evaluation"),
    "certify": _("Certificates"),
    "report": _("Report"),
}


@dataclass(frozen=True)
class Row:
    """An activity on the desk. `people`: how many take part."""

    activity: ActivityPage
    people: int


@dataclass(frozen=True)
class Desk:
    """`rows`: those of one page of the list, the last first."""

    rows: list[Row]
    page: Page


@dataclass(frozen=True)
class Link:
    address: str
    title: str | Promise


@dataclass(frozen=True)
class Overview:
    """`sessions`: each with the address of its attendance, empty while there is none."""

    activity: ActivityPage
    register: Register
    state: str
    sessions: list[tuple[Session, str]]
    people: int
    rooms: list[Link]


def runs(person: Any, key: uuid.UUID) -> tuple[ActivityPage, Register]:
    """The activity's page (in the reader's language if it can be) and its register, for one who runs or oversees it.

    Raises Http404 for everybody else.
    """
    page = pages_of([key], get_language() or SOURCE_LANGUAGE, drafts=True).get(key)
    if page is None:
        raise Http404
    own = Register.objects.run_by(person).filter(activity_key=key).first()
    if own is None and not person.has_perm("activities.oversee_activities"):
        raise Http404
    return page, own or register_of(page)


def run_by_facilitator(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """For those who run the activity: the view gets its page and its register in place of the key.

    Visitors are asked to sign in; whoever else it is finds nothing.
    """

    @wraps(view)
    def with_activity(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        activity, register = runs(request.user, key)
        return view(request, activity, register, *args, **kwargs)

    return never_cache(with_account(with_activity))


def desk(person: Any, *, page: str) -> Desk:
    """The activities that a person runs. Three queries, however many there are."""
    mine = Register.objects.run_by(person).annotate(
        people=Count("participations", filter=Q(participations__withdrawn_at=None))
    )
    listed = Paginator(mine.order_by("-made_at", "pk"), PER_PAGE).get_page(page)
    pages = pages_of([one.pk for one in listed], get_language() or SOURCE_LANGUAGE, drafts=True)
    return Desk([Row(pages[one.pk], one.people) for one in listed if one.pk in pages], listed)


def overview(activity: ActivityPage, register: Register) -> Overview:
    """One query."""
    return Overview(
        activity=activity,
        register=register,
        state=activity.state(),
        sessions=[(one, found_at("attendance", register.pk, one.id)) for one in activity.sessions()],
        people=register.participations.standing().count(),
        rooms=[Link(found, title) for name, title in ROOMS.items() if (found := found_at(name, register.pk))],
    )
