"""What the bank's list shows is what is exported, however it is filtered."""

import pytest
from django.urls import reverse

from courses.exchange.formats import sheet
from tests.given import a_home, in_role
from tests.pages.test_quiz_questions import a_question, a_theme, asking, in_language, own
from tests.questions.test_bank import listed

pytestmark = pytest.mark.django_db
EXPORT = "wagtailsnippets_courses_question:export"


@pytest.fixture
def editor(client):
    a_home()
    client.force_login(in_role("editor"))
    return client


def exported(client, **query) -> list[str]:
    answer = client.get(reverse(EXPORT), {"format": "sheet", "download": "1", **query})
    assert answer.status_code == 200
    return sorted(question.name for question in sheet.read(answer.content).questions)


def test_each_filter_of_the_list_holds_for_its_export(editor):
    topic = a_theme()
    plain = a_question(topic, name="Plain")
    a_question(kind="multiple_response", name="Several", difficulty="apply", live=False)
    in_language(plain, "fr", name="Simple")
    asking(own(plain))
    for query in (
        {},
        {"type": "multiple_response"},
        {"topic": str(topic.translation_key)},
        {"locale": "fr"},
        {"live": "false"},
        {"difficulty": "apply"},
        {"used": "true"},
        {"measured": "hard"},
        {"q": "sever"},
        {"q": "nothing of the kind"},
        {"type": "nonsense"},
    ):
        assert exported(editor, **query) == sorted(listed(editor, **query)), query
