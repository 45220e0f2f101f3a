"""The demo's accounts, and what its trainee has learnt so far."""

import random

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from brs.people.models import Party, User
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment
from courses.pages.models import LessonPage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from courses.questions.feedback import right_answer

from .reading import key

ROLES = ["trainee", "facilitator", "editor", "manager"]
PASSWORD = "brs-learn-demo"
STARTED, FINISHED = "three-conventions-one-life-cycle", "rotterdam-convention-essentials"


@transaction.atomic
def make_accounts() -> None:
    """An account for each role that has none yet. A new trainee has begun one course and finished another."""
    for role in ROLES:
        email = f"{role}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        person = User.objects.create_user(email, PASSWORD, name=f"Demo {role}", party=Party.objects.get(iso2="KE"))
        person.groups.add(Group.objects.get(name=role))
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        if role == "trainee":
            _begin(person)
            _finish(person)


def _begin(person: User) -> None:
    enrolment = enrol(person, key("course", STARTED), language="en")
    for item in enrolment.outline.items[:2]:
        mark_done(enrolment, item["key"], language="en")


def _finish(person: User) -> None:
    enrolment = enrol(person, key("course", FINISHED), language="en")
    lessons = [item["key"] for item in enrolment.outline.items if item["kind"] == "lesson"]
    for lesson in LessonPage.objects.filter(translation_key__in=lessons, locale__language_code="en"):
        mark_done(enrolment, str(lesson.translation_key), language="en")
    _pass_quiz(enrolment)


def _pass_quiz(enrolment: Enrolment) -> None:
    quizzes = [item["key"] for item in enrolment.outline.items if item["kind"] == "quiz"]
    for quiz in QuizPage.objects.filter(translation_key__in=quizzes, locale__language_code="en"):
        attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.SystemRandom()))
        for question in pinned_questions(attempt):
            save_answer(attempt, question.key, right_answer(question.content), language="en")
        submit_attempt(attempt, language="en")
