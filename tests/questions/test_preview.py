"""An editor looks at a question of the bank as a learner will be asked it, while writing it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.questions.models import Question
from tests.given import a_course, in_role, lessons_of
from tests.questions.examples import EXAMPLES, as_typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client) -> Client:
    client.force_login(in_role("editor"))
    return client


def preview(editor: Client, *body: tuple[str, dict]) -> str:
    """What the editor sees beside a form with this body."""
    question = Question.objects.create(name="Q", body=[])
    path = reverse(question.snippet_viewset.get_url_name("preview_on_edit"), args=[question.pk])
    empty = {"name": "Q", "points": 1, "difficulty": "apply", "provisions": streamfield([])}
    typed = editor.post(path, nested_form_data({**empty, "body": streamfield(body)}))
    assert typed.json() == {"is_valid": True, "is_available": True}
    response = editor.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_type_is_seen_as_it_is_asked(kind, editor):
    example = EXAMPLES[kind]
    html = preview(editor, (kind, as_typed(kind, example.key, stem="Is it so?", feedback="Because.")))
    assert "Is it so?" in html and example.seen in html
    assert "Because." not in html


@pytest.mark.parametrize("kind", EXAMPLES)
def test_one_that_is_half_written_is_seen_as_far_as_it_goes(kind, editor):
    assert "Is it" in preview(editor, (kind, as_typed(kind, {}, stem="Is it")))


def test_one_without_a_type_yet_says_so(editor):
    assert "yet to be written" in preview(editor)


def test_a_lesson_with_a_question_yet_to_be_written_is_shown(client):
    lesson = lessons_of(a_course(lessons=1, body=[{"type": "question", "id": "b", "value": []}]))[0]
    assert client.get(lesson.url).status_code == 200


@pytest.mark.parametrize("role", ["facilitator", "manager"])
def test_those_who_may_not_edit_questions_are_shown_none(role, client):
    client.force_login(in_role(role))
    question = Question.objects.create(name="Q", body=[])
    path = reverse(question.snippet_viewset.get_url_name("preview_on_edit"), args=[question.pk])
    assert client.get(path).status_code == 302
