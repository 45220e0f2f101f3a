"""A quiz that tells at once: each answer is marked when it is given, and closed by that."""

import random
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.learning.answers import answering_of, answers_of
from courses.learning.attempts import QuizRules, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.events import Happening
from courses.learning.evidence import record
from courses.learning.models import Attempt, Event
from courses.learning.progress import latest_answers
from tests.given import a_trainee, an_outline
from tests.learning.test_taking_a_quiz import CONTENTS, RIGHT, WRONG, a_version, order_of

pytestmark = pytest.mark.django_db
KEYS = re.compile(r"canary|\b871\b")


@pytest.fixture
def attempt() -> Attempt:
    outline = an_outline(lessons=0, quiz=True)
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    quiz = QuizRules(uuid.UUID(outline.items[0]["key"]), "Quiz", pass_mark=60, feedback="at_once")
    return start_attempt(enrolment, quiz, [(a_version(content), order_of(content)) for content in CONTENTS])


@pytest.fixture
def learner(attempt) -> Client:
    client = Client()
    client.force_login(attempt.enrolment.learner)
    return client


def screen(attempt: Attempt, number: int) -> str:
    return reverse("attempt_question", args=[attempt.pk, number])


def give(client: Client, attempt: Attempt, number: int, answer: str):
    return client.post(screen(attempt, number), {"answer": answer}, follow=True).content.decode()


def test_the_form_that_closed_a_question_may_come_again(learner, attempt):
    form = {"answer": RIGHT, "seq": 0, "csrfmiddlewaretoken": "shown-once"}
    for _time in range(2):
        answer = learner.post(screen(attempt, 1), form, follow=True)
        assert not list(answer.context["messages"]) and "Right" in answer.content.decode()
    assert Event.objects.filter(attempt=attempt.pk).count() == 1
    answer = learner.post(screen(attempt, 1), {**form, "answer": WRONG}, follow=True)
    assert "closed" in str(*answer.context["messages"])


def deliver(attempt: Attempt, number: int, answer, identity: uuid.UUID | None = None) -> tuple[str, str]:
    """As a device does."""
    payload = {"question": attempt.questions[number]["key"], "answer": answer}
    happening = Happening(
        identity or uuid.uuid4(), str(attempt.quiz_key), "answered", timezone.now(), payload, attempt.pk
    )
    receipt = record(attempt.enrolment, [happening], channel="outbox", language="en")[0]
    return receipt.status, receipt.reason


def test_from_the_first_question_to_the_result_by_forms(learner, attempt):
    for number in (1, 2, 3):
        assert not KEYS.search(learner.get(screen(attempt, number)).content.decode())
    feedback = give(learner, attempt, 1, WRONG)
    assert "Not right" in feedback and "canary" in feedback
    assert screen(attempt, 2) in feedback
    assert not KEYS.search(learner.get(screen(attempt, 2)).content.decode())
    assert "Right" in give(learner, attempt, 2, "871")
    last = give(learner, attempt, 3, "canary")
    assert reverse("attempt", args=[attempt.pk]) in last
    assert "Next question" not in last
    result = learner.post(reverse("submit_attempt", args=[attempt.pk]), follow=True).content.decode()
    assert "66" in result


def test_an_answer_that_was_marked_cannot_be_changed_and_says_so(learner, attempt):
    give(learner, attempt, 1, WRONG)
    again = give(learner, attempt, 1, RIGHT)
    assert "an answer that was marked is closed" in again
    assert answers_of(attempt) == {attempt.questions[0]["key"]: "b"}
    assert Event.objects.filter(attempt=attempt.pk).count() == 1


def test_a_question_may_be_left_for_later(learner, attempt):
    learner.post(screen(attempt, 1), {})
    assert "<form" in learner.get(screen(attempt, 1)).content.decode()
    assert "Right" in give(learner, attempt, 1, RIGHT)


def test_what_cannot_be_read_closes_nothing(learner, attempt):
    assert learner.post(screen(attempt, 2), {"answer": "many"}).status_code == 422
    assert "Right" in give(learner, attempt, 2, "871")


