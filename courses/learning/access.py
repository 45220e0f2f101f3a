"""The right to enrol: the outline that somebody may enrol in is found here alone."""

import uuid
from typing import Any

from django.http import HttpRequest

from brs.core.pages import may_see

from .models import Outline


class MayNotEnrol(Exception):
    """There is no such course, it is not published, or it is not for this person."""


class NotOpen(MayNotEnrol):
    """They may see the course, and it takes no enrolments: it is being prepared, or nothing is left of it."""


def outline_to_enrol_in(learner: Any, course_key: uuid.UUID, request: HttpRequest | None) -> Outline:
    """The newest outline of a course that the learner may see. Raises MayNotEnrol, or NotOpen.

    Without the learner's request, what a password opens stays closed.
    """
    outline = Outline.objects.of(course_key).newest()
    is_of_a_course = outline is None or outline.is_of_a_course
    if not is_of_a_course or not may_see(request or _request_of(learner), course_key):
        raise MayNotEnrol
    if outline is None or not outline.takes_enrolments:
        raise NotOpen
    return outline


def outline_of_what_is_no_course(key: uuid.UUID) -> Outline:
    """The newest outline of something whose own room decides who takes part in it. Raises MayNotEnrol for a course."""
    outline = Outline.objects.of(key).newest()
    if outline is None or outline.is_of_a_course:
        raise MayNotEnrol
    return outline


def _request_of(learner: Any) -> HttpRequest:
    request = HttpRequest()
    request.user = learner
    request.session = {}  # type: ignore[assignment]
    return request
