"""The list on which those who run an activity note who is there in a session."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from brs.activities.pages.models import ActivityPage, Session
from brs.activities.participants.fields import SEARCHED
from brs.activities.register.models import AttendanceMark, Participation, Register
from brs.activities.register.windows import OPEN_AFTERWARDS
from brs.core.folding import fold

PER_PAGE = 200


@dataclass(frozen=True)
class SheetRow:
    """Somebody on the list. `noted`: how it is known whether they are there, empty where nobody noted it."""

    participation: Participation
    is_present: bool
    noted: str


@dataclass(frozen=True)
class Change:
    """Attendance noted meanwhile. `by`: the key of who noted it, none where it was the person themselves."""

    participation: uuid.UUID
    name: str
    is_present: bool
    noted: str
    by: int | None


@dataclass(frozen=True)
class AttendanceSheet:
    """`rows`: of one page of people; `present` and `people`: of all.

    `loaded_at`: when it was looked at. `seen`: the last change in it, by when it was received.
    """

    session: Session
    rows: list[SheetRow]
    page: Page
    present: int
    people: int
    query: str
    is_open: bool
    open_until: datetime | None
    loaded_at: datetime
    seen: datetime


def session_of(activity: ActivityPage, block: str) -> Session | None:
    return next((session for session in activity.sessions() if session.id == block), None)


def current_session(activity: ActivityPage, now: datetime | None = None) -> Session | None:
    """The last one that has begun or is about to; before all of them the first."""
    sessions = activity.sessions()
    soon = (now or timezone.now()) + timedelta(minutes=30)
    begun = [session for session in sessions if session.starts_at and session.starts_at <= soon]
    return begun[-1] if begun else next(iter(sessions), None)


def open_until(activity: ActivityPage) -> datetime | None:
    """Until when attendance may be noted; None for as long as one likes."""
    return activity.over_at and activity.over_at + OPEN_AFTERWARDS


def is_open(activity: ActivityPage, now: datetime | None = None) -> bool:
    last = open_until(activity)
    return last is None or (now or timezone.now()) <= last


def attendance_sheet(
    activity: ActivityPage, register: Register, session: Session, *, query: str, page: str
) -> AttendanceSheet:
    """Four queries, however many people there are."""
    now, seen = timezone.now(), last_change(register, session)
    latest = latest_marks(register, session)
    people = list(register.participations.active().select_related("party"))
    wanted = fold(query)
    matching = [person for person in people if wanted in _searched(person)] if query else people
    shown = Paginator(matching, PER_PAGE).get_page(page)
    present = {key for key, mark in latest.items() if mark.is_present}
    return AttendanceSheet(
        session=session,
        rows=[
            SheetRow(person, person.pk in present, _noted_in_words(latest.get(person.pk), activity)) for person in shown
        ],
        page=shown,
        present=sum(person.pk in present for person in people),
        people=len(people),
        query=query,
        is_open=is_open(activity, now),
        open_until=open_until(activity),
        loaded_at=now,
        seen=seen,
    )


def _searched(person: Participation) -> str:
    return fold(" ".join(getattr(person, name) for name in SEARCHED))


def latest_marks(register: Register, session: Session) -> dict[uuid.UUID, AttendanceMark]:
    """By participation the mark that counts, as the fold in attendance.py has it. One query."""
    return {mark.participation_id: mark for mark in _marks(register, session).select_related("by")}


def present_in(register: Register, session: Session) -> int:
    """How many are there. One query."""
    marks = _marks(register, session).filter(participation__withdrawn_at=None)
    return sum(dict(marks.values_list("participation_id", "is_present")).values())


def changes(activity: ActivityPage, register: Register, session: Session, *, since: datetime) -> list[Change]:
    """Attendance noted since then that still counts. One query for the marks of the session."""
    rows = _marks(register, session).select_related("by", "participation")
    latest = {mark.participation_id: mark for mark in rows}
    return [
        Change(key, mark.participation.name, mark.is_present, _noted_in_words(mark, activity), mark.by_id)
        for key, mark in latest.items()
        if mark.received_at > since
    ]


def last_change(register: Register, session: Session) -> datetime:
    """By when it was received; long ago where nothing was said yet. One query."""
    last = _marks(register, session).aggregate(last=Max("received_at"))["last"]
    return last or datetime.fromtimestamp(0, UTC)


def _marks(register: Register, session: Session) -> QuerySet[AttendanceMark]:
    """The later said the later, so that the last of a person is the one that counts."""
    marks = AttendanceMark.objects.filter(participation__register=register, session=session.id)
    return marks.order_by("at", "id")


def _noted_in_words(mark: AttendanceMark | None, activity: ActivityPage) -> str:
    """«by the code in the room, 09:02»"""
    if mark is None:
        return ""
    who = mark.by.name if mark.by else str(mark.get_way_display())
    at = time_format(mark.at.astimezone(activity.zone))
    words = _("present: %(who)s, %(at)s") if mark.is_present else _("not present: %(who)s, %(at)s")
    return words % {"who": who, "at": at}


def in_words(changes: Iterable[Change]) -> str:
    return "; ".join(f"{change.name} ({change.noted})" for change in changes)
