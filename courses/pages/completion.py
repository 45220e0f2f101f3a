"""A course completed earns its certificate, in the same transaction."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import override

from brs.certificates.actions import issue, issuer
from brs.certificates.snapshot import Snapshot
from brs.core.languages import for_the_record
from courses.learning.attempts import per_cent
from courses.learning.models import Attempt, Enrolment
from courses.learning.signals import course_completed

from .models import CoursePage


@receiver(course_completed)
def _issue_certificate(sender: type[Enrolment], enrolment: Enrolment, **said: Any) -> None:
    holder = enrolment.learner
    translations = CoursePage.objects.filter(translation_key=enrolment.course_key).select_related("locale")
    course = for_the_record(translations, holder.language)
    if course is None or course.certificate_kind is None:
        return
    kind = course.certificate_kind.in_language_of(course.locale)
    attempts = Attempt.objects.filter(enrolment=enrolment, passed=True)
    scores = [per_cent(attempt.points or 0, attempt.points_of or 0) for attempt in attempts]
    snapshot = Snapshot(
        holder=holder.name,
        party=_party(holder, course.locale.language_code),
        title=course.title,
        code=course.code,
        kind=kind.title,
        statement=kind.statement,
        outcomes=[outcome.value["text"] for outcome in course.outcomes],
        minutes=course.estimated_minutes,
        score=max(scores, default=None),
        language=course.locale.language_code,
        release=enrolment.outline.number,
        signatories=kind.signed_by(),
        issuer=issuer(),
        conventions=[convention.slug for convention in course.conventions.all() if convention.is_treaty],
    )
    issue(holder, enrolment.course_key, snapshot, validity_months=kind.validity_months)


def _party(holder: Any, language: str) -> str:
    with override(language):
        return str(holder.party or "")
