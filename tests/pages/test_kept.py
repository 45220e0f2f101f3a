"""Pieces of pages that are kept in memory say the same to everybody: nothing of whoever came first stays in them."""

import re

import pytest
from django.test import Client

from brs.core import edition
from brs.core.pages import address
from courses.learning import actions
from tests.given import a_course, a_trainee, in_role, lessons_of

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "id": "one", "value": "A heading"},
    {"type": "reflection", "id": "two", "value": {"prompt": "Who answers?"}},
    {"type": "paragraph", "id": "three", "value": "<p>Text.</p>"},
]


@pytest.fixture
def course():
    return a_course(lessons=2, body=BODY, quiz=True)


@pytest.fixture
def people(course) -> dict[str, Client]:
    clients = {name: Client() for name in ("visitor", "learner", "facilitator")}
    learner = a_trainee()
    enrolment = actions.enrol(learner, course.translation_key, language="en")
    actions.mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    clients["learner"].force_login(learner)
    clients["facilitator"].force_login(in_role("facilitator"))
    return clients


def shown(client: Client, place: str) -> str:
    """The page without its tokens, which are never the same twice."""
    answer = client.get(place)
    assert answer.status_code == 200
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())


@pytest.mark.parametrize("place", ["/en/", "/fr/", "/en/courses/", "/en/courses/?q=course", "course", "lesson", "quiz"])
def test_nobody_sees_what_was_made_for_somebody_else(course, people, place):
    pages = {
        "course": address(course, "en"),
        "lesson": address(lessons_of(course)[0], "fr"),
        "quiz": f"{address(course, 'en')}quiz/",
    }
    place = pages.get(place, place)
    for first in people.values():
        for client in people.values():
            edition.forget()
            afresh = shown(client, place)
            edition.forget()
            shown(first, place)
            assert shown(client, place) == afresh


def test_a_catalogue_that_was_narrowed_leaves_no_trace(course, people):
    afresh = shown(people["visitor"], "/en/courses/")
    edition.forget()
    shown(people["learner"], "/en/courses/?q=nothing&level=advanced")
    assert shown(people["visitor"], "/en/courses/") == afresh


def test_each_language_keeps_its_own(course, people):
    lesson = lessons_of(course)[0]
    english, french = (shown(people["visitor"], address(lesson, language)) for language in ("en", "fr"))
    assert '<html lang="en"' in english and 'href="/fr/' in english
    assert '<html lang="fr"' in french and ">Text.<" in french
    assert 'href="/fr/courses/"' in french and 'href="/fr/courses/"' not in english
