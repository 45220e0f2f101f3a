"""What a certificate that ends asks for, so that it is earned anew."""

from collections.abc import Collection
from datetime import datetime

from brs.certificates.models import Certificate
from courses.learning.enrolments import waived_keys
from courses.learning.models import Attempt, Enrolment, Event
from courses.learning.results import deciding
from courses.learning.rules import required_of


def newest_certificate(enrolment: Enrolment) -> Certificate | None:
    """What the learner has for the course now, whether it holds still or not. One query."""
    held = Certificate.objects.held_by(enrolment.learner_id).for_subject(enrolment.course_key).newest()
    return held.select_related("supersedes").order_by("-issued_at", "-pk").first()


def left_to_renew(enrolment: Enrolment, since: datetime) -> list[str]:
    """Keys of what is yet to be passed again for another certificate: the quizzes, else the lessons. Two queries."""
    items = required_of(enrolment.outline.items, waived_keys(enrolment.outline.items))
    quizzes = [item["key"] for item in items if item["kind"] == "quiz"]
    if not quizzes:
        again = Event.objects.of(enrolment.learner_id).in_course(enrolment.course_key)
        done = set(again.filter(verb="done", received_at__gt=since).values_list("item_key", flat=True))
        return [item["key"] for item in items if item["key"] not in done]
    attempts = list(Attempt.objects.filter(enrolment=enrolment, started_at__gt=since).defer("questions", "answers"))
    return [key for key in quizzes if not _is_passed(key, attempts)]


def _is_passed(quiz_key: str, attempts: Collection[Attempt]) -> bool:
    decisive = deciding(attempt for attempt in attempts if str(attempt.quiz_key) == quiz_key)
    return decisive is not None and bool(decisive.passed)
