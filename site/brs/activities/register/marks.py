"""Attendance as a fold over marks, and the tokens of a QR code that changes every half minute. Plain Python.

Marks are only ever added. Whatever the order and however often they arrive, the fold is the same.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

SLOT_SECONDS = 30
SLOTS_THAT_COUNT = 3  # the one on screen and two before: somebody with a slow phone still gets in
TOKEN_LENGTH = 16


@dataclass(frozen=True)
class AttendanceEntry:
    """Somebody (a participation's id) was there, or was not, in a session (its block id), as said at a time."""

    id: uuid.UUID
    participation: uuid.UUID
    session: str
    is_present: bool
    at: datetime


def attendance(marks: Iterable[AttendanceEntry]) -> dict[tuple[uuid.UUID, str], AttendanceEntry]:
    """(participation, session) -> the mark that counts: the latest said; of two at once that with the greater id."""
    latest: dict[tuple[uuid.UUID, str], AttendanceEntry] = {}
    for mark in marks:
        key = (mark.participation, mark.session)
        if key not in latest or (mark.at, mark.id) > (latest[key].at, latest[key].id):
            latest[key] = mark
    return latest


def attended_percent(present: Iterable[str], minutes: Mapping[str, int]) -> int:
    """Of all sessions' minutes (by session) those of the sessions attended, in whole per cent, rounded down."""
    total = sum(minutes.values())
    return sum(minutes.get(session, 0) for session in set(present)) * 100 // total if total else 0


def slot_of(now: datetime) -> int:
    return int(now.timestamp()) // SLOT_SECONDS


def token(secret: str, session: str, slot: int) -> str:
    """The text in the QR code of a session in a slot of half a minute."""
    message = f"{session} {slot}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:TOKEN_LENGTH]


def is_fresh(secret: str, session: str, candidate: str, now: datetime) -> bool:
    """Whether a token is on the screen now or was a moment ago: a photo of it is worth nothing later."""
    slot = slot_of(now)
    return any(
        hmac.compare_digest(token(secret, session, slot - age).encode(), candidate.encode())
        for age in range(SLOTS_THAT_COUNT)
    )
