"""A learner takes a quiz by plain forms."""

import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from courses.learning.answers import answers_of
from courses.learning.attempts import QuizRules, start_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt, Event
from courses.questions.models import QuestionVersion
from tests.given import a_trainee, an_outline

pytestmark = pytest.mark.django_db
SCREENS = ("attempt", "attempt_question", "submit_attempt", "attempt_result")
CONTENTS = [
    {
        "type": "single_choice",
        "options": [
            {"id": "a", "text": "One", "correct": True, "feedback": "canary"},
            {"id": "b", "text": "Two", "correct": False, "feedback": "canary"},
        ],
    },
    {"type": "numeric", "answer": "871", "tolerance": "0", "unit": "days"},
    {"type": "short_text", "accepted": ["canary"], "case_sensitive": False},
]


# Where the choices of the first question stand, as the fixture lays it out.
ORDER = ["b", "a"]
WRONG, RIGHT = "~1", "~2"


def a_version(content: dict) -> QuestionVersion:
    whole = {"stem": "A question", "feedback": "canary", "points": 1, "lesson": None, **content}
    return QuestionVersion.objects.create(digest=uuid.uuid4().hex, key=uuid.uuid4(), language="en", content=whole)


def order_of(content: dict) -> list[str]:
    return ORDER if "options" in content else []


@pytest.fixture
def attempt() -> Attempt:
    outline = an_outline(lessons=0, quiz=True)
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    quiz = QuizRules(uuid.UUID(outline.items[0]["key"]), "Quiz", pass_mark=60)
    return start_attempt(enrolment, quiz, [(a_version(content), order_of(content)) for content in CONTENTS])


@pytest.fixture
def learner(attempt) -> Client:
    client = Client()
    client.force_login(attempt.enrolment.learner)
    return client


def address(name: str, attempt: Attempt, *rest) -> str:
    return reverse(name, args=[attempt.pk, *(rest or ([1] if name == "attempt_question" else []))])


def give(client: Client, attempt: Attempt, number: int, answer: str, **fields):
    return client.post(address("attempt_question", attempt, number), {"answer": answer, **fields})


def test_from_the_first_question_to_the_result(learner, attempt):
    assert give(learner, attempt, 1, RIGHT).url == address("attempt_question", attempt, 2)
    assert give(learner, attempt, 2, "870").url == address("attempt_question", attempt, 3)
    assert give(learner, attempt, 3, "Canary").url == address("attempt", attempt)
    assert learner.get(address("attempt", attempt)).status_code == 200
    assert learner.post(address("submit_attempt", attempt)).url == address("attempt_result", attempt)
    result = learner.get(address("attempt_result", attempt))
    assert "66 %" in result.content.decode()
    assert learner.post(address("submit_attempt", attempt)).url == address("attempt_result", attempt)
    assert Event.objects.filter(attempt=attempt.pk, verb="passed").count() == 1


@pytest.mark.parametrize("screen", SCREENS)
def test_another_learners_attempt_does_not_exist(attempt, screen):
    stranger = Client()
    stranger.force_login(a_trainee())
    ask = stranger.post if screen == "submit_attempt" else stranger.get
    assert ask(address(screen, attempt)).status_code == 404
    if screen == "attempt_question":
        assert give(stranger, attempt, 1, RIGHT).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


@pytest.mark.parametrize("screen", SCREENS)
def test_a_visitor_is_asked_to_sign_in(attempt, screen):
    ask = Client().post if screen == "submit_attempt" else Client().get
    assert ask(address(screen, attempt)).status_code == 302


def test_no_key_reaches_the_browser_before_marking(learner, attempt):
    screens = [learner.get(address("attempt_question", attempt, number)) for number in (1, 2, 3)]
    screens.append(learner.get(address("attempt", attempt)))
    for screen in screens:
        assert not re.search(r"canary|\b871\b|correct", screen.content.decode())


def test_what_cannot_be_read_is_said_at_the_field_and_nothing_typed_is_lost(learner, attempt):
    answer = give(learner, attempt, 2, "sixty")
    assert answer.status_code == 422
    assert 'value="sixty"' in answer.content.decode()
    assert not Event.objects.filter(attempt=attempt.pk).exists()


def test_a_number_that_can_be_two_is_asked_back_with_both_as_buttons(learner, attempt):
    asked = give(learner, attempt, 2, "12,000")
    html = BeautifulSoup(asked.content, "html.parser")
    assert asked.status_code == 422
    assert html.select_one("[name=answer]")["value"] == "12,000"
    buttons = html.select("form.question-form button")
    # The first is what a press of Enter presses: never one of the readings.
    assert not buttons[0].has_attr("name")
    assert [button["value"] for button in buttons if button.get("name") == "reading"] == ["12000", "12.000"]
    assert not Event.objects.filter(attempt=attempt.pk).exists()
    give(learner, attempt, 2, "12,000", reading="12.000")
    assert answers_of(attempt) == {attempt.questions[1]["key"]: "12.000"}


def test_what_was_chosen_is_not_asked_again_when_the_form_is_sent_again(learner, attempt):
    give(learner, attempt, 2, "12,000", reading="12.000")
    html = BeautifulSoup(learner.get(address("attempt_question", attempt, 2)).content, "html.parser")
    form = {
        tag["name"]: tag["value"]
        for tag in html.select("form.question-form [name=answer], form.question-form [name=reading]")
    }
    assert learner.post(address("attempt_question", attempt, 2), {**form}).status_code == 302
    assert answers_of(attempt) == {attempt.questions[1]["key"]: "12.000"}


def test_what_was_answered_is_shown_when_one_comes_back(learner, attempt):
    give(learner, attempt, 2, "12.5")
    assert 'value="12.5"' in learner.get(address("attempt_question", attempt, 2)).content.decode()


def test_a_form_sent_after_handing_in_is_kept_as_late_and_says_so(learner, attempt):
    learner.post(address("submit_attempt", attempt))
    answer = learner.post(address("attempt_question", attempt, 1), {"answer": RIGHT}, follow=True)
    assert "does not count" in answer.content.decode()
    assert Event.objects.filter(attempt=attempt.pk, verb="answered").count() == 1
    attempt.refresh_from_db()
    assert attempt.points == 0


@pytest.mark.parametrize("number", [0, 4, 999])
def test_a_question_that_there_is_not_is_a_plain_404(learner, attempt, number):
    assert learner.get(address("attempt_question", attempt, number)).status_code == 404


def test_a_question_runs_in_its_own_direction_and_our_words_in_the_readers(learner, attempt):
    with override("ar"):
        wrong = give(learner, attempt, 2, "many").content.decode()
        learner.post(address("submit_attempt", attempt))
        result = learner.get(address("attempt_result", attempt)).content.decode()
    assert re.search(r'<fieldset[^>]* lang="en" dir="ltr">.*<bdi lang="ar">[^<]*</bdi> \(days\)', wrong, re.S)
    assert re.search(r'<section class="question" lang="en" dir="ltr">.*<bdi lang="ar">', result, re.S)
