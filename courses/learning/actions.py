"""What changes learners' records: one function per thing that happens, each one transaction.

All evidence comes in through `record`. It may come late, twice and in any order.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from .events import VERBS, Happening
from .models import Enrolment, Event, Outline, Progress, RefusedEvent
from .progress import State, fold
from .rules import is_complete, what_is_left
from .signals import course_completed


@dataclass(frozen=True)
class Receipt:
    """What became of one event. `reason` is a code, empty unless refused."""

    id: uuid.UUID
    status: Literal["stored", "duplicate", "refused"]
    reason: str = ""


def release(course_key: uuid.UUID, items: list[dict[str, Any]], rule: dict[str, Any], *, force_new: bool) -> Outline:
    """The outline that binds those who enrol from now on: the newest, or a new one where the items or rule changed."""
    digest = hashlib.sha256(json.dumps([items, rule], sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        newest = Outline.objects.of(course_key).select_for_update().newest()
        if newest and newest.digest == digest and not force_new:
            return newest
        number = newest.number + 1 if newest else 1
        return Outline.objects.create(course_key=course_key, number=number, items=items, rule=rule, digest=digest)


@transaction.atomic
def enrol(learner, course_key: uuid.UUID, *, language: str) -> Enrolment:
    """The learner's enrolment, made if there is none; it pins the newest outline. Enrolling twice changes nothing.

    Raises Outline.DoesNotExist where the course was never published.
    """
    outline = Outline.objects.of(course_key).newest()
    if outline is None:
        raise Outline.DoesNotExist(f"No outline of course {course_key}")
    enrolment, is_new = Enrolment.objects.get_or_create(
        learner=learner, course_key=course_key, defaults={"outline": outline}
    )
    if is_new:
        Progress.objects.create(enrolment=enrolment, required_count=len(what_is_left(outline.items, {}, waived=[])))
        _say(enrolment, "enrolled", {"outline": outline.number}, language)
    return enrolment


@transaction.atomic
def record(
    enrolment: Enrolment, happenings: Sequence[Happening], *, channel: str, language: str, from_client: bool = True
) -> list[Receipt]:
    """Store what is new, refuse what cannot be, and bring progress up to date; a receipt for each, in order.

    An id that came before changes nothing; an id with other content is refused and kept for inspection.
    Times are clamped between enrolment and receipt: a device's clock cannot be trusted further.
    """
    # The lock makes concurrent deliveries to one enrolment queue up, so that the fold sees all of them.
    enrolment = Enrolment.objects.select_for_update().select_related("outline").get(pk=enrolment.pk)
    now = timezone.now()
    allowed = {item["key"] for item in enrolment.outline.items}
    known = {event.id: event for event in Event.objects.filter(id__in=[h.id for h in happenings])}
    receipts, fresh, refused = [], [], []
    for happening in happenings:
        reason = _reason_to_refuse(happening, allowed, from_client)
        if not reason and happening.id in known:
            if _is_same(known[happening.id], happening, enrolment):
                receipts.append(Receipt(happening.id, "duplicate"))
                continue
            reason = "conflict"
            refused.append(_kept_for_inspection(enrolment, happening, reason))
        if reason:
            receipts.append(Receipt(happening.id, "refused", reason))
            continue
        event = Event(
            id=happening.id,
            learner_id=enrolment.learner_id,
            course_key=enrolment.course_key,
            item_key=happening.item_key,
            verb=happening.verb,
            payload=happening.payload,
            language=language,
            occurred_at=_clamped(happening.occurred_at, enrolment.enrolled_at, now),
            received_at=now,
            channel=channel,
        )
        known[event.id] = event
        fresh.append(event)
        receipts.append(Receipt(happening.id, "stored"))
    RefusedEvent.objects.bulk_create(refused)
    if fresh:
        Event.objects.bulk_create(fresh)
        _bring_up_to_date(enrolment, language)
    return receipts


def mark_done(enrolment: Enrolment, item_key: str, *, language: str, event_id: uuid.UUID | None = None) -> Receipt:
    """A lesson is marked as done by its learner. A quiz is not done by saying so: it must be passed."""
    happening = Happening(event_id or uuid.uuid4(), item_key, "done", timezone.now())
    return record(enrolment, [happening], channel="web", language=language)[0]


@transaction.atomic
def undo_done(enrolment: Enrolment, item_key: str, *, language: str) -> Receipt:
    """Take back every mark of an item that the server knows of; one still on its way from another device stands."""
    seen = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    marks = seen.filter(item_key=item_key, verb="done").order_by("id").values_list("id", flat=True)
    happening = Happening(uuid.uuid4(), item_key, "undone", timezone.now(), {"undoes": [str(mark) for mark in marks]})
    return record(enrolment, [happening], channel="web", language=language)[0]


@transaction.atomic
def rebuild(enrolment: Enrolment) -> bool:
    """Compute the progress row anew from the events; whether it differed."""
    enrolment = Enrolment.objects.select_for_update().select_related("outline").get(pk=enrolment.pk)
    before = Progress.objects.filter(pk=enrolment.pk).values("items", "position", "done_count", "required_count")
    old = before.first()
    new, _ = _derived(enrolment)
    if old == new:
        return False
    Progress.objects.update_or_create(enrolment=enrolment, defaults={**new, "updated_at": timezone.now()})
    return True


def waived_keys(items: Iterable[dict[str, Any]]) -> set[str]:
    """Keys of the items that are live in no language any more. One query."""
    keys = {item["key"] for item in items}
    live = Page.objects.live().filter(translation_key__in=keys).values_list("translation_key", flat=True)
    return keys - {str(key) for key in live}


def _reason_to_refuse(happening: Happening, allowed: set[str], from_client: bool) -> str:
    if happening.verb not in VERBS:
        return "unknown_verb"
    if from_client and not VERBS[happening.verb]:
        return "server_only"
    if from_client and happening.item_key.split(":")[0] not in allowed:
        return "not_in_outline"
    if not _has_its_payload(happening):
        return "bad_payload"
    return ""


def _has_its_payload(happening: Happening) -> bool:
    match happening.verb, happening.payload:
        case "undone", {"undoes": list(ids)}:
            return all(isinstance(one, str) for one in ids)
        case "watched", {"fraction": int() | float() as fraction}:
            return 0 <= fraction <= 1
        case (("undone" | "watched"), _):
            return False
    return True


def _is_same(event: Event, happening: Happening, enrolment: Enrolment) -> bool:
    """Times are left out: the stored one may have been clamped."""
    stored = (event.learner_id, event.course_key, event.item_key, event.verb, event.payload)
    sent = (enrolment.learner_id, enrolment.course_key, happening.item_key, happening.verb, happening.payload)
    return stored == sent


def _kept_for_inspection(enrolment: Enrolment, happening: Happening, reason: str) -> RefusedEvent:
    content = json.loads(json.dumps(asdict(happening), default=str))
    return RefusedEvent(event_id=happening.id, learner_id=enrolment.learner_id, content=content, reason=reason)


def _clamped(moment: datetime, earliest: datetime, latest: datetime) -> datetime:
    return max(earliest, min(moment, latest))


def _state_of(enrolment: Enrolment) -> tuple[State, list[uuid.UUID]]:
    rows = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    events = [
        Happening(row.id, row.item_key, row.verb, row.occurred_at, row.payload)
        for row in rows.only("id", "item_key", "verb", "occurred_at", "payload")
    ]
    return fold(events), [event.id for event in events if event.verb in ("done", "passed", "watched")]


def _derived(enrolment: Enrolment) -> tuple[dict[str, Any], list[uuid.UUID]]:
    """The progress row's values, and the evidence that completes the course (empty while it does not)."""
    state, evidence = _state_of(enrolment)
    waived = waived_keys(enrolment.outline.items)
    required = [item for item in enrolment.outline.items if item["required"] and item["key"] not in waived]
    left = what_is_left(enrolment.outline.items, state.items, waived)
    values = {
        "items": state.items,
        "position": state.position,
        "done_count": len(required) - len(left),
        "required_count": len(required),
    }
    return values, evidence if is_complete(enrolment.outline.items, state.items, waived) else []


def _bring_up_to_date(enrolment: Enrolment, language: str) -> None:
    values, evidence = _derived(enrolment)
    Progress.objects.update_or_create(enrolment=enrolment, defaults={**values, "updated_at": timezone.now()})
    if evidence and enrolment.completed_at is None:
        enrolment.completed_at = timezone.now()
        enrolment.save(update_fields=["completed_at"])
        _say(enrolment, "completed", {"evidence": [str(one) for one in evidence]}, language)
        course_completed.send(Enrolment, enrolment=enrolment, evidence=evidence)


def _say(enrolment: Enrolment, verb: str, payload: dict[str, Any], language: str) -> None:
    """An event of the server's own."""
    Event.objects.create(
        learner_id=enrolment.learner_id,
        course_key=enrolment.course_key,
        item_key=str(enrolment.course_key),
        verb=verb,
        payload=payload,
        language=language,
        occurred_at=timezone.now(),
        channel="web",
    )
