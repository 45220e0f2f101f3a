"""What answers say of questions: shares, distractors, which to look at first; nothing of fewer than five people."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brs.people.models import User
from courses.learning.item_statistics import Interval
from courses.learning.models import Attempt, Enrolment, Event, Outline
from courses.pages.course_progress import course_progress
from courses.pages.models import CoursePage, QuizPage
from courses.pages.quiz_analysis import (
    BLUNT,
    EASY,
    HARD,
    LURE,
    SKIPPED,
    UNUSED,
    WRONG_KEY,
    quiz_analysis,
    reasons_to_look,
)
from courses.questions.content import version_of
from courses.questions.models import Question
from tests.given import a_course, a_quiz, in_role, lessons_of

pytestmark = pytest.mark.django_db


def last_month():
    return timezone.now().replace(day=1) - timedelta(days=10)


def a_choice(name: str, quiz: QuizPage, options: int = 3) -> Question:
    """Of so many options, the first of which is right."""
    texts = [
        {"id": f"o{n}", "type": "item", "value": {"text": f"{name} {n}", "correct": n == 0, "feedback": ""}}
        for n in range(options)
    ]
    body = [
        {"id": str(uuid.uuid4()), "type": "single_choice", "value": {"stem": name, "feedback": "", "options": texts}}
    ]
    return Question.objects.create(name=name, body=body, locale=quiz.locale)


def handed_in(quiz: QuizPage, answers: list[dict[Question, str | None]], when=None, number: int = 1) -> None:
    """An attempt of a new person for each row: the options they chose. The first option is right."""
    when = when or last_month()
    course_key = CoursePage.objects.ancestor_of(quiz).get().translation_key
    outline = Outline.objects.of(course_key).newest()
    versions = {question: version_of(question) for row in answers for question in row}
    people = User.objects.bulk_create(
        [User(email=f"{uuid.uuid4().hex}@example.org", name="P", password="!") for _row in answers]
    )
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(learner=person, course_key=course_key, outline=outline, enrolled_at=when) for person in people]
    )
    Attempt.objects.bulk_create(
        [
            an_attempt(quiz, enrolment, row, versions, when, number)
            for enrolment, row in zip(enrolments, answers, strict=True)
        ]
    )


def an_attempt(quiz, enrolment, row, versions, when, number) -> Attempt:
    marks = {
        str(question.translation_key): {"points": float(option == "o0"), "of": 1.0, "correct": option == "o0"}
        for question, option in row.items()
    }
    return Attempt(
        enrolment=enrolment,
        quiz_key=quiz.translation_key,
        number=number,
        questions=[
            {
                "key": str(question.translation_key),
                "version": versions[question].digest,
                "order": [],
                "answered_by": "place",
            }
            for question in row
        ],
        answers={str(question.translation_key): option for question, option in row.items() if option},
        marks=marks,
        points=sum(mark["points"] for mark in marks.values()),
        points_of=float(len(marks)),
        passed=True,
        started_at=when - timedelta(minutes=12),
        submitted_at=when,
    )


def test_shares_and_distractors_of_sixty_people():
    quiz = a_quiz(questions=0)
    first, second = a_choice("First", quiz), a_choice("Second", quiz)
    handed_in(
        quiz,
        [{first: "o0", second: "o0"}] * 30 + [{first: "o1", second: "o0"}] * 20 + [{first: None, second: "o1"}] * 10,
    )
    analysis = quiz_analysis(quiz)
    assert analysis.people == 60 and analysis.minutes == 12
    item = next(item for item in analysis.items if item.stem == "First")
    assert (item.asked, item.right.count, item.right.per_cent) == (60, 30, 50)
    assert (item.between.low_per_cent, item.between.high_per_cent) == (37, 63)
    assert [(option.text, option.is_right, option.chosen.per_cent) for option in item.options] == [
        ("First 0", True, 50),
        ("First 1", False, 33),
        ("First 2", False, None),
    ]
    assert item.unanswered.count == 10
    assert item.discrimination == 0.4  # 30 of 30 against 20 of 30 have the other one right: √(1/5)
    assert item.reasons == [UNUSED]


def test_nothing_is_told_of_fewer_than_five_and_nothing_before_the_month_is_over():
    quiz = a_quiz(questions=0)
    question = a_choice("Asked", quiz)
    handed_in(quiz, [{question: "o0"}] * 4)
    analysis = quiz_analysis(quiz)
    assert (analysis.people, analysis.items[0].asked, analysis.items[0].right.count) == (None, None, None)
    assert not analysis.to_look_at and analysis.items[0].discrimination is None
    handed_in(quiz, [{question: "o1"}] * 50, when=timezone.now())
    assert quiz_analysis(quiz).items[0].asked is None


def test_of_each_person_the_first_attempt_counts():
    quiz = a_quiz(questions=0)
    question = a_choice("Asked", quiz)
    handed_in(quiz, [{question: "o1"}] * 10)
    versions = {question: version_of(question)}
    again = last_month() + timedelta(days=1)
    Attempt.objects.bulk_create(
        [an_attempt(quiz, enrolment, {question: "o0"}, versions, again, 2) for enrolment in Enrolment.objects.all()]
    )
    item = quiz_analysis(quiz).items[0]
    assert (item.asked, item.right.count) == (10, None)


def test_a_release_and_a_language_are_counted_by_themselves():
    quiz = a_quiz(questions=0)
    question = a_choice("Asked", quiz)
    handed_in(quiz, [{question: "o0"}] * 10)
    course_key = CoursePage.objects.ancestor_of(quiz).get().translation_key
    Outline.objects.create(course_key=course_key, number=99, digest="x")
    handed_in(quiz, [{question: "o1"}] * 20)
    analysis = quiz_analysis(quiz)
    assert analysis.people == 30 and 99 in analysis.releases and analysis.languages == ["en"]
    assert quiz_analysis(quiz, release=99).people == 20
    assert quiz_analysis(quiz, release=99).items[0].right.count is None
    assert quiz_analysis(quiz, language="fr").people is None


MANY = {
    "asked": 100,
    "between": Interval(0.6, 0.8),
    "right": 70,
    "unanswered": 0,
    "discrimination": 0.4,
    "wrong_options": [15, 15],
}


@pytest.mark.parametrize(
    ("figures", "reasons"),
    [
        ({}, []),
        ({"discrimination": -0.2}, [WRONG_KEY]),
        ({"right": 30, "wrong_options": [60, 10]}, [LURE]),
        ({"between": Interval(0.1, 0.3)}, [HARD]),
        ({"discrimination": 0.0}, [BLUNT]),
        ({"unanswered": 25}, [SKIPPED]),
        ({"between": Interval(0.96, 1)}, [EASY]),
        ({"wrong_options": [None, 30]}, [UNUSED]),
        ({"asked": 25, "discrimination": -0.5}, []),
        ({"asked": None, "between": None}, []),
    ],
)
def test_each_reason_to_look_at_a_question(figures, reasons):
    assert reasons_to_look(**{**MANY, **figures}) == reasons


def test_the_gravest_five_come_first():
    quiz = a_quiz(questions=0)
    questions = [a_choice(f"Question {n}", quiz) for n in range(7)]
    handed_in(quiz, [dict.fromkeys(questions, "o1") for _person in range(30)] + [dict.fromkeys(questions, "o0")] * 10)
    assert len(quiz_analysis(quiz).to_look_at) == 5
    assert quiz_analysis(quiz).to_look_at[0].reasons[0] == LURE


def test_how_far_people_come():
    course = a_course(lessons=2)
    first, second = lessons_of(course)
    outline = Outline.objects.of(course.translation_key).newest()
    people = User.objects.bulk_create([User(email=f"p{n}@example.org", name="P", password="!") for n in range(40)])
    began = last_month()
    Enrolment.objects.bulk_create(
        [Enrolment(learner=p, course_key=course.translation_key, outline=outline, enrolled_at=began) for p in people]
    )

    def happened(person, lesson, verb, minutes):
        moment = began + timedelta(minutes=minutes)
        return Event(
            learner=person,
            course_key=course.translation_key,
            item_key=str(lesson.translation_key),
            verb=verb,
            language="en",
            channel="web",
            occurred_at=moment,
            received_at=moment,
        )

    Event.objects.bulk_create(
        [happened(person, first, "seen", 0) for person in people]
        + [happened(person, first, "done", 8) for person in people[:35]]
        + [happened(person, second, "seen", 9) for person in people[:20]]
        + [happened(person, second, "done", 20) for person in people[:3]]
    )
    progress = course_progress(course)
    assert progress.enrolled == 40 and progress.completed is None
    assert [(part.began, part.finished, part.minutes) for part in progress.parts] == [(40, 35, 8), (20, None, None)]


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("manager", 200), ("facilitator", 302)])
def test_who_sees_it_and_from_where(client, role, status):
    quiz = a_quiz()
    handed_in(quiz, [{quiz.questions[0].value: None}] * 6)
    course = CoursePage.objects.ancestor_of(quiz).get()
    client.force_login(in_role(role))
    for name in ("", f"quiz/{quiz.pk}/", f"quiz/{quiz.pk}/?language=xx&release=²", f"course/{course.pk}/"):
        assert client.get(f"/admin/reports/item-analysis/{name}").status_code == status
    if status == 200:
        assert (
            f"/admin/reports/item-analysis/quiz/{quiz.pk}/"
            in client.get(f"/admin/pages/{quiz.pk}/edit/").content.decode()
        )
        assert b"Is 0 0?" in client.get(f"/admin/reports/item-analysis/quiz/{quiz.pk}/").content


def test_queries_are_as_many_for_ten_people_as_for_a_hundred(client):
    quiz = a_quiz(questions=0)
    questions = [a_choice(f"Question {n}", quiz) for n in range(3)]
    client.force_login(in_role("editor"))

    def queries() -> int:
        client.get(f"/admin/reports/item-analysis/quiz/{quiz.pk}/")
        with CaptureQueriesContext(connection) as context:
            client.get(f"/admin/reports/item-analysis/quiz/{quiz.pk}/")
        return len(context)

    handed_in(quiz, [dict.fromkeys(questions, "o0")] * 10)
    few = queries()
    handed_in(quiz, [dict.fromkeys([*questions, a_choice("One more", quiz)], "o1")] * 90)
    assert queries() == few
