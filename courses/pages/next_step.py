"""Where a learner goes on after each deed: to what is left of the course, then to its certificate."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.certificates.renewal import is_open
from brs.core.languages import best
from courses.learning.enrolments import waived_keys
from courses.learning.models import Attempt, Enrolment
from courses.learning.results import WAYS_ON, WayOn
from courses.learning.rules import first_from, what_is_left

from .lost_quizzes import lost_quizzes
from .models import QuizPage
from .quiz_standing import standing_at
from .releases import RULE
from .renewal import left_to_renew, newest_certificate


def next_step(enrolment: Enrolment, after: uuid.UUID) -> WayOn:
    """The first part that is left after this one, else the first at all; then the certificate, else the course."""
    enrolment = Enrolment.objects.select_related("outline", "progress", "learner").get(pk=enrolment.pk)
    items = enrolment.outline.items
    certificate = newest_certificate(enrolment) if enrolment.completed_at else None
    if certificate and is_open(certificate):
        left = set(left_to_renew(enrolment, certificate.issued_at))
    else:
        unfinished = what_is_left(items, enrolment.progress.items, waived_keys(items))
        left = {item["key"] for item in unfinished} - lost_quizzes([enrolment]).get(enrolment.pk, set())
    key = first_from([item["key"] for item in items], left, str(after))
    page = best(Page.objects.live().filter(translation_key=key).select_related("locale")) if key else None
    if page:
        return WayOn(reverse("go", args=[page.translation_key]), _("Go on: %(title)s") % {"title": page.title})
    if certificate and not certificate.is_void:
        message = _("You have completed this course, and a certificate is yours: %(kind)s, %(serial)s.")
        parameters = {"kind": certificate.snapshot["kind"], "serial": certificate.serial}
        address = reverse("verify_serial", args=[certificate.serial])
        return WayOn(address, _("Your certificate"), message=message % parameters)
    course = reverse("go", args=[enrolment.course_key])
    message = _("You have completed this course.") if enrolment.completed_at else ""
    return WayOn(course, _("Back to the course"), message)


def _after_a_quiz(attempt: Attempt) -> WayOn:
    """On to what is next once it is passed; until then back to the course, and to the quiz while it can be passed."""
    enrolment, key = attempt.enrolment, attempt.quiz_key
    quiz = best(QuizPage.objects.live().filter(translation_key=key).select_related("locale"))
    standing = standing_at(quiz, enrolment.learner, enrolment) if quiz else None
    if standing is None or standing.is_passed:
        return next_step(enrolment, key)
    again = reverse("go", args=[key]) if standing.may_begin else ""
    return WayOn(reverse("go", args=[enrolment.course_key]), _("Back to the course"), standing.why_not, again)


WAYS_ON[RULE["needs"]] = _after_a_quiz
