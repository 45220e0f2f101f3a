"""Nothing can be published that cannot be answered or marked; what was published before is neither asked nor a 500."""

import random

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import nested_form_data, streamfield

from brs.core.pages import address
from brs.starter.validation.location import Location
from brs.starter.validation.questions import check_question
from courses.pages.models import QuizPage
from courses.pages.quiz_start import questions_for
from courses.questions.asking import choices_of, laid_out, present
from courses.questions.feedback import marked, right_answer
from courses.questions.marking import mark
from courses.questions.models import Question
from courses.questions.problems import problems
from courses.questions.types import TYPES
from tests.given import a_course, in_role, lessons_of
from tests.questions.examples import EXAMPLES, WRONG, as_stored, as_typed, content

IDS = [f"{kind}: {words}" for kind, _value, _field, words in WRONG]


def test_every_type_is_checked_and_a_sound_question_has_no_problem():
    for kind in TYPES:
        assert problems(content(kind)) == []


@pytest.mark.parametrize(("kind", "value", "field", "words"), WRONG, ids=IDS)
def test_what_cannot_be_answered_is_a_problem(kind, value, field, words):
    assert [(each.field, words in str(each.words)) for each in problems(content(kind, value))] == [(field, True)]


@pytest.mark.parametrize(("kind", "value", "field", "words"), WRONG, ids=IDS)
def test_it_is_asked_and_marked_without_an_error_all_the_same(kind, value, field, words):
    """In attempts that were begun before it was refused."""
    whole = content(kind, value)
    present(whole, laid_out(whole, choices_of(whole)), None)
    for answer in (None, right_answer(whole), choices_of(whole)):
        assert 0 <= mark(whole, answer).points <= 1
        marked(whole, answer)


@given(st.sampled_from(WRONG), st.integers(0, 3))
def test_a_question_worth_nothing_is_a_problem(wrong, points):
    kind, value, _field, _words = wrong
    fields = {each.field for each in problems({**content(kind, value), "points": points})}
    assert ("points" in fields) == (points == 0)


def in_yaml(kind: str, value: dict) -> dict:
    written = {"type": kind, "stem": "Which?", "feedback": "Because.", **value}
    written["options"] = [{**option, "feedback": "Because."} for option in written.get("options", [])] or None
    return {name: part for name, part in written.items() if part is not None}


@pytest.mark.parametrize(
    ("kind", "value", "field", "words"),
    [case for case in WRONG if "1E" not in str(case[1])],
)
def test_the_starter_catalogue_is_held_to_the_same(kind, value, field, words):
    issues: list[str] = []
    check_question(Location("course", issues), in_yaml(kind, value))
    assert issues


@pytest.fixture
def editor(client) -> Client:
    client.force_login(in_role("editor"))
    return client


def save(editor: Client, kind: str, value: dict, *, publish: bool, **fields):
    question = Question.objects.create(name="Q", body=[], live=False)
    path = reverse(question.snippet_viewset.get_url_name("edit"), args=[question.pk])
    whole = {"name": "Q", "points": 1, "difficulty": "apply", "provisions": streamfield([]), **fields}
    whole["body"] = streamfield([(kind, as_typed(kind, value))])
    if publish:
        whole["action-publish"] = "1"
    response = editor.post(path, nested_form_data(whole))
    question.refresh_from_db()
    return question, response


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "value", "field", "words"), WRONG, ids=IDS)
def test_the_editors_form_refuses_to_publish_it_and_says_so_at_the_field(editor, kind, value, field, words):
    question, response = save(editor, kind, value, publish=True)
    assert response.status_code == 200
    assert not question.live
    error = response.context["form"].errors.as_data()["body"][0]
    [at_block] = error.block_errors.values()
    assert field in at_block.block_errors


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "value", "field", "words"), WRONG[:3], ids=IDS[:3])
def test_a_draft_may_have_problems(editor, kind, value, field, words):
    question, response = save(editor, kind, value, publish=False)
    assert response.status_code == 302
    assert question.latest_revision and not question.live


@pytest.mark.django_db
@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_sound_question_is_published(editor, kind):
    question, response = save(editor, kind, EXAMPLES[kind].key, publish=True)
    assert response.status_code == 302
    assert question.live


@pytest.mark.django_db
def test_points_are_refused_at_their_field(editor):
    question, response = save(editor, "true_false", EXAMPLES["true_false"].key, publish=True, points=0)
    assert "points" in response.context["form"].errors
    assert not question.live


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "value", "field", "words"), WRONG, ids=IDS)
def test_what_was_published_before_is_asked_of_nobody(client, kind, value, field, words):
    body = as_stored(kind, value)
    course = a_course(lessons=1, quiz=True, body=[{"type": "question", "id": "b", "value": [body]}])
    quiz = QuizPage.objects.descendant_of(course).get()
    quiz.questions = [{"type": "question", "value": Question.objects.create(name="Q", body=[body]).pk}]
    assert questions_for(quiz, random.Random(1)) == []
    html = client.get(address(lessons_of(course)[0], "en")).content.decode()
    assert "<fieldset" not in html
