"""Fills a database with what the benchmarks ask for. `prepare.py site`: the starter catalogue, 50 courses, learners,
a quiz; prints their addresses and session keys as JSON. `prepare.py courses 5000`: so many courses."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402  after the setup
from django.core.management import call_command  # noqa: E402

from brs.core.pages import address  # noqa: E402
from courses.learning.models import Outline  # noqa: E402
from courses.pages.models import CoursePage, LessonPage  # noqa: E402
from tests.benchmarks import population  # noqa: E402
from tests.benchmarks.sessions import sessions_of  # noqa: E402

LEARNERS = 2000


def site() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_starter", stdout=sys.stderr)
    course = CoursePage.objects.live().filter(locale__language_code="en").order_by("path").first()
    lesson = LessonPage.objects.live().descendant_of(course).order_by("path").first()
    quiz, typed = population.a_quiz_of_ten(course)
    population.fill_catalogue(50)
    people = population.learners_in(course.translation_key, LEARNERS)
    addresses = {
        "course": str(course.translation_key),
        "outline": Outline.objects.of(course.translation_key).newest().number,
        "lesson_key": str(lesson.translation_key),
        "lesson": address(lesson, "en"),
        "course_page": address(course, "en"),
        "quiz": address(quiz, "en"),
        "typed": typed,
        "certificates": population.certificates_of(people[:40]),
        "sessions": sessions_of(people, settings.AUTHENTICATION_BACKENDS[0]),
    }
    print(json.dumps(addresses))


if sys.argv[1] == "site":
    site()
else:
    population.fill_catalogue(int(sys.argv[2]))