TYPED = [(1, RIGHT, f'value="{RIGHT}" checked'), (2, "12,000", 'value="12,000"'), (3, "can", 'value="can"')]


@pytest.mark.parametrize("button", ["later", "autosave"])
@pytest.mark.parametrize(("number", "answer", "shown"), TYPED)
def test_what_is_typed_and_not_sent_is_there_again_and_marked_by_nobody(
    learner, attempt, button, number, answer, shown
):
    sent = learner.post(screen(attempt, number), {button: "1", "answer": answer})
    assert sent.status_code == (302 if button == "later" else 200)
    answers = learner.get(reverse("attempt", args=[attempt.pk])).content.decode()
    assert "Not sent yet" in answers and "3 questions have no answer yet." in answers
    assert shown in learner.get(screen(attempt, number)).content.decode()
    assert not Event.objects.filter(attempt=attempt.pk).exists()


def test_what_was_typed_is_gone_once_it_is_sent_or_cleared(learner, attempt):
    for number, answer in ((2, "871"), (3, "can")):
        learner.post(screen(attempt, number), {"later": "", "answer": answer})
    give(learner, attempt, 2, "870")
    learner.post(screen(attempt, 3), {"later": "", "answer": ""})
    assert "Not sent yet" not in learner.get(reverse("attempt", args=[attempt.pk])).content.decode()
    assert 'value="can"' not in learner.get(screen(attempt, 3)).content.decode()


def test_what_was_typed_is_kept_in_bounds(learner, attempt):
    learner.post(screen(attempt, 3), {"later": "", "answer": "x" * 20_000})
    assert "typed" not in learner.session


def test_a_device_is_refused_a_second_answer_but_may_send_the_first_again(attempt):
    identity = uuid.uuid4()
    assert deliver(attempt, 0, WRONG, identity) == ("stored", "")
    assert deliver(attempt, 0, RIGHT) == ("refused", "closed")
    assert deliver(attempt, 0, WRONG, identity) == ("duplicate", "")
    assert deliver(attempt, 0, None) == ("refused", "bad_payload")
    assert deliver(attempt, 1, "871") == ("stored", "")


def test_of_two_answers_in_one_delivery_the_first_closes(attempt):
    payload = {"question": attempt.questions[0]["key"]}
    two = [
        Happening(
            uuid.uuid4(),
            str(attempt.quiz_key),
            "answered",
            timezone.now(),
            {**payload, "answer": answer},
            attempt.pk,
        )
        for answer in (WRONG, RIGHT)
    ]
    receipts = record(attempt.enrolment, two, channel="outbox", language="en")
    assert [receipt.reason for receipt in receipts] == ["", "closed"]


def test_whatever_the_order_the_answers_fold_alike(learner, attempt):
    for number, answers in enumerate(((WRONG, RIGHT), ("12", "871"), ("x", "canary")), start=1):
        for answer in answers:
            give(learner, attempt, number, answer)
    events = answering_of(attempt) * 2
    random.Random(1).shuffle(events)
    assert list(latest_answers(events).values()) and latest_answers(events) == answers_of(attempt)
    assert sorted(answers_of(attempt).values()) == ["12", "b", "x"]


def test_after_handing_in_an_answer_is_late_as_in_any_quiz(learner, attempt):
    give(learner, attempt, 1, WRONG)
    submit_attempt(attempt, language="en")
    assert "does not count" in give(learner, attempt, 1, RIGHT)
    assert deliver(attempt, 1, "871") == ("stored", "late")


def test_a_draft_that_arrives_after_a_later_one_changes_nothing(learner, attempt):
    form = uuid.uuid4()
    for number, text in ((2, "later"), (1, "earlier")):
        learner.post(screen(attempt, 3), {"autosave": "1", "answer": text, "save": f"{form}:{number}"})
    assert 'value="later"' in learner.get(screen(attempt, 3)).content.decode()


def test_what_is_typed_once_the_answer_is_marked_is_no_draft(learner, attempt):
    learner.post(screen(attempt, 1), {"answer": RIGHT})
    learner.post(screen(attempt, 1), {"autosave": "1", "answer": WRONG})
    assert "typed" not in learner.session
