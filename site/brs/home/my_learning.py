"""My learning: everything that one person has begun, finished and earned, and where to go on."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.activities.participant_view.own_activities import OwnActivity, own_activities
from brs.certificates.models import Certificate
from brs.certificates.renewal import is_open
from brs.core.languages import best_of_each
from courses.learning.enrolments import waived_keys
from courses.learning.models import Enrolment
from courses.learning.rules import FINISHED, first_from, what_is_left
from courses.pages.course_screen import left_in_words
from courses.pages.lost_quizzes import lost_quizzes
from courses.pages.models import CoursePage


@dataclass(frozen=True)
class Course:
    """`page` is None for a course that is no longer published; `go_on` is the key of the first part that is left.

    `certificate`: the newest, whether it holds still or not; `renew`: where it is earned anew, once that is open.
    """

    title: str
    page: Page | None
    enrolment: Enrolment
    left: str
    go_on: uuid.UUID
    certificate: Certificate | None
    is_deleted: bool
    renew: bool

    @property
    def done(self) -> int:
        """How many parts were done, whatever became of them since."""
        keys = {item["key"] for item in self.enrolment.outline.items}
        return sum(state in FINISHED for key, state in self.enrolment.progress.items.items() if key in keys)

    @property
    def is_finished(self) -> bool:
        return self.enrolment.completed_at is not None


@dataclass(frozen=True)
class MyLearning:
    """`resume` is the unfinished course worked on last. `offline`: begun, and not published any more."""

    resume: Course | None
    in_progress: list[Course]
    offline: list[Course]
    finished: list[Course]
    activities: list[OwnActivity]


def my_learning(person: Any) -> MyLearning:
    """Reads enrolments, progress, pages, certificates, activities: a query each; two more with an activity, and two
    with a failed quiz.
    """
    enrolments = list(
        Enrolment.objects.of(person).select_related("progress", "outline").order_by("-progress__updated_at")
    )
    keys = {enrolment.course_key for enrolment in enrolments}
    pages = best_of_each(CoursePage.objects.filter(translation_key__in=keys).select_related("locale"))
    held = list(Certificate.objects.held_by(person).newest().order_by("issued_at", "pk"))
    certificates = {certificate.subject_key: certificate for certificate in held}
    waived = waived_keys(item for enrolment in enrolments for item in enrolment.outline.items)
    lost = lost_quizzes(enrolments)
    courses = [
        _course(
            enrolment,
            pages.get(enrolment.course_key),
            certificates.get(enrolment.course_key),
            waived,
            lost.get(enrolment.pk, set()),
        )
        for enrolment in enrolments
        if enrolment.outline.is_of_a_course
    ]
    in_progress = [course for course in courses if not course.is_finished and course.page]
    return MyLearning(
        resume=in_progress[0] if in_progress else None,
        in_progress=in_progress,
        offline=[course for course in courses if not course.is_finished and not course.page],
        finished=[course for course in courses if course.is_finished],
        activities=own_activities(person, held),
    )


def _course(
    enrolment: Enrolment,
    page: CoursePage | None,
    certificate: Certificate | None,
    waived: Collection[str],
    lost: Collection[str],
) -> Course:
    progress, items = enrolment.progress, enrolment.outline.items
    unfinished = {item["key"] for item in what_is_left(items, progress.items, waived)}
    position = progress.position.partition(":")[0]
    left = first_from([item["key"] for item in items], unfinished.difference(lost), position)
    title = page.title if page else certificate.snapshot["title"] if certificate else _("A course that was deleted")
    is_online = page is not None and page.live
    return Course(
        title=title,
        page=page if is_online else None,
        enrolment=enrolment,
        left=left_in_words(enrolment, waived, lost),
        go_on=uuid.UUID(left) if left else enrolment.course_key,
        certificate=certificate,
        is_deleted=page is None,
        renew=is_online and certificate is not None and is_open(certificate),
    )
