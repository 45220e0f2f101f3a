"""What this room holds of a person: to be shown to them, and to be erased with them."""

from typing import Any

from django.db import transaction

from .models import Attempt, Enrolment, Event, RefusedEvent

HELD = {
    "enrolments": Enrolment.objects.all,
    "events": Event.objects.all,
    "refused events": RefusedEvent.objects.all,
}


def held(person) -> dict[str, list[dict[str, Any]]]:
    """All rows, by kind, as plain values; what anybody else wrote is not among them."""
    found = {kind: list(rows().filter(learner=person).values()) for kind, rows in HELD.items()}
    return {**found, "attempts": list(Attempt.objects.of(person).values())}


@transaction.atomic
def erase(person) -> None:
    """Events, attempts, answers and progress go; attempts and progress hang on the enrolments."""
    for rows in HELD.values():
        rows().filter(learner=person).delete()
