"""Attendance as a browser sends it: a form as it is, or an outbox as JSON."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brs.activities.pages.models import Session
from brs.activities.participants.forms import ListForm
from brs.activities.register.marks import AttendanceEntry

MOST_MARKS = 200
OLDEST = timedelta(days=14)


class NotABatch(Exception):
    """It is not what the outbox sends."""


@dataclass(frozen=True)
class Batch:
    """`marks`: of people on this register; `refused`: ids of those of others. `since`: what the sender has seen."""

    marks: list[AttendanceEntry]
    refused: list[uuid.UUID]
    since: datetime


class PresentForm(ListForm):
    """Those who were there, from another program's list."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Who was there")
        self.fields["text"].help_text = _("A row for each: e-mail address, personal code, or name as on the list.")


def marks_in_form(data: QueryDict, session: Session, people: Collection[uuid.UUID]) -> list[AttendanceEntry]:
    """Only what was changed on the form: a tick that was there already says nothing, and takes nothing back.

    `batch` is the form's own key: sent twice, it makes the same marks.
    """
    batch, now = _uuid(data.get("batch")) or uuid.uuid4(), timezone.now()
    shown, was, ticked = (set(filter(None, map(_uuid, data.getlist(name)))) for name in ("shown", "was", "here"))
    is_here = shown if "all" in data else ticked
    changed = (shown & (is_here ^ was)) & set(people)
    return [
        AttendanceEntry(uuid.uuid5(batch, f"{person} {person in is_here}"), person, session.id, person in is_here, now)
        for person in sorted(changed)
    ]


def seen_in_form(data: QueryDict) -> datetime:
    return _moment(data.get("seen")) or timezone.now()


def batch_in(body: bytes, session: Session, people: Collection[uuid.UUID]) -> Batch:
    """Marks as an outbox sends them, each with its age: so a device whose clock is wrong does no harm.

    Raises NotABatch.
    """
    try:
        sent = json.loads(body)
        items = sent["marks"]
        if not isinstance(items, list) or len(items) > MOST_MARKS:
            raise NotABatch
        marks = [_mark(item, session) for item in items]
        since = _moment(sent.get("seen")) or timezone.now()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise NotABatch from error
    return Batch(
        [mark for mark in marks if mark.participation in people],
        [mark.id for mark in marks if mark.participation not in people],
        since,
    )


def _mark(item: dict[str, Any], session: Session) -> AttendanceEntry:
    if not isinstance(item["present"], bool):
        raise NotABatch
    age = min(max(timedelta(milliseconds=float(item["age"])), timedelta()), OLDEST)
    return AttendanceEntry(
        uuid.UUID(item["id"]), uuid.UUID(item["person"]), session.id, item["present"], timezone.now() - age
    )


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
