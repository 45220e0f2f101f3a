"""A course completed earns its certificate, in the same transaction; one that ends is earned anew."""

import uuid
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import override

from brs.certificates.actions import issue, issuer, renew
from brs.certificates.models import Certificate
from brs.certificates.renewal import RENEWERS, Renewer, is_open
from brs.certificates.snapshot import Snapshot
from brs.core.languages import for_the_record
from courses.learning.models import Attempt, Enrolment
from courses.learning.results import deciding
from courses.learning.rules import per_cent
from courses.learning.signals import course_completed, course_gone_over

from .models import CoursePage
from .renewal import left_to_renew, newest_certificate


@receiver(course_completed)
def _issue_certificate(sender: type[Enrolment], enrolment: Enrolment, **kwargs: Any) -> None:
    course = _course_of(enrolment)
    if course and course.certificate_kind:
        months = course.certificate_kind.validity_months
        issue(enrolment.learner, enrolment.course_key, _snapshot(enrolment, course), validity_months=months)


@receiver(course_gone_over)
def _renew_certificate(sender: type[Enrolment], enrolment: Enrolment, **kwargs: Any) -> None:
    certificate = newest_certificate(enrolment)
    if certificate and is_open(certificate):
        _renewed(enrolment, certificate)


def _renewed(enrolment: Enrolment, certificate: Certificate) -> Certificate | None:
    course = _course_of(enrolment)
    if course is None or course.certificate_kind is None or left_to_renew(enrolment, certificate.issued_at):
        return None
    snapshot = _snapshot(enrolment, course, since=certificate.issued_at)
    return renew(certificate, snapshot, validity_months=course.certificate_kind.validity_months)


def _course_of(enrolment: Enrolment) -> CoursePage | None:
    """The page in whose words the learner's certificate speaks, in their language where it can be."""
    translations = CoursePage.objects.filter(translation_key=enrolment.course_key).select_related("locale")
    return for_the_record(translations, enrolment.learner.language)


def _snapshot(enrolment: Enrolment, course: CoursePage, *, since: datetime | None = None) -> Snapshot:
    """The words of the certificate; its result is that of attempts begun `since` then."""
    number, score = enrolment.outline.number, _result(enrolment, since)
    return snapshot_of(course, holder=enrolment.learner, release=number, score=score)


def snapshot_of(course: CoursePage, *, holder: Any, release: int, score: int | None) -> Snapshot:
    """The words of a certificate of this course, which has a kind of certificate."""
    language = course.locale.language_code
    assert course.certificate_kind is not None
    kind = course.certificate_kind.in_language_of(course.locale)
    with override(language):
        party = str(holder.party or "")
    return Snapshot(
        holder=holder.name,
        party=party,
        title=course.title,
        code=course.code,
        kind=kind.title,
        statement=kind.statement,
        outcomes=[outcome.value["text"] for outcome in course.outcomes],
        minutes=course.estimated_minutes,
        score=score,
        language=language,
        release=release,
        signatories=kind.signed_by(),
        issuer=issuer(),
        conventions=[convention.slug for convention in course.conventions.all() if convention.is_treaty],
    )


def _result(enrolment: Enrolment, since: datetime | None) -> int | None:
    """In per cent of all points of the quizzes that the course asks for, of each by the attempt that counts.

    None for a course without one. `since`: of attempts begun then or later.
    """
    quiz_keys = {item["key"] for item in enrolment.outline.items if item["kind"] == "quiz" and item["required"]}
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz_key__in=quiz_keys).defer(
        "questions", "answers", "marks"
    )
    if since:
        attempts = attempts.filter(started_at__gt=since)
    made: dict[uuid.UUID, list[Attempt]] = {}
    for attempt in attempts:
        made.setdefault(attempt.quiz_key, []).append(attempt)
    passed = [decisive for at_quiz in made.values() if (decisive := deciding(at_quiz)) and decisive.passed]
    points = sum(attempt.points or 0 for attempt in passed)
    of = sum(attempt.points_of or 0 for attempt in passed)
    return per_cent(points, of) if passed else None


def _enrolment_of(certificate: Certificate) -> Enrolment | None:
    of_holder = Enrolment.objects.of(certificate.holder_id).in_course(certificate.subject_key)
    return of_holder.select_related("learner__party", "outline").first()


def _where_to_renew(certificate: Certificate) -> str | None:
    is_there = CoursePage.objects.live().filter(translation_key=certificate.subject_key).exists()
    return reverse("go", args=[certificate.subject_key]) if is_there and _enrolment_of(certificate) else None


def _renew_what_was_passed(certificate: Certificate) -> Certificate | None:
    enrolment = _enrolment_of(certificate)
    return _renewed(enrolment, certificate) if enrolment else None


RENEWERS.append(Renewer(_where_to_renew, _renew_what_was_passed))
