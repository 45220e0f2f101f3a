"""Which attempt at a quiz counts: one story on its page, the result, the course, My learning and the certificate."""

import random

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from brs.certificates.models import Certificate
from brs.core.pages import address
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Attempt
from courses.learning.outlines import release
from courses.learning.results import deciding
from courses.pages.models import CoursePage, LessonPage, ModulePage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from courses.pages.releases import release_course
from courses.questions.feedback import right_answer
from tests.certificates.test_renewal import certifying
from tests.given import a_quiz, a_trainee, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = a_trainee()
    client.force_login(person)
    return person


def sit(person, quiz, right: int) -> Attempt:
    """An attempt at a quiz of four questions, so many of them answered right."""
    enrolment = enrol(person, quiz.get_parent().translation_key, language="en")
    attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)))
    for question in pinned_questions(attempt)[:right]:
        save_answer(attempt, question.key, right_answer(question.content), language="en")
    return submit_attempt(attempt, language="en")


def main_of(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser").main


def result_of(client, attempt) -> str:
    return main_of(client, reverse("attempt_result", args=[attempt.pk])).text


def counted(client, quiz) -> list[str]:
    """The attempts in the list on the quiz's page that are said to count."""
    rows = main_of(client, address(quiz, "en")).select("ul.outline li")
    return [" ".join(row.select_one(".state").text.split()) for row in rows if "this attempt counts" in row.text]


@pytest.mark.parametrize(
    ("counts", "tries", "score"),
    [
        ("best", [4, 3], 100),
        ("best", [2, 3], 75),
        ("last", [4, 3], 75),
        ("last", [3, 4, 1], 100),  # a quiz that was passed stays passed
        ("last", [1, 2], None),
        ("first", [3], 75),
    ],
)
def test_the_list_the_course_and_the_certificate_say_the_same(client, person, counts, tries, score):
    quiz = a_quiz(questions=4, counts=counts, pass_mark=70)
    course = certifying(CoursePage.objects.get())
    with_a_lesson(course)
    for right in tries:
        sit(person, quiz, right)
    finish(person, course)
    decisive = deciding(Attempt.objects.all())
    assert counted(client, quiz) == [f"{'Passed' if score else 'Not passed'}, {decisive.score} % · this attempt counts"]
    certificate = Certificate.objects.first()
    assert (certificate.snapshot["score"] if certificate else None) == score
    assert person.enrolments.get().progress.items[str(quiz.translation_key)] == ("passed" if score else "failed")


def with_a_lesson(course) -> None:
    """So that the certificate is earned by the last deed, after all attempts."""
    ModulePage.objects.get().add_child(instance=LessonPage(title="Lesson", slug="lesson"))
    release_course(CoursePage.objects.get(pk=course.pk))


def finish(person, course) -> None:
    enrolment = person.enrolments.get()
    mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")


def test_the_result_on_a_certificate_is_that_of_the_quizzes_that_are_asked_for(person):
    quiz = a_quiz(questions=4, pass_mark=25)
    course = certifying(CoursePage.objects.get())
    extra = course.add_child(instance=QuizPage(title="Extra", slug="extra", pass_mark=25))
    extra.questions = QuizPage.objects.get(pk=quiz.pk).questions
    extra.save()
    outline = release_course(CoursePage.objects.get(pk=course.pk))
    asked = [{**item, "required": item["key"] == str(quiz.translation_key)} for item in outline.items]
    release(course.translation_key, asked, outline.rule, force_new=True)
    sit(person, extra, 4)
    sit(person, quiz, 2)
    assert Certificate.objects.get().snapshot["score"] == 50


def test_of_several_quizzes_all_points_count(person):
    quiz = a_quiz(questions=4, pass_mark=25)
    course = certifying(CoursePage.objects.get())
    extra = course.add_child(instance=QuizPage(title="Extra", slug="extra", pass_mark=25))
    extra.questions = QuizPage.objects.get(pk=quiz.pk).questions
    extra.save()
    release_course(CoursePage.objects.get(pk=course.pk))
    sit(person, extra, 4)
    sit(person, quiz, 1)
    assert Certificate.objects.get().snapshot["score"] == 62


@pytest.mark.parametrize(("right", "sentence"), [(4, "You have passed."), (0, "This quiz cannot be passed any more.")])
def test_where_the_first_attempt_counts_no_other_is_offered(client, person, right, sentence):
    quiz = a_quiz(questions=4, counts="first")
    attempt = sit(person, quiz, right)
    page = main_of(client, address(quiz, "en"))
    assert f"The first attempt counts, and you have handed it in. {sentence}" in page.text
    assert not page.select("button")
    client.post(address(quiz, "en"))
    assert Attempt.objects.count() == 1
    assert "Try again" not in result_of(client, attempt)


@pytest.mark.parametrize("rules", [{"counts": "first"}, {"attempts_allowed": 1}])
def test_what_cannot_be_won_any_more_is_said_and_leads_nowhere(client, person, rules):
    quiz = a_quiz(questions=4, **rules)
    attempt = sit(person, quiz, 0)
    sentence = "1 quiz cannot be passed any more, so the course cannot be completed."
    course = main_of(client, address(quiz.get_parent(), "en"))
    assert sentence in course.text and "Left:" not in course.text and not course.select("a.button")
    assert [state.text for state in course.select(".outline .state")] == ["Not passed"]
    assert sentence in main_of(client, "/en/learning/").text
    assert "This quiz cannot be passed any more." in result_of(client, attempt)


def test_more_attempts_allowed_later_open_it_again(client, person):
    quiz = a_quiz(questions=4, attempts_allowed=1)
    sit(person, quiz, 0)
    quiz.attempts_allowed = 2
    quiz.save_revision().publish()
    assert "1 quiz to pass" in main_of(client, "/en/learning/").text
    assert "1 of 2 left" in main_of(client, address(quiz, "en")).text


def test_a_result_that_does_not_count_names_the_one_that_does(client, person):
    quiz = a_quiz(questions=4)
    sit(person, quiz, 4)
    assert "Attempt 1 is the one that counts: passed, 100 %." in result_of(client, sit(person, quiz, 1))
    assert "is the one that counts" not in result_of(client, Attempt.objects.get(number=1))
