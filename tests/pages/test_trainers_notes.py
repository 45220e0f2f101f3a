"""Trainer's notes are for those who teach, at every address."""

import pytest

from brs.core.pages import address
from courses.pages.models import LessonPage
from tests.given import a_course, a_trainee, in_role, lessons_of

pytestmark = pytest.mark.django_db

CANARY = "canary-for-trainers"
NOTES = [
    {"type": "agenda", "value": f"<p>{CANARY} agenda</p>", "id": "n1"},
    {"type": "timing", "value": {"minutes": 20, "what": f"{CANARY} timing"}, "id": "n2"},
    {"type": "discussion", "value": f"{CANARY} discussion", "id": "n3"},
    {"type": "model_answer", "value": {"question": "Why?", "answer": f"<p>{CANARY} answer</p>"}, "id": "n4"},
]


@pytest.fixture
def lesson() -> LessonPage:
    lesson = lessons_of(a_course(lessons=1))[0]
    lesson.trainers_notes = NOTES
    lesson.save_revision().publish()
    return lesson


@pytest.mark.parametrize("role", ["facilitator", "editor", "reviewer", "manager"])
def test_those_who_teach_read_all_of_them(client, lesson, role):
    client.force_login(in_role(role))
    page = client.get(address(lesson, "en")).content.decode()
    assert [part for part in ("agenda", "timing", "discussion", "answer") if f"{CANARY} {part}" not in page] == []


def test_learners_and_visitors_get_none_of_them(client, lesson):
    course = lesson.get_parent().get_parent()
    paths = [address(page, "en") for page in (lesson, lesson.get_parent(), course)]
    paths += [f"/ar{paths[0][3:]}", f"/en/go/{lesson.translation_key}/"]
    for path in paths:
        assert CANARY not in client.get(path, follow=True).content.decode(), path
    client.force_login(a_trainee())
    for path in paths:
        assert CANARY not in client.get(path, follow=True).content.decode(), path


def test_no_search_finds_their_words(lesson):
    assert lesson not in list(LessonPage.objects.search(CANARY))
