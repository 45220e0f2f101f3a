"""The screen projected in a room: the way in, and the session's code, which changes every half minute."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from brs.activities.pages.models import ActivityPage, Session
from brs.activities.register.marks import SLOT_SECONDS, slot_of, token
from brs.activities.register.models import Register
from brs.core.qr import qr_svg

from .check_in import is_past
from .sheet import current_session, present_in, session_of

AHEAD = 40  # slots: for twenty minutes the screen goes on without a line


@dataclass(frozen=True)
class RoomScreen:
    """`session`: whose code is shown; none where the agenda is empty or it is past. `qr`: its code now.

    `present`: how many are there in it.
    """

    activity: ActivityPage
    register: Register
    session: Session | None
    sessions: list[Session]
    qr: str
    present: int
    is_past: bool
    site: str


def room_screen(activity: ActivityPage, register: Register, asked: str) -> RoomScreen:
    """The session that was asked for, else the one that is on. One query."""
    past = is_past(activity)
    session = None if past else session_of(activity, asked) or current_session(activity)
    qr = qr_svg(_address(register, session, slot_of(timezone.now())), mask=0, inline=True) if session else ""
    return RoomScreen(
        activity=activity,
        register=register,
        session=session,
        sessions=activity.sessions(),
        qr=qr,
        present=present_in(register, session) if session else 0,
        is_past=past,
        site=urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc,
    )


def codes(register: Register, session: Session) -> dict[str, object]:
    """The codes of the next twenty minutes by slot, as rows of dark (1) and light (0) squares.

    `now` is the server's clock, for a laptop whose own is wrong. No query.
    """
    first = slot_of(timezone.now())
    return {
        "now": int(time.time() * 1000),
        "seconds": SLOT_SECONDS,
        "codes": {slot: _rows(_address(register, session, slot)) for slot in range(first, first + AHEAD)},
    }


def _address(register: Register, session: Session, slot: int) -> str:
    shown = token(register.secret, session.id, slot)
    return settings.WAGTAILADMIN_BASE_URL + reverse("join_here", args=[register.join_code, session.id, shown])


def _rows(address: str) -> list[str]:
    matrix = segno.make(address, error="m", mask=0).matrix
    return ["".join(str(square) for square in row) for row in matrix]
