"""Where a learner stands after each deed: at the next thing that is left, then at their certificate."""

import random

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale

from brs.certificates.models import Certificate, CertificateKind
from brs.core.pages import address
from brs.home.my_learning import my_learning
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt
from courses.pages.models import CoursePage, LessonPage, ModulePage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from courses.pages.releases import release_course
from courses.questions.feedback import right_answer
from tests.given import a_quiz, a_trainee, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> QuizPage:
    """The last part of a course with two lessons and a certificate."""
    quiz = a_quiz()
    course = CoursePage.objects.get()
    module = course.add_child(instance=ModulePage(title="Lessons", slug="lessons"))
    for number in range(2):
        module.add_child(instance=LessonPage(title=f"Lesson {number}", slug=f"lesson-{number}"))
    module.move(course, pos="first-child")
    english = Locale.objects.get(language_code="en")
    course = CoursePage.objects.get()
    course.certificate_kind = CertificateKind.objects.create(
        slug="completion", title="Certificate of completion", statement="did it.", locale=english
    )
    course.save_revision().publish()
    release_course(course)
    return QuizPage.objects.get(pk=quiz.pk)


@pytest.fixture
def learner(client, quiz):
    person = a_trainee()
    enrol(person, CoursePage.objects.get().translation_key, language="en")
    client.force_login(person)
    return person


def mark(client, lesson, deed: str = "mark_done"):
    course = CoursePage.objects.get()
    return client.post(reverse(deed, args=[course.translation_key, lesson.translation_key]))


def main_of(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser").main


def sit(learner, quiz, right: bool = True) -> Attempt:
    enrolment = learner.enrolments.get()
    attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)))
    for question in pinned_questions(attempt) if right else []:
        save_answer(attempt, question.key, right_answer(question.content), language="en")
    return submit_attempt(attempt, language="en")


def go(page) -> str:
    return reverse("go", args=[page.translation_key])


def test_one_button_marks_a_lesson_and_leads_to_the_next_then_to_the_quiz(client, learner, quiz):
    first, second = lessons_of(CoursePage.objects.get())
    assert "Mark as done and continue" in main_of(client, address(first, "en")).text
    assert mark(client, first).url == go(second)
    message = main_of(client, address(second, "en")).select_one("[role=status]").text
    assert message == "The lesson before is marked as done."
    assert mark(client, second).url == go(quiz)


def test_a_lesson_that_was_skipped_comes_before_the_course_is_done(client, learner, quiz):
    first, second = lessons_of(CoursePage.objects.get())
    sit(learner, quiz)
    assert mark(client, second).url == go(first)


def test_a_lesson_that_is_done_has_the_next_step_as_a_button_and_taking_it_back_stays_there(client, learner, quiz):
    first, second = lessons_of(CoursePage.objects.get())
    mark(client, first)
    progress = main_of(client, address(first, "en")).select_one("#progress")
    assert progress.select_one("a.button")["href"] == address(second, "en")
    assert mark(client, first, "undo_done").url == f"{go(first)}#progress"


def test_after_the_last_deed_comes_the_certificate_named_on_each_screen(client, learner, quiz):
    course = CoursePage.objects.get()
    for lesson in lessons_of(course):
        mark(client, lesson)
    attempt = sit(learner, quiz)
    certificate = Certificate.objects.get()
    verified = reverse("verify_serial", args=[certificate.serial])
    result = main_of(client, reverse("attempt_result", args=[attempt.pk]))
    assert result.select_one("a.button")["href"] == verified
    for screen in (result, main_of(client, address(course, "en"))):
        assert "Certificate of completion" in screen.text and "then a certificate is yours" not in screen.text
        assert screen.select_one(f'a.button[href="{verified}"]').text == "Your certificate"
    assert main_of(client, address(lessons_of(course)[1], "en")).select_one("#progress a.button")["href"] == verified


def test_the_last_lesson_leads_to_the_certificate_where_the_quiz_was_passed_before(client, learner, quiz):
    first, second = lessons_of(CoursePage.objects.get())
    sit(learner, quiz)
    mark(client, first)
    assert mark(client, second).url == reverse("verify_serial", args=[Certificate.objects.get().serial])


def test_a_quiz_that_was_passed_leads_to_what_is_left(client, learner, quiz):
    first, _second = lessons_of(CoursePage.objects.get())
    result = main_of(client, reverse("attempt_result", args=[sit(learner, quiz).pk]))
    assert (result.select_one("a.button")["href"], result.select_one("a.button").text) == (go(first), "Go on: Lesson 0")


def test_a_quiz_that_was_failed_is_offered_again(client, learner, quiz):
    result = main_of(client, reverse("attempt_result", args=[sit(learner, quiz, right=False).pk]))
    assert [link["href"] for link in result.select(".deeds a")] == [go(CoursePage.objects.get()), go(quiz)]


def test_my_learning_leads_to_what_is_left_and_not_to_the_lesson_just_finished(client, learner, quiz):
    first, second = lessons_of(CoursePage.objects.get())
    mark(client, second)
    assert my_learning(learner).resume.go_on == quiz.translation_key
    sit(learner, quiz)
    assert my_learning(learner).resume.go_on == first.translation_key
