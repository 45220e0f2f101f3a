"""What becomes of an account's learning: erased with its person, or joined with that of their other account."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from brs.core.pages import SOURCE_LANGUAGE

from .enrolments import add_server_event, bring_up_to_date, hold_to, locked_enrolments
from .models import Attempt, Enrolment, Event, Outline, RefusedEvent
from .results import deciding, used_up


def erase(person: Any) -> None:
    """Delete events, attempts, answers and progress; attempts and progress hang on the enrolments."""
    for model in (Enrolment, Event, RefusedEvent):
        model._base_manager.filter(learner=person).delete()


@transaction.atomic
def hand_over(giver: Any, taker: Any) -> None:
    """Bring all learning of one account under another of the same person; the better of both counts.

    In a course of both all that was done counts, and completion stands as it was first told. It is held to the outline
    of the account that completed it alone, else to the taker's: nobody is moved to a newer one unasked. Attempts stay
    what they are, also those that are not handed in.
    """
    for enrolment in locked_enrolments().filter(learner=giver).order_by("pk"):
        takers = locked_enrolments().filter(learner=taker, course_key=enrolment.course_key).first()
        if takers:
            _merge(enrolment, takers)
        else:
            Event.objects.of(giver).in_course(enrolment.course_key).update(learner=taker)
            enrolment.learner = taker
            enrolment.save(update_fields=["learner"])
    Event.objects.of(giver).update(learner=taker)
    RefusedEvent.objects.filter(learner=giver).update(learner=taker)


def _merge(given: Enrolment, receiving: Enrolment) -> None:
    outline = given.outline if given.completed_at and not receiving.completed_at else receiving.outline
    Event.objects.of(given.learner).in_course(given.course_key).update(learner=receiving.learner)
    _merge_attempts(given, receiving)
    receiving.enrolled_at = min(receiving.enrolled_at, given.enrolled_at)
    receiving.completed_at = min(filter(None, (receiving.completed_at, given.completed_at)), default=None)
    receiving.save(update_fields=["enrolled_at", "completed_at"])
    given.delete()
    _hold_to_one(receiving, outline)
    bring_up_to_date(receiving, SOURCE_LANGUAGE)


def _hold_to_one(enrolment: Enrolment, outline: Outline) -> None:
    """Say which of the outlines that both accounts were held to binds: by itself the newest would."""
    hold_to(enrolment, outline)
    events = Event.objects.of(enrolment.learner).in_course(enrolment.course_key)
    named = events.filter(verb__in=("enrolled", "moved", "merged")).order_by("id").values_list("id", flat=True)
    payload = {"outline": outline.number, "instead_of": [str(key) for key in named]}
    add_server_event(enrolment, "merged", payload, SOURCE_LANGUAGE)


def _merge_attempts(given: Enrolment, receiving: Enrolment) -> None:
    keys = (
        Attempt.objects.filter(enrolment__in=(given, receiving))
        .order_by()
        .values_list("quiz_key", flat=True)
        .distinct()
    )
    for key in keys:
        _merge_attempts_at(key, given, receiving)


def _merge_attempts_at(quiz_key: uuid.UUID, given: Enrolment, receiving: Enrolment) -> None:
    """In an order in which the better result of the two counts. Of those allowed they use up no more than one did."""
    theirs, mine = (
        list(Attempt.objects.filter(enrolment=enrolment).at(quiz_key).order_by("number"))
        for enrolment in (given, receiving)
    )
    fewer = min(theirs, mine, key=used_up)
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in fewer]).update(uses_one_up=False)
    sides = sorted((theirs, mine), key=_result)
    newest = max(theirs + mine, key=lambda attempt: attempt.started_at)
    if newest.rules["counts"] == "first":
        sides.reverse()
    in_order = [attempt for side in sides for attempt in side]
    # Two attempts may never have one number, not even in between.
    free = 1 + max(attempt.number for attempt in in_order)
    for numbers_from in (free + len(in_order), 1):
        for number, attempt in enumerate(in_order, start=numbers_from):
            attempt.number = number
            attempt.enrolment = receiving
            attempt.save(update_fields=["number", "enrolment"])


def _result(attempts: Sequence[Attempt]) -> tuple[bool, int, int]:
    decisive = deciding(attempts)
    return (bool(decisive and decisive.passed), decisive.score if decisive else -1, len(attempts))
