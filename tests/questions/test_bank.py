"""The bank of questions: found, told apart, changed many at once, and never torn out of a quiz."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from brs.people.models import User
from brs.taxonomy.models import Competency, Convention, Theme
from courses.pages.models import QuizPage
from courses.questions.models import Question
from tests.given import a_home, a_quiz, in_role

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_courses_question:list"


def body(stem: str, kind: str = "true_false", **value) -> list[dict]:
    fields = {"stem": stem, "feedback": "", **({"answer": True} if kind == "true_false" else {}), **value}
    return [{"id": str(uuid.uuid4()), "type": kind, "value": fields}]


def a_question(stem: str, *, language: str = "en", kind: str = "true_false", **fields) -> Question:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    question = Question.objects.create(**{"name": stem, "body": body(stem, kind), "locale": locale, **fields})
    question.save_revision()
    return question


def terms() -> dict:
    convention = Convention.objects.create(slug="basel", title="Basel Convention", abbreviation="BC")
    return {
        "convention": convention,
        "topic": Theme.objects.create(slug="plastic", title="Plastic waste", group=convention),
        "competency": Competency.objects.create(slug="legal", title="Legal application"),
    }


@pytest.fixture
def editor(client):
    a_home()
    client.force_login(in_role("editor"))
    return client


def listed(client, **query) -> list[str]:
    answer = client.get(reverse(LIST), query)
    assert answer.status_code == 200
    return [question.name for question in answer.context["object_list"]]


def bulk(action: str, *questions: Question) -> str:
    address = reverse("wagtail_bulk_action", args=["courses", "question", action])
    ids = "&".join(f"id={question.pk}" for question in questions)
    return f"{address}?{ids}&next={reverse(LIST)}"


def test_the_list_says_what_a_question_is_and_where_it_is_asked(editor):
    quiz = a_quiz(questions=1)
    [asked] = Question.objects.all()
    a_question("Alone", kind="short_text", live=False, **terms())
    shown = editor.get(reverse(LIST)).content.decode()
    for words in ("True or false", "Short text", "Plastic waste", "Legal application", "Basel Convention", "English"):
        assert words in shown, words
    rows = {question.name: question.uses for question in editor.get(reverse(LIST)).context["object_list"]}
    assert rows == {asked.name: 1, "Alone": 0}
    assert quiz.questions


def test_it_is_filtered_by_what_it_is_and_says_how_many_there_are(editor):
    fields = terms()
    a_question("One", kind="short_text", **fields)
    a_question("Two")
    a_question("Trois", language="fr")
    a_quiz(questions=1)
    assert listed(editor, type="short_text") == ["One"]
    for name, term in fields.items():
        assert listed(editor, **{name: str(term.translation_key)}) == ["One"]
    assert listed(editor, used="true") == ["Is 0 0?"]
    assert set(listed(editor, used="false")) == {"One", "Two", "Trois"}
    assert listed(editor, locale="fr") == ["Trois"]
    shown = editor.get(reverse(LIST)).content.decode()
    assert "True or false (3)" in shown and "Short text (1)" in shown and "Plastic waste (1)" in shown


@pytest.mark.parametrize("query", ["النفايات", "نفايات", "والنفايات"])
def test_search_folds_as_the_sites_does(editor, query):
    question = a_question("ما هي النفايات؟", language="ar", name="Q 1")
    a_question("ما هو التصدير؟", language="ar", name="Q 2")
    assert question.name == "Q 1"
    assert listed(editor, q=query) == ["Q 1"]


def test_what_is_being_typed_is_found_by_its_beginning(editor):
    a_question("Consent in writing")
    a_question("Silence")
    assert listed(editor, q="conse") == ["Consent in writing"]


def test_many_are_published_archived_and_given_a_topic_at_once(editor):
    fields = terms()
    drafts = [a_question(f"Draft {number}", live=False) for number in range(3)]
    assert "Draft 0" in editor.get(bulk("publish", *drafts)).content.decode()
    editor.post(bulk("publish", *drafts))
    assert Question.objects.filter(live=True).count() == 3
    assert "Plastic waste" in editor.get(bulk("topic", *drafts)).content.decode()
    editor.post(bulk("topic", *drafts), {"topic": fields["topic"].pk})
    for question in Question.objects.all():
        assert question.topic == question.get_latest_revision_as_object().topic == fields["topic"]
    editor.post(bulk("archive", *drafts[:2]))
    assert Question.objects.filter(live=True).count() == 1


def test_nothing_is_published_where_one_is_not_complete(editor):
    fine = a_question("Fine", live=False)
    poor = a_question("", live=False, name="Poor")
    answer = editor.post(bulk("publish", fine, poor), follow=True)
    assert "Poor" in answer.content.decode()
    assert not Question.objects.filter(live=True).exists()


def test_only_who_may_publish_does(client):
    question = a_question("Draft", live=False)
    client.force_login(in_role("manager"))
    for action in ("publish", "archive", "topic"):
        client.post(bulk(action, question), {"topic": ""})
    question.refresh_from_db()
    assert not question.live


def test_one_that_a_quiz_asks_is_archived_and_not_deleted(client):
    quiz = a_quiz(questions=1)
    [question] = Question.objects.all()
    client.force_login(User.objects.create_superuser(email="a@example.org", password="x", name="A"))
    address = reverse("wagtailsnippets_courses_question:delete", args=[question.pk])
    assert quiz.title in client.get(address).content.decode()
    answer = client.post(address, follow=True)
    assert "archived and not deleted" in answer.content.decode()
    question.refresh_from_db()
    assert not question.live
    unused = a_question("Unused")
    client.post(bulk("delete", question, unused))
    assert list(Question.objects.all()) == [question]
    assert QuizPage.objects.get().questions[0].value == question


def test_it_is_translated_from_the_list(editor):
    question = a_question("Silence")
    french, _ = Locale.objects.get_or_create(language_code="fr")
    submit = reverse("wagtail_localize:submit_snippet_translation", args=["courses", "question", question.pk])
    assert submit in editor.get(reverse(LIST)).content.decode()
    editor.post(submit, {"locales": [french.pk]})
    [translation] = Translation.objects.all()
    sync = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert sync in editor.get(reverse(LIST)).content.decode()


def form_of(client) -> dict[str, str]:
    add = reverse("wagtailsnippets_courses_question:add") + "?locale=en"
    return {
        "address": add,
        "action-publish": "action-publish",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "true_false",
        "body-0-id": "",
        "body-0-value-stem": "Is silence consent?",
        "body-0-value-feedback": "",
        "name": "",
        "points": "1",
        "difficulty": "understand",
        "provisions-count": "0",
    }


def test_what_is_asked_is_the_name_where_none_is_given(editor):
    form = form_of(editor)
    answer = editor.post(form.pop("address"), form)
    assert answer.status_code == 302, re.findall(r"error-message[^<]*<[^<]*", answer.content.decode())
    assert Question.objects.get().name == "Is silence consent?"


def test_a_question_of_nothing_says_what_is_missing(editor):
    form = form_of(editor) | {"body-0-value-stem": ""}
    answer = editor.post(form.pop("address"), form)
    assert "give it a name" in answer.content.decode()


def test_the_list_costs_the_same_however_many_questions_there_are(editor):
    def queries() -> int:
        editor.get(reverse(LIST))
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse(LIST))
        return len(captured)

    fields = terms()
    for number in range(3):
        a_question(f"Question {number}", **fields)
    few = queries()
    for number in range(3, 40):
        a_question(f"Question {number}", **fields)
    assert queries() == few
