"""Queries of each page with few and with 1,000 courses, learners in the course, and courses of the learner."""

import random

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  after the setup
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from brs.core.pages import address  # noqa: E402
from courses.learning.attempts import start_attempt  # noqa: E402
from courses.learning.models import Enrolment  # noqa: E402
from courses.pages.models import CoursePage, LessonPage, QuizPage  # noqa: E402
from courses.pages.quiz_start import questions_for, rules_of  # noqa: E402
from tests.benchmarks import population  # noqa: E402
from tests.benchmarks.load import HOST  # noqa: E402


def counts(size: int) -> dict[str, int]:
    """Page -> queries."""
    population.fill_catalogue(size)  # the benchmarks' site has 50 already
    course = CoursePage.objects.live().filter(locale__language_code="en").order_by("path").first()
    person = population.learners_in(course.translation_key, size)[0]
    population.courses_of(person, size)
    lesson = LessonPage.objects.live().descendant_of(course).order_by("path").first()
    quiz = QuizPage.objects.live().descendant_of(course).order_by("path").last()
    enrolment = Enrolment.objects.of(person).in_course(course.translation_key).get()
    attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)))
    client = Client(SERVER_NAME=HOST, headers={"x-forwarded-proto": "https"})
    client.force_login(person)
    addresses = {
        "catalogue": "/en/courses/",
        "course": address(course, "en"),
        "lesson": address(lesson, "en"),
        "quiz question": f"/en/learning/attempts/{attempt.pk}/1/",
        "dashboard": "/en/learning/",
    }
    by_page = {}
    for name, path in addresses.items():
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        by_page[name] = len(queries)
    return by_page


with transaction.atomic():
    few, many = counts(10), counts(1000)
    print(f"{'page':16}{'10':>6}{'1,000':>8}")
    for name in few:
        print(f"{name:16}{few[name]:>6}{many[name]:>8}")
    transaction.set_rollback(True)
