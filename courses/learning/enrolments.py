"""Enrolments: made here alone, held to an outline, and kept in step with the events of their learner."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from .access import outline_of_what_is_no_course, outline_to_enrol_in
from .models import Enrolment, Event, Outline, Progress
from .progress import State, fold
from .rules import is_complete, required_of, what_is_left
from .signals import course_completed, course_gone_over


def enrol(learner, course_key: uuid.UUID, *, language: str, request: HttpRequest | None = None) -> Enrolment:
    """The learner's enrolment in a course that they may see; `request` is theirs, where there is one.

    Enrolling twice changes nothing. Raises MayNotEnrol.
    """
    return _enrolment(learner, outline_to_enrol_in(learner, course_key, request), language)


def take_in(learner, key: uuid.UUID, *, language: str) -> Enrolment:
    """The learner's enrolment in what is no course, as an activity's tests: the caller has made sure that they may.

    Raises MayNotEnrol for a course.
    """
    return _enrolment(learner, outline_of_what_is_no_course(key), language)


def enrolment_of(person: Any, course_key: uuid.UUID) -> Enrolment | None:
    """With its progress; None for whoever is not enrolled, or not signed in. One query for who is."""
    if not person.is_authenticated:
        return None
    return Enrolment.objects.of(person).in_course(course_key).select_related("progress").first()


@transaction.atomic
def _enrolment(learner, outline: Outline, language: str) -> Enrolment:
    """The one that there is, or a new one that pins the outline."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        learner=learner, course_key=outline.course_key, defaults={"outline": outline}
    )
    if is_new:
        required = required_of(outline.items, waived_keys(outline.items))
        Progress.objects.create(enrolment=enrolment, required_count=len(required))
        add_server_event(enrolment, "enrolled", {"outline": outline.number}, language)
    return enrolment


@transaction.atomic
def move_to_newest_outline(enrolment: Enrolment, *, language: str) -> Enrolment:
    """Hold the learner to the newest outline from now on, by their own choice. Doing it twice changes nothing.

    Done items carry over by key, and a course that was completed stays completed.
    """
    enrolment = locked_enrolments().get(pk=enrolment.pk)
    newest = Outline.objects.of(enrolment.course_key).newest()
    if newest and newest.number > enrolment.outline.number:
        hold_to(enrolment, newest)
        add_server_event(enrolment, "moved", {"outline": newest.number}, language)
        bring_up_to_date(enrolment, language)
    return enrolment


def locked_enrolments() -> QuerySet[Enrolment]:
    """The lock makes concurrent deliveries to one enrolment queue up, so that the fold sees all of them."""
    return Enrolment.objects.select_for_update(of=("self",)).select_related("outline")


@transaction.atomic
def rebuild(enrolment: Enrolment) -> bool:
    """Compute the outline that binds and the progress row anew from the events; whether one differed."""
    enrolment = locked_enrolments().get(pk=enrolment.pk)
    state = _state_of(enrolment)
    is_held_to_another = state.outline not in (0, enrolment.outline.number)
    if is_held_to_another:
        hold_to(enrolment, Outline.objects.of(enrolment.course_key).get(number=state.outline))
    before = Progress.objects.filter(pk=enrolment.pk).values(
        "items", "parts", "position", "done_count", "required_count"
    )
    old = before.first()
    new, _ = _derived(enrolment, state)
    if old == new:
        return is_held_to_another
    Progress.objects.update_or_create(enrolment=enrolment, defaults={**new, "updated_at": timezone.now()})
    return True


def _state_of(enrolment: Enrolment) -> State:
    rows = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    return fold(rows.happenings())


def _derived(enrolment: Enrolment, state: State) -> tuple[dict[str, Any], list[uuid.UUID]]:
    """The progress row's values, and the evidence that completes the course (empty while it does not)."""
    waived = waived_keys(enrolment.outline.items)
    required = required_of(enrolment.outline.items, waived)
    left = what_is_left(enrolment.outline.items, state.items, waived)
    values = {
        "items": state.items,
        "parts": state.parts,
        "position": state.position,
        "done_count": len(required) - len(left),
        "required_count": len(required),
    }
    return values, state.evidence if is_complete(enrolment.outline.items, state.items, waived) else []


def bring_up_to_date(enrolment: Enrolment, language: str) -> None:
    """Progress as the events have it; completion is told once."""
    values, evidence = _derived(enrolment, _state_of(enrolment))
    Progress.objects.filter(pk=enrolment.pk).update(**values, updated_at=timezone.now())
    if enrolment.completed_at:
        course_gone_over.send(Enrolment, enrolment=enrolment)
    elif evidence:
        enrolment.completed_at = timezone.now()
        enrolment.save(update_fields=["completed_at"])
        add_server_event(enrolment, "completed", {"evidence": [str(event_id) for event_id in evidence]}, language)
        course_completed.send(Enrolment, enrolment=enrolment, evidence=evidence)


def hold_to(enrolment: Enrolment, outline: Outline) -> None:
    enrolment.outline = outline
    enrolment.save(update_fields=["outline"])


def add_server_event(enrolment: Enrolment, verb: str, payload: dict[str, Any], language: str) -> None:
    """An event of the server's own on the whole course."""
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


def waived_keys(items: Iterable[dict[str, Any]]) -> set[str]:
    """Keys of the items that are live in no language any more. One query."""
    keys = {item["key"] for item in items}
    live = Page.objects.live().filter(translation_key__in=keys).values_list("translation_key", flat=True)
    return keys - {str(key) for key in live}
