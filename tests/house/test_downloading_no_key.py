"""A person's download tells nothing of a quiz before the quiz does: neither key nor marks, nor what leads to them."""

import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from courses.learning.answers import pinned_questions
from courses.learning.attempts import QuizRules, save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.events import Happening
from courses.learning.evidence import record
from courses.learning.models import Attempt, Enrolment
from courses.questions.asking import choices_of
from courses.questions.feedback import right_answer
from courses.questions.models import QuestionVersion
from tests.given import a_trainee, an_outline
from tests.learning.test_taking_a_quiz import a_version
from tests.questions.test_marking import QUESTIONS

pytestmark = pytest.mark.django_db
KINDS = list(QUESTIONS)
FEEDBACK = ["at_once", "at_end", "score"]


@pytest.fixture
def versions() -> list[QuestionVersion]:
    return [a_version({**QUESTIONS[kind], "type": kind}) for kind in KINDS]


@pytest.fixture
def enrolment() -> Enrolment:
    outline = an_outline(lessons=0, quiz=True)
    return enrol(a_trainee(), outline.course_key, language="en")


def start(
    enrolment: Enrolment, versions: list[QuestionVersion], feedback: str, quiz: uuid.UUID | None = None
) -> Attempt:
    rules = QuizRules(quiz or uuid.UUID(enrolment.outline.items[0]["key"]), "Quiz", pass_mark=60, feedback=feedback)
    return start_attempt(enrolment, rules, [(version, choices_of(version.content)[::-1]) for version in versions])


def downloaded(enrolment: Enrolment) -> dict:
    client = Client()
    client.force_login(enrolment.learner)
    return json.loads(client.get("/en/accounts/data/download/").getvalue())["learning"]


def secrets_of(attempt: Attempt) -> set[str]:
    """What tells a part of a question again in another attempt, and what its key can be tried against."""
    ids = {identity for question in pinned_questions(attempt) for identity in choices_of(question.content)}
    return ids | {pinned["version"] for pinned in attempt.questions}


def answer_all(attempt: Attempt) -> None:
    for question in pinned_questions(attempt):
        save_answer(attempt, question.key, right_answer(question.content), language="en")


@pytest.mark.parametrize("feedback", FEEDBACK)
def test_nothing_of_an_attempt_names_an_id(enrolment, versions, feedback):
    attempt = start(enrolment, versions, feedback)
    answer_all(attempt)
    for handed_in in (False, True):
        learning = downloaded(enrolment)
        assert not secrets_of(attempt) & set(_strings(learning))
        [attempt_told] = learning["attempts"]
        assert [question["question"] for question in attempt_told["questions"]] == ["A question"] * len(KINDS)
        if handed_in:
            assert attempt_told["answers"][attempt.questions[KINDS.index("matching")]["key"]] == [
                f"l{n} – r{n}" for n in range(4)
            ]
        submit_attempt(attempt, language="en")


def _strings(value) -> list[str]:
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in [key, *_strings(each)]]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return [str(value)]


@pytest.mark.parametrize("feedback", FEEDBACK)
def test_an_attempt_that_is_not_handed_in_reads_the_same_whatever_was_right(enrolment, versions, feedback):
    """But for the words of the answer itself."""
    attempt = start(enrolment, versions, feedback)
    question = attempt.questions[KINDS.index("matching")]["key"]
    for answer in ({"p0": "p0"}, {"p0": "p1"}):
        save_answer(attempt, question, answer, language="en")
    answers = [row["payload"]["answer"] for row in downloaded(enrolment)["events"] if row["attempt"]]
    assert sorted(answers)[0][0] == "l0 – r0"
    assert downloaded(enrolment)["attempts"][0]["marks"] == {}


def test_the_marks_of_a_test_that_tells_its_score_alone_wait_for_the_one_that_follows(enrolment, versions):
    before = start(enrolment, versions, "score")
    answer_all(before)
    submit_attempt(before, language="en")
    assert downloaded(enrolment)["attempts"][0]["marks"] == {}
    after = start(enrolment, versions, "at_end", quiz=str(uuid.uuid4()))
    assert [sitting["marks"] for sitting in downloaded(enrolment)["attempts"]] == [{}, {}]
    submit_attempt(after, language="en")
    assert all(sitting["marks"] for sitting in downloaded(enrolment)["attempts"])


def test_the_marks_of_any_other_quiz_are_told_when_it_is_handed_in(enrolment, versions):
    attempt = start(enrolment, versions, "at_end")
    assert downloaded(enrolment)["attempts"][0]["marks"] == {}
    submit_attempt(attempt, language="en")
    assert downloaded(enrolment)["attempts"][0]["marks"]


def test_an_attempt_of_before_is_told_in_words_too(enrolment, versions):
    """As 1.0 stored it, with an event that was refused by the ids that it named."""
    attempt = start(enrolment, versions, "at_end")
    for question in attempt.questions:
        del question["answered_by"]
    attempt.save()
    key = attempt.questions[KINDS.index("matching")]["key"]
    answers = ({"p0": "p0"}, {"p1": "p1"})
    identity = uuid.uuid4()
    for answer in answers:
        payload = {"question": key, "answer": answer, "seq": 1}
        happening = Happening(identity, str(attempt.quiz_key), "answered", timezone.now(), payload, attempt.pk)
        record(enrolment, [happening], channel="outbox", language="en")
    learning = downloaded(enrolment)
    assert len(learning["refused_events"]) == 1
    assert not {"p0", "p1"} & set(_strings(learning))
