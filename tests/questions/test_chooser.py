"""Choosing questions for a quiz: filtered as the bank is, several at once."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.questions.models import Question
from tests.given import in_role
from tests.pages.test_quiz_questions import a_question, a_theme, asking, in_language, own

pytestmark = pytest.mark.django_db
VIEWSET = Question.snippet_viewset.chooser_viewset


@pytest.fixture
def editor(client):
    client.force_login(in_role("editor"))
    return client


def rows(client, **chosen: str) -> list[str]:
    html = client.get(reverse(VIEWSET.get_url_name("choose_results")), {"multiple": "1", **chosen}).content
    return [label.get_text(strip=True) for label in BeautifulSoup(html, "html.parser").select("td label")]


def test_the_whole_chooser_has_each_filter_of_the_bank(editor):
    a_question(a_theme())
    answer = editor.get(reverse(VIEWSET.get_url_name("choose")), {"multiple": "true", "locale": "en"})
    form = BeautifulSoup(json.loads(answer.content)["html"], "html.parser").select_one(".question-chooser")
    names = {field["name"] for field in form.select("select, input")}
    assert names == {
        *("q", "type", "locale", "live", "topic", "competency", "convention", "difficulty", "measured", "used"),
    }
    assert form.select_one("[name=locale] [selected]")["value"] == "en"


def test_it_filters_as_the_bank_does(editor):
    topic = a_theme()
    plain = a_question(topic, name="Plain")
    a_question(kind="multiple_response", name="Several", difficulty="apply", live=False)
    in_language(plain, "fr", name="Simple")
    asking(own(plain))
    everything = {"Plain", "Several", "Simple"}
    assert set(rows(editor)) == everything
    assert rows(editor, type="multiple_response") == ["Several"]
    assert set(rows(editor, topic=str(topic.translation_key))) == {"Plain", "Simple"}
    assert rows(editor, locale="fr") == ["Simple"]
    assert rows(editor, live="false") == ["Several"]
    assert rows(editor, difficulty="apply") == ["Several"]
    assert rows(editor, used="true") == ["Plain"]
    assert rows(editor, q="sever") == ["Several"]
    assert set(rows(editor, type="", topic="", q="")) == everything
    # What nobody can choose chooses nothing, and is no fault.
    assert rows(editor, topic="'; --", locale="xx", type="<b>")


def test_a_row_shows_type_points_and_state(editor):
    a_question(a_theme(), name="Plain", points=3)
    html = editor.get(reverse(VIEWSET.get_url_name("choose_results"))).content
    cells = [cell.get_text(strip=True) for cell in BeautifulSoup(html, "html.parser").select("tbody td")]
    assert cells == ["Plain", "True or false", "3", "English", "Waste", "Published"]


def test_several_are_chosen_in_the_order_in_which_they_were_written(editor):
    first, second, _third = (a_question(name=name) for name in ("B", "A", "C"))
    asked = {"id": [str(second.pk), str(first.pk), "x", "9" * 30], "multiple": "true"}
    answer = editor.get(reverse(VIEWSET.get_url_name("chosen_multiple")), asked)
    assert [row["string"] for row in json.loads(answer.content)["result"]] == ["B", "A"]


def test_its_queries_do_not_grow(editor, django_assert_max_num_queries):
    address = reverse(VIEWSET.get_url_name("choose_results"))
    for number in (3, 30):
        for _ in range(number):
            a_question(a_theme(), live=False).save_revision()
        editor.get(address)
        with django_assert_max_num_queries(18):
            assert editor.get(address).status_code == 200


def test_the_editor_of_a_quiz_offers_to_add_several(editor):
    quiz = asking(own(a_question()))
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content
    button = BeautifulSoup(html, "html.parser").find("add-questions")
    assert button["language"] == "en"
    assert "chooser" in button["chooser"]


def test_whoever_writes_questions_gets_their_quick_rows(editor):
    for address in (reverse("wagtailsnippets_courses_question:add"), reverse("wagtailadmin_pages:edit", args=[quiz()])):
        assert b"js/admin/question-rows.js" in editor.get(address).content


def quiz() -> int:
    return asking(own(a_question())).pk
