"""Note attendance. Callers have made sure that the person may."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from brs.activities.register.marks import AttendanceEntry
from brs.activities.register.models import AttendanceMark, Participation, Register
from brs.core.arrival import arrival_of


def mark_attendance(
    participation: Participation,
    session: str,
    *,
    is_present: bool,
    way: AttendanceMark.Way,
    by: Any = None,
    at: datetime | None = None,
    mark_id: uuid.UUID | None = None,
) -> bool:
    """Say that somebody was there, or was not; whether this is new. `at`: when it was said, if that was before."""
    now = timezone.now()
    entry = AttendanceEntry(mark_id or uuid.uuid4(), participation.pk, session, is_present, at or now)
    return bool(note_attendance([entry], way=way, by=by, sent_at=now))


@transaction.atomic
def note_attendance(
    entries: Iterable[AttendanceEntry], *, way: AttendanceMark.Way, by: Any = None, sent_at: datetime | None = None
) -> int:
    """Keep what was said of people of one register; how much is new. An id that came before changes nothing.

    `sent_at`, by the clock of the marks: how long ago each was said counts; without it the newest is of now. Whatever
    the server's clock does, what arrives later has the later `received_at`.
    """
    marks = {mark.id: mark for mark in entries}
    known = set(AttendanceMark.objects.filter(pk__in=marks).values_list("pk", flat=True))
    fresh = [mark for key, mark in marks.items() if key not in known]
    if not fresh:
        return 0
    register = Register.objects.select_for_update().get(participations=fresh[0].participation)
    last = AttendanceMark.objects.filter(participation__register=register).aggregate(last=Max("received_at"))["last"]
    noted_at = [mark.at for mark in fresh]
    arrival = arrival_of(
        noted_at, sent_at=sent_at or max(noted_at), earliest=min(noted_at), last=last, now=timezone.now()
    )
    AttendanceMark.objects.bulk_create(
        [
            AttendanceMark(
                id=mark.id,
                participation_id=mark.participation,
                session=mark.session,
                is_present=mark.is_present,
                way=way,
                by=by,
                at=at,
                received_at=arrival.received_at,
            )
            for mark, at in zip(fresh, arrival.occurred_at, strict=True)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    present = {mark.participation for mark in fresh if mark.is_present}
    Participation.objects.filter(pk__in=present, joined_at=None).update(joined_at=timezone.now())
    return len(fresh)
