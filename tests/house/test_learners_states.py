"""Whatever a learner did and whatever became of the course since: every page answers, and none has an empty place."""

import random
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from brs.certificates.actions import correct_name, revoke
from brs.certificates.models import Certificate, CertificateKind
from brs.people.models import User
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol, rebuild
from courses.learning.evidence import mark_done
from courses.learning.models import Attempt, Enrolment
from courses.pages.models import CoursePage, LessonPage, ModulePage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from courses.questions.feedback import right_answer
from courses.questions.models import Question
from tests.given import a_quiz, a_trainee, in_french
from tests.learning.test_stored_answers import KINDS, ODD, a_block, store

pytestmark = pytest.mark.django_db
EMPTY = re.compile(
    r"<(li|p|h[1-6]|dt|dd|td|th|a|button|label|summary|option|figcaption|legend|caption|blockquote)\b"
    r"(?![^>]*(?:aria-label|hidden|role=.status|value=\"\"))[^>]*>\s*</\1>"
)


def a_full_course() -> CoursePage:
    """With each type of question in a lesson, a reflection, a quiz and a certificate; in English and French."""
    quiz = a_quiz(questions=2, pass_percent=50)
    course = CoursePage.objects.ancestor_of(quiz).get()
    questions = [{"type": "question", "id": f"b-{kind}", "value": [a_block(kind)]} for kind in KINDS]
    body = [*questions, {"type": "reflection", "id": "r", "value": {"prompt": "Why?"}}]
    module = ModulePage.objects.descendant_of(course).get()
    for number in range(2):
        module.add_child(instance=LessonPage(title=f"Lesson {number}", slug=f"lesson-{number}", body=body, live=False))
        LessonPage.objects.get(slug=f"lesson-{number}").save_revision().publish()
    course.certificate_kind = CertificateKind.objects.create(
        slug="done", title="Certificate", statement="did it.", locale=course.locale, validity_months=24
    )
    course.save_revision().publish()
    in_french(quiz)
    return CoursePage.objects.get(pk=course.pk)


def answer_all(enrolment: Enrolment, *, right: bool) -> Attempt:
    quiz = QuizPage.objects.get(locale__language_code="en")
    attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)))
    for pinned in pinned_questions(attempt):
        answer = right_answer(pinned.content) if right else "nothing of it"
        save_answer(attempt, pinned.key, answer, language="en")
    return attempt


def nothing_yet(enrolment: Enrolment) -> None:
    pass


def begun(enrolment: Enrolment) -> None:
    lesson = LessonPage.objects.filter(locale__language_code="en").first()
    mark_done(enrolment, str(lesson.translation_key), language="en")
    answer_all(enrolment, right=True)


def odd_answers(enrolment: Enrolment) -> None:
    begun(enrolment)
    attempt = Attempt.objects.get()
    for lesson in LessonPage.objects.filter(locale__language_code="en"):
        for kind in KINDS:
            for payload in [*ODD[1:], {"answer": ["x"]}, {"answer": {"a": [1]}}]:
                store(enrolment, "answered", f"{lesson.translation_key}:b-{kind}", payload)
        store(enrolment, "reflected", f"{lesson.translation_key}:r", {"text": [1]})
    for pinned in pinned_questions(attempt):
        store(enrolment, "answered", str(attempt.quiz_key), {"question": pinned.key, "answer": {"x": []}}, attempt.pk)
    rebuild(enrolment)


def failed(enrolment: Enrolment) -> None:
    submit_attempt(answer_all(enrolment, right=False), language="en")


def completed(enrolment: Enrolment) -> None:
    for lesson in LessonPage.objects.filter(locale__language_code="en"):
        mark_done(enrolment, str(lesson.translation_key), language="en")
    submit_attempt(answer_all(enrolment, right=True), language="en")
    assert Certificate.objects.get().holder == enrolment.learner


STATES: list[Callable[[Enrolment], None]] = [nothing_yet, begun, odd_answers, failed, completed]


def as_it_was() -> None:
    pass


def lesson_deleted() -> None:
    for lesson in LessonPage.objects.filter(slug="lesson-0"):
        lesson.delete()


def module_deleted() -> None:
    for module in ModulePage.objects.order_by("-depth"):
        module.delete()


def question_deleted() -> None:
    Question.objects.first().delete()


def questions_emptied() -> None:
    for lesson in LessonPage.objects.all():
        lesson.body = []
        lesson.save_revision().publish()


def quiz_offline() -> None:
    for quiz in QuizPage.objects.all():
        quiz.unpublish()


def course_offline() -> None:
    for course in CoursePage.objects.all():
        course.unpublish()


def english_offline() -> None:
    CoursePage.objects.get(locale__language_code="en").unpublish()


def course_deleted() -> None:
    for course in CoursePage.objects.all():
        course.delete()


def certificate_kind_deleted() -> None:
    CertificateKind.objects.all().delete()


def certificate_expired() -> None:
    Certificate.objects.update(expires_on=timezone.now().date() - timedelta(days=1))


def certificate_revoked() -> None:
    for certificate in Certificate.objects.all():
        revoke(certificate, "Issued in error.")


def name_corrected() -> None:
    for certificate in Certificate.objects.all():
        correct_name(certificate, "Another Name", "It was misspelt.")


CHANGES: list[Callable[[], None]] = [
    as_it_was,
    lesson_deleted,
    module_deleted,
    question_deleted,
    questions_emptied,
    quiz_offline,
    course_offline,
    english_offline,
    course_deleted,
    certificate_kind_deleted,
    certificate_expired,
    certificate_revoked,
    name_corrected,
]


def addresses_of(person: User) -> list[str]:
    """All that exists, or did when the learner last looked, and all of theirs."""
    attempts = [
        f"/learning/attempts/{attempt.pk}/{step}" for attempt in Attempt.objects.all() for step in ("", "1/", "result/")
    ]
    certificates = [f"/verify/{certificate.serial}/" for certificate in Certificate.objects.all()]
    common = ["/", "/courses/", "/learning/", "/accounts/data/", "/accounts/profile/", *attempts]
    return [f"/{language}{path}" for language in ("en", "ar") for path in common] + certificates


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_page_answers(change, state):
    course, person, client = a_full_course(), a_trainee(), Client()
    pages = [
        f"/{language}/{page.url_path.split('/', 2)[2]}"
        for language in ("en", "ar")
        for page in Page.objects.descendant_of(course, inclusive=True)
    ]
    client.force_login(person)
    state(enrol(person, course.translation_key, language="en"))
    change()
    for address in [*pages, *addresses_of(person)]:
        answer = client.get(address, follow=True)
        assert answer.status_code in (200, 404, 410), f"{address}: {answer.status_code}"
        empty = EMPTY.search(answer.content.decode())
        assert not empty, f"{address} has an empty place: {empty[0]}"
    assert not any(rebuild(enrolment) for enrolment in Enrolment.objects.all())
