"""A go at a quiz: started once, answered as one goes, handed in once; what counts among several."""

import uuid

import pytest

from courses.learning.answers import answers_of, late_answers
from courses.learning.attempts import NoAttemptsLeft, QuizRules, save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol, rebuild
from courses.learning.models import Attempt, Enrolment, Event, Progress
from courses.learning.signals import course_completed
from courses.questions.models import QuestionVersion
from tests.given import a_trainee, an_outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment() -> Enrolment:
    outline = an_outline(lessons=0, quiz=True)
    return enrol(a_trainee(), outline.course_key, language="en")


def a_version() -> QuestionVersion:
    options = [{"id": name, "text": name, "correct": name == "right", "feedback": ""} for name in ("right", "wrong")]
    content = {"type": "single_choice", "stem": "?", "feedback": "", "points": 1, "options": options}
    return QuestionVersion.objects.create(digest=uuid.uuid4().hex, key=uuid.uuid4(), language="en", content=content)


def start(enrolment: Enrolment, questions: int = 2, **rules) -> Attempt:
    quiz = QuizRules(uuid.UUID(enrolment.outline.items[0]["key"]), "Quiz", **{"pass_mark": 80, **rules})
    return start_attempt(enrolment, quiz, [(a_version(), ["wrong", "right"]) for _ in range(questions)])


def answer(attempt: Attempt, *answers: str) -> None:
    for question, given in zip(attempt.questions, answers, strict=False):
        save_answer(attempt, question["key"], given, language="en")


def finish(attempt: Attempt, *answers: str) -> Attempt:
    answer(attempt, *answers)
    return submit_attempt(attempt, language="en")


def state(enrolment: Enrolment) -> str:
    return Progress.objects.get(enrolment=enrolment).items[enrolment.outline.items[0]["key"]]


def test_starting_again_goes_on_with_the_same_questions(enrolment):
    first = start(enrolment)
    again = start(enrolment)
    assert (again.pk, again.questions) == (first.pk, first.questions)


def test_what_is_not_answered_earns_nothing_and_what_is_right_earns_its_points(enrolment):
    attempt = finish(start(enrolment), "right")
    assert (attempt.points, attempt.points_of, attempt.passed) == (1, 2, False)
    assert state(enrolment) == "failed"


def test_the_later_of_two_answers_counts(enrolment):
    attempt = start(enrolment, questions=1)
    key = attempt.questions[0]["key"]
    save_answer(attempt, key, "right", language="en")
    save_answer(attempt, key, "wrong", language="en")
    assert answers_of(attempt) == {key: "wrong"}


def test_handing_in_twice_gives_the_same_result_and_one_event(enrolment):
    completions = []
    listener = lambda **kwargs: completions.append(kwargs["enrolment"])  # noqa: E731
    course_completed.connect(listener)
    attempt = finish(start(enrolment), "right", "right")
    again = submit_attempt(attempt, language="fr")
    course_completed.disconnect(listener)
    assert (again.marks, again.points, again.submitted_at) == (attempt.marks, attempt.points, attempt.submitted_at)
    assert Event.objects.filter(attempt=attempt.pk, verb="passed").count() == 1
    assert completions == [enrolment]


def test_an_answer_that_comes_after_handing_in_is_kept_as_late_and_changes_nothing(enrolment):
    attempt = finish(start(enrolment), "right", "right")
    key = attempt.questions[0]["key"]
    save_answer(attempt, key, "wrong", language="en")
    attempt.refresh_from_db()
    assert answers_of(attempt)[key] == "right"
    assert late_answers(attempt) == {key: "wrong"}
    assert attempt.passed


def test_there_are_as_many_attempts_as_the_quiz_allows(enrolment):
    finish(start(enrolment, attempts_allowed=2))
    finish(start(enrolment, attempts_allowed=2))
    with pytest.raises(NoAttemptsLeft):
        start(enrolment, attempts_allowed=2)


@pytest.mark.parametrize(
    ("counts", "tries", "expected"),
    [
        ("best", ["wrong", "right"], "passed"),
        ("best", ["right", "wrong"], "passed"),
        ("last", ["wrong", "right"], "passed"),
        ("first", ["wrong", "right"], "failed"),
        ("first", ["right", "wrong"], "passed"),
        # Passed once stays passed: nobody loses a completion by trying again.
        ("last", ["right", "wrong"], "passed"),
    ],
)
def test_the_quiz_says_which_attempt_counts(enrolment, counts, tries, expected):
    for given in tries:
        finish(start(enrolment, questions=1, counts=counts), given)
    assert state(enrolment) == expected


def test_an_attempt_without_questions_fails_without_an_error(enrolment):
    assert finish(start(enrolment, questions=0)).passed is False


def test_a_failed_retry_takes_no_completion_back(enrolment):
    finish(start(enrolment, questions=1), "right")
    finish(start(enrolment, questions=1), "wrong")
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert not rebuild(enrolment)
