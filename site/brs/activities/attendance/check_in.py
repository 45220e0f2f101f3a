"""«I am here»: a scan of the room's changing code counts from the moment at which it was made.

Who scans before having joined, or with a session that has ended, joins first: meanwhile the scan waits in the session
of that browser, where nobody can hand it on.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from brs.activities.pages.models import ActivityPage, Session
from brs.activities.register.marks import is_fresh, slot_of
from brs.activities.register.models import AttendanceMark, Participation, Register

from .actions import mark_attendance

LATE = timedelta(hours=3)  # rooms run over time; what is later is the facilitator's to note
WAITS = timedelta(hours=2)  # long enough to make an account and confirm it by mail
_KEY = "scanned"


class NotFresh(Exception):
    """A photo of an earlier code, or a link that was passed on."""


class ItIsOver(Exception):
    """The activity has ended, or is cancelled."""


@dataclass(frozen=True)
class Scan:
    session: Session
    at: datetime


def scan(request: HttpRequest, activity: ActivityPage, register: Register, session: Session, token: str) -> Scan:
    """Keep that the code of a session was scanned now. Raises NotFresh, ItIsOver."""
    now = timezone.now()
    if is_past(activity, now):
        raise ItIsOver
    if not is_shown_now(register, session.id, token):
        raise NotFresh
    wait(request, {"register": str(register.pk), "session": session.id, "at": now.timestamp()})
    return Scan(session, now)


def is_shown_now(register: Register, session: str, token: str) -> bool:
    """Whether the room's screen shows this code of a session now, or did a moment ago."""
    return is_fresh(register.secret, session, token, timezone.now())


def is_past(activity: ActivityPage, now: datetime | None = None) -> bool:
    """Nobody says «I am here» any more."""
    late = activity.over_at is not None and (now or timezone.now()) > activity.over_at + LATE
    return late or activity.cancelled_at is not None


def waiting(request: HttpRequest) -> dict | None:
    """The scan kept in the browser's session: to be carried over where signing in empties it."""
    return request.session.get(_KEY)


def wait(request: HttpRequest, waiting_scan: dict | None) -> None:
    if waiting_scan:
        request.session[_KEY] = waiting_scan


def scanned(request: HttpRequest, activity: ActivityPage) -> Scan | None:
    """The scan in this activity's room that waits to be counted; None where there is none, or it is too old."""
    waiting_scan = waiting(request)
    if not waiting_scan or waiting_scan["register"] != str(activity.translation_key):
        return None
    at = datetime.fromtimestamp(waiting_scan["at"], UTC)
    session = next((session for session in activity.sessions() if session.id == waiting_scan["session"]), None)
    return Scan(session, at) if session and timezone.now() - at < WAITS else None


def count(request: HttpRequest, participation: Participation, scan: Scan) -> None:
    """Now it is known who scanned. The same scan sent twice is one mark."""
    request.session.pop(_KEY, None)
    mark_attendance(
        participation,
        scan.session.id,
        is_present=True,
        way=AttendanceMark.Way.QR,
        at=scan.at,
        mark_id=uuid.uuid5(participation.pk, f"{scan.session.id} {slot_of(scan.at)}"),
    )
