"""My learning: everything that one person has begun, finished and earned, and where to go on."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from wagtail.models import Page

from brs.activities.own_activities import OwnActivity, own_activities
from brs.certificates.models import Certificate
from brs.core.pages import SOURCE_LANGUAGE
from courses.learning.actions import waived_keys
from courses.learning.models import Enrolment
from courses.pages.course_screen import left_in_words
from courses.pages.models import CoursePage


@dataclass(frozen=True)
class Course:
    """`page` is None for a course that is no longer published; `go_on` is the key of the part worked on last."""

    title: str
    page: Page | None
    enrolment: Enrolment
    left: str
    go_on: uuid.UUID
    certificate: Certificate | None

    @property
    def is_finished(self) -> bool:
        return self.enrolment.completed_at is not None


@dataclass(frozen=True)
class MyLearning:
    """`resume` is the unfinished course worked on last."""

    resume: Course | None
    in_progress: list[Course]
    finished: list[Course]
    activities: list[OwnActivity]


def my_learning(person: Any) -> MyLearning:
    """Reads enrolments, progress, pages, certificates, activities: a query each, two more with an activity."""
    enrolments = list(
        Enrolment.objects.of(person).select_related("progress", "outline").order_by("-progress__updated_at")
    )
    pages = in_readers_language({enrolment.course_key for enrolment in enrolments})
    held = list(Certificate.objects.held_by(person).valid())
    certificates = {certificate.subject_key: certificate for certificate in held}
    waived = waived_keys(item for enrolment in enrolments for item in enrolment.outline.items)
    courses = []
    for enrolment in enrolments:
        page = pages.get(enrolment.course_key)
        certificate = certificates.get(enrolment.course_key)
        title = page.title if page else (certificate.snapshot["title"] if certificate else "")
        live = {item["key"] for item in enrolment.outline.items} - waived
        position = enrolment.progress.position.partition(":")[0]
        courses.append(
            Course(
                title=title,
                page=page,
                enrolment=enrolment,
                left=left_in_words(enrolment, waived),
                go_on=uuid.UUID(position) if position in live else enrolment.course_key,
                certificate=certificate,
            )
        )
    in_progress = [course for course in courses if not course.is_finished and course.page]
    return MyLearning(
        resume=in_progress[0] if in_progress else None,
        in_progress=in_progress,
        finished=[course for course in courses if course.is_finished],
        activities=own_activities(person, held),
    )


def in_readers_language(keys: set[uuid.UUID]) -> dict[uuid.UUID, CoursePage]:
    """Live courses by key, in the reader's language, else in the source language. One query."""
    languages = [SOURCE_LANGUAGE, get_language() or SOURCE_LANGUAGE]
    pages = CoursePage.objects.live().filter(translation_key__in=keys, locale__language_code__in=languages)
    # The reader's language comes last, and so takes the source's place.
    ordered = sorted(pages.select_related("locale"), key=lambda page: languages.index(page.locale.language_code))
    found: dict[uuid.UUID, CoursePage] = {}
    for page in ordered:
        if page.translation_key not in found or page.locale.language_code != SOURCE_LANGUAGE:
            found[page.translation_key] = page
    return found
