"""Outlines: what a course requires, released anew when that changes, and waived where it went offline."""

import hashlib
import json
import uuid
from typing import Any

from django.db import transaction

from brs.core.pages import SOURCE_LANGUAGE

from .enrolments import bring_up_to_date, locked_enrolments, waived_keys
from .models import Outline, Progress
from .rules import required_of, what_is_left


def release(course_key: uuid.UUID, items: list[dict[str, Any]], rule: dict[str, Any], *, force_new: bool) -> Outline:
    """The outline that binds those who enrol from now on: the newest, or a new one where the items or rule changed.

    What went offline is waived at once for everybody in the course, and what came back is asked for again.
    """
    digest = hashlib.sha256(json.dumps([items, rule], sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        newest = Outline.objects.of(course_key).select_for_update().newest()
        waive(course_key)
        if newest and newest.digest == digest and not force_new:
            return newest
        number = newest.number + 1 if newest else 1
        return Outline.objects.create(course_key=course_key, number=number, items=items, rule=rule, digest=digest)


@transaction.atomic
def waive(course_key: uuid.UUID) -> None:
    """Bring up to date those whom a change of what is live touches; the others cost no event to be read."""
    waived: dict[int, set[str]] = {}
    for outline in Outline.objects.of(course_key).filter(enrolments__isnull=False).distinct():
        waived[outline.pk] = waived_keys(outline.items)
    rows = Progress.objects.filter(enrolment__outline__in=waived).select_related("enrolment__outline")
    for progress in rows.iterator():
        outline = progress.enrolment.outline
        left = what_is_left(outline.items, progress.items, waived[outline.pk])
        required = required_of(outline.items, waived[outline.pk])
        if (progress.done_count, progress.required_count) != (len(required) - len(left), len(required)):
            bring_up_to_date(locked_enrolments().get(pk=progress.pk), SOURCE_LANGUAGE)
