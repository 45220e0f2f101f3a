"""The desk: who runs which activity, and what stands on its overview."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brs.activities.access import runs
from brs.activities.pages.activity_screen import found_at
from brs.activities.pages.dates import when
from brs.activities.pages.models import ActivityPage, Session, pages_of
from brs.activities.register.models import Invitation, Register
from brs.core.languages import readers_language

PER_PAGE = 20

# What can be done with an activity, in the room, with its people and afterwards: the name of an address that takes its
# key -> what its link says.
ROOMS: tuple[dict[str, str | Promise], ...] = (
    {"room_screen": _("Screen for the room"), "activity_live": _("Who is where")},
    {
        "activity_people": _("People"),
        "activity_enlist": _("Put in a list of people"),
        "activity_slips_pdf": _("Slips with personal codes"),
        "activity_sheet_pdf": _("Sheet to sign"),
    },
    {
        "activity_results": _("Tests, evaluation, follow-up"),
        "activity_certify": _("Certificates"),
        "activity_report": _("Report"),
    },
)


@dataclass(frozen=True)
class RunActivity:
    """An activity on the desk. `people`: how many take part."""

    activity: ActivityPage
    people: int


@dataclass(frozen=True)
class Desk:
    """`rows`: those of one page of the list, the last first. `invitations`: to run others, with their pages."""

    rows: list[RunActivity]
    page: Page
    invitations: list[tuple[Invitation, ActivityPage]]


@dataclass(frozen=True)
class Link:
    address: str
    title: str | Promise


@dataclass(frozen=True)
class Step:
    """Something to do before an activity takes place."""

    title: str | Promise
    address: str
    is_done: bool


@dataclass(frozen=True)
class Overview:
    """`sessions`: each with the address of its attendance, empty while there is none. `steps`: what planning takes."""

    activity: ActivityPage
    register: Register
    state: str
    when: str
    steps: list[Step]
    sessions: list[tuple[Session, str]]
    people: int
    rooms: list[list[Link]]


def desk(person: Any, *, page: str) -> Desk:
    """The activities that a person runs. Four queries, however many there are."""
    mine = Register.objects.run_by(person).annotate(
        people=Count("participations", filter=Q(participations__withdrawn_at=None))
    )
    listed = Paginator(mine.order_by("-made_at", "pk"), PER_PAGE).get_page(page)
    asked = list(Invitation.objects.to(person).select_related("invited_by")[:PER_PAGE])
    keys = [*(row.pk for row in listed), *(row.register_id for row in asked)]
    pages = pages_of(keys, readers_language(), drafts=True)
    return Desk(
        rows=[RunActivity(pages[register.pk], register.people) for register in listed if register.pk in pages],
        page=listed,
        invitations=[
            (invitation, pages[invitation.register_id]) for invitation in asked if invitation.register_id in pages
        ],
    )


def may_copy(person: Any, text: str) -> ActivityPage | None:
    """The page to plan another from: a public one that is listed, or one's own. Nothing for nothing.

    Raises Http404 for what is no such page.
    """
    if not text:
        return None
    try:
        key = uuid.UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
    public = ActivityPage.objects.live().public().filter(is_listed=True)
    if public.filter(translation_key=key).exists():
        return pages_of([key], readers_language())[key]
    return runs(person, key)[0]


def overview(activity: ActivityPage, register: Register) -> Overview:
    """One query."""
    people = register.participations.active().count()
    return Overview(
        activity=activity,
        register=register,
        state=activity.state(),
        when=when(activity),
        steps=_steps(activity, register, people),
        sessions=[(session, found_at("attendance", register.pk, session.id)) for session in activity.sessions()],
        people=people,
        rooms=[[Link(reverse(name, args=[register.pk]), title) for name, title in rooms.items()] for rooms in ROOMS],
    )


def _steps(activity: ActivityPage, register: Register, people: int) -> list[Step]:
    planned = (
        (_("When it is"), "move_activity", activity.starts_at is not None),
        (_("Where it is"), "edit_activity", bool(activity.place or activity.online_address)),
        (_("The agenda"), "edit_agenda", any(session.starts_at for session in activity.sessions())),
        (_("Courses, tests, certificate"), "activity_learning", activity.certificate_kind_id is not None),
        (_("Who takes part"), "activity_people", people > 0),
    )
    addressed = [(title, found_at(name, register.pk), is_done) for title, name, is_done in planned]
    return [Step(title, address, is_done) for title, address, is_done in addressed if address]
