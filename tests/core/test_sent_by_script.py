"""Forms that a script sends: it is told where to go on, and each form that holds people's words is one of them."""

import random
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from brs.activities.participants.actions import join
from brs.core.pages import address
from courses.learning.attempts import start_attempt
from courses.learning.enrolments import enrol
from courses.pages.quiz_start import questions_for, rules_of
from tests.given import a_course, a_questionnaire, a_quiz, a_survey, a_trainee, an_activity, an_assessment, lessons_of
from tests.pages.test_lesson import BODY

pytestmark = pytest.mark.django_db
SENT = {"HTTP_X_SENT_BY": "script"}


@pytest.fixture
def person(client):
    person = a_trainee()
    client.force_login(person)
    return person


@pytest.fixture
def course(person):
    course = a_course(lessons=2, body=BODY)
    enrol(person, course.translation_key, language="en")
    return course


def test_a_script_is_told_where_to_go_on_instead_of_being_sent_there(client, course):
    lesson = address(lessons_of(course)[0], "en")
    sent = {"block": "think", "text": "Mine", "kept": "1"}
    plain, by_script = client.post(lesson, sent), client.post(lesson, sent, **SENT)
    assert (by_script.status_code, by_script.headers["X-Go-To"]) == (204, plain.url)
    assert "Location" not in by_script.headers and by_script.content == b""


def test_what_was_said_to_the_person_waits_for_the_page_they_go_on_to(client, course):
    done = reverse("mark_done", args=[course.translation_key, lessons_of(course)[0].translation_key])
    next_page = client.post(done, **SENT).headers["X-Go-To"]
    assert "is marked as done" in client.get(next_page, follow=True).content.decode()


def test_what_is_wrong_comes_as_the_page_itself(client, course):
    answer = client.post(address(lessons_of(course)[0], "en"), {"block": "q-number", "answer": "many"}, **SENT)
    assert answer.status_code == 422 and "Type a number" in answer.content.decode()


def test_what_is_asked_for_is_never_changed(client, course):
    assert client.get(reverse("go", args=[course.translation_key]), **SENT).status_code == 302


def test_what_goes_to_another_address_for_good_is_sent_there_once_more(client, course):
    lesson = lessons_of(course)[0]
    answer = client.post(reverse("go", args=[lesson.translation_key]), {"block": "think"}, **SENT)
    assert answer.status_code == 307 and answer.headers["Location"]


def a_quiz_question(person) -> list[str]:
    quiz = a_quiz()
    enrolment = enrol(person, quiz.get_parent().translation_key, language="en")
    attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)))
    return [reverse("attempt_question", args=[attempt.pk, 1]), reverse("attempt", args=[attempt.pk])]


def a_needs_item(person) -> list[str]:
    begun = an_assessment(a_questionnaire(), person)
    return [reverse("assessment_item", args=[begun.pk, "i1"]), reverse("check_assessment", args=[begun.pk])]


def an_evaluation(person) -> list[str]:
    a_survey()
    now = timezone.now()
    activity = an_activity(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    join(activity, person, with_code=True)
    return [reverse("activity_evaluation", args=[activity.translation_key])]


def a_lesson(person) -> list[str]:
    course = a_course(lessons=1, body=BODY)
    enrol(person, course.translation_key, language="en")
    return [address(lessons_of(course)[0], "en")]


def a_report_of_a_problem(person) -> list[str]:
    return [reverse("report_problem", args=[lessons_of(a_course())[0].translation_key])]


@pytest.mark.parametrize("screens", [a_lesson, a_quiz_question, a_needs_item, an_evaluation, a_report_of_a_problem])
def test_each_form_that_holds_peoples_words_is_sent_by_script(client, person, screens):
    for screen in screens(person):
        page = BeautifulSoup(client.get(screen).content, "html.parser")
        forms = [form for form in page.main.select("form[method=post]") if "toolkit" not in form.get("action", "")]
        assert forms and all(form.find_parent("send-form")["data-unsent"] for form in forms)
        assert page.select("script[type=module][src*='send-form']")
