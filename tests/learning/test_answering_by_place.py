"""A browser names what is chosen by its place; attempts that began when it was named by its id are read as well."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.learning.answers import answers_of, pinned_questions
from courses.learning.attempts import QuizRules, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.events import Happening
from courses.learning.evidence import record
from courses.learning.models import Attempt, RefusedEvent
from courses.questions.asking import in_ids, in_places
from courses.questions.feedback import right_answer
from tests.given import a_trainee, an_outline
from tests.learning.test_taking_a_quiz import a_version

pytestmark = pytest.mark.django_db

OPTIONS = [{"id": f"o{n}", "text": f"Choice {n}", "correct": n in (1, 2), "feedback": ""} for n in range(4)]
CONTENTS = [
    {"type": "single_choice", "options": [{**option, "correct": option["id"] == "o1"} for option in OPTIONS]},
    {"type": "multiple_response", "options": OPTIONS},
    {"type": "ordering", "items": [{"id": f"i{n}", "text": f"Item {n}"} for n in range(3)]},
    {
        "type": "matching",
        "pairs": [{"id": f"p{n}", "left": f"Left {n}", "right": f"Right {n}"} for n in range(3)],
        "distractors": [{"id": "d0", "right": "Right 3"}],
    },
]
ORDERS = [["o3", "o1", "o0", "o2"], ["o2", "o3", "o0", "o1"], ["i1", "i2", "i0"], ["p2", "d0", "p0", "p1"]]
# The right answer to each as a form sends it, by places and as it was sent by ids.
BY_PLACE = [
    {"answer": "~2"},
    {"answer": ["~4", "~1"]},
    {"answer:~1": "2", "answer:~2": "3", "answer:~3": "1"},
    {"answer:~1": "~3", "answer:~2": "~4", "answer:~3": "~1"},
]
BY_ID = [
    {"answer": "o1"},
    {"answer": ["o1", "o2"]},
    {"answer:i0": "1", "answer:i1": "2", "answer:i2": "3"},
    {"answer:p0": "p0", "answer:p1": "p1", "answer:p2": "p2"},
]
RIGHT = ["o1", ["o1", "o2"], ["i0", "i1", "i2"], {"p0": "p0", "p1": "p1", "p2": "p2"}]


@pytest.fixture
def attempt() -> Attempt:
    outline = an_outline(lessons=0, quiz=True)
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    quiz = QuizRules(uuid.UUID(outline.items[0]["key"]), "Quiz", pass_mark=60)
    questions = [(a_version(content), order) for content, order in zip(CONTENTS, ORDERS, strict=True)]
    return start_attempt(enrolment, quiz, questions)


@pytest.fixture
def old_attempt(attempt) -> Attempt:
    """As 1.0 began it."""
    for question in attempt.questions:
        del question["answered_by"]
    attempt.save()
    return attempt


def send_forms(attempt: Attempt, forms: list[dict]) -> list:
    client = Client()
    client.force_login(attempt.enrolment.learner)
    for number, form in enumerate(forms, start=1):
        client.post(reverse("attempt_question", args=[attempt.pk, number]), form)
    return [answers_of(attempt).get(question["key"]) for question in attempt.questions]


def an_event(attempt: Attempt, number: int, answer) -> Happening:
    payload = {"question": attempt.questions[number]["key"], "answer": answer, "seq": 1}
    return Happening(uuid.uuid4(), str(attempt.quiz_key), "answered", timezone.now(), payload, attempt.pk)


def deliver(attempt: Attempt, *happenings: Happening) -> list[tuple[str, str]]:
    receipts = record(attempt.enrolment, happenings, channel="outbox", language="en")
    return [(receipt.status, receipt.reason) for receipt in receipts]


def test_forms_are_read_by_places(attempt):
    answers = send_forms(attempt, BY_PLACE)
    assert [sorted(answer) if isinstance(answer, list) and "o1" in answer else answer for answer in answers] == RIGHT
    assert submit_attempt(attempt, language="en").points == 4


def test_an_id_says_nothing_in_a_form(attempt):
    """Or else a page that was kept from before, which showed ids, would be a key for ever."""
    assert send_forms(attempt, BY_ID) == [None] * 4


def test_a_device_answers_by_places_and_not_by_ids(attempt):
    places = [
        in_places(question.content, question.layout, right_answer(question.content))
        for question in pinned_questions(attempt)
    ]
    assert places[3] == {"~1": "~3", "~2": "~4", "~3": "~1"}
    by_place = [an_event(attempt, number, answer) for number, answer in enumerate(places)]
    by_id = [an_event(attempt, number, answer) for number, answer in enumerate(RIGHT)]
    assert deliver(attempt, *by_place, *by_id) == [("stored", "")] * 4 + [("refused", "bad_payload")] * 4
    assert deliver(attempt, *by_place) == [("duplicate", "")] * 4
    assert submit_attempt(attempt, language="en").points == 4


def test_what_was_begun_with_ids_goes_on_with_either(old_attempt):
    events = [an_event(old_attempt, number, answer) for number, answer in enumerate(RIGHT)]
    assert deliver(old_attempt, *events) == [("stored", "")] * 4
    assert deliver(old_attempt, *events) == [("duplicate", "")] * 4
    assert send_forms(old_attempt, BY_ID) == RIGHT
    assert send_forms(old_attempt, BY_PLACE)[2:] == RIGHT[2:]
    client = Client()
    client.force_login(old_attempt.enrolment.learner)
    html = client.get(reverse("attempt_question", args=[old_attempt.pk, 4])).content.decode()
    assert 'name="answer:~1"' in html and 'value="p' not in html
    assert submit_attempt(old_attempt, language="en").points == 4


def test_what_is_kept_for_inspection_names_places_as_it_came(attempt):
    first = an_event(attempt, 0, "~1")
    forged = Happening(
        first.id, first.item_key, first.verb, first.occurred_at, {**first.payload, "answer": "~2"}, first.attempt
    )
    assert deliver(attempt, first, forged) == [("stored", ""), ("refused", "conflict")]
    assert RefusedEvent.objects.get().content["payload"]["answer"] == "~2"


@pytest.mark.parametrize("number", range(len(CONTENTS)))
def test_places_and_ids_lead_to_one_another(attempt, number):
    question = pinned_questions(attempt)[number]
    right = right_answer(question.content)
    assert in_ids(question.content, question.layout, in_places(question.content, question.layout, right)) == right
