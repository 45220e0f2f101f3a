"""What editors see of a quiz beside its questions, saved or while they choose."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale

from courses.pages.quiz_glance import Entry, Points, glance, glance_of
from tests.given import a_quiz, a_trainee, in_role
from tests.pages.test_quiz_questions import a_pool, a_question, a_theme, asking, in_language, locale, own

pytestmark = pytest.mark.django_db


def test_it_says_type_points_total_and_what_passes():
    first, second = a_question(points=3), a_question(kind="multiple_response", points=4)
    seen = glance_of(asking(own(first), own(second), pass_mark=80))
    assert [(row.kind, row.points, row.serving) for row in seen.named] == [
        ("True or false", 3, "live"),
        ("Multiple response", 4, "live"),
    ]
    assert (seen.asked, seen.points, seen.to_pass) == (2, Points(7, 7), Points(5.6, 5.6))
    assert seen.minutes_needed == 2
    assert not seen.minutes_fit  # learners read 15


def test_what_is_not_published_is_not_counted_and_says_so():
    draft, english = a_question(live=False), a_question()
    seen = glance_of(asking(own(draft), own(english), language="fr"))
    assert [row.serving for row in seen.named] == ["none", "english"]
    assert seen.points == Points(1, 1)


def test_a_pool_says_its_stock_in_each_language():
    topic = a_theme()
    questions = [a_question(topic, points=points) for points in (1, 1, 2, 5)]
    in_language(questions[0], "fr")
    in_language(questions[1], "fr", live=False)
    seen = glance([Entry("pool", topic.pk, 3)], "en", 50, 3)
    [pool] = seen.pools
    stocks = {stock.language: (stock.count, stock.english, stock.missing) for stock in pool.stocks}
    assert stocks["en"] == (4, 0, 0)
    assert stocks["fr"] == (1, 2, 0)
    assert pool.points == Points(4, 8)
    assert seen.to_pass == Points(2, 4)


def test_a_pool_that_cannot_serve_says_how_many_are_missing():
    topic = a_theme()
    asked, _pooled = a_question(topic), a_question(topic)
    # What the quiz asks by name is not in its pools, and two pools on a topic draw from the same.
    seen = glance([Entry("question", asked.pk), Entry("pool", topic.pk, 2), Entry("pool", topic.pk, 3)], "en", 80, 1)
    [pool] = seen.pools
    assert (pool.wanted, pool.stocks[0].count, pool.stocks[0].missing) == (5, 1, 4)
    assert seen.asked == 2


@pytest.mark.parametrize("size", [2, 12])
def test_its_queries_do_not_grow(size, django_assert_num_queries):
    topics = [a_theme() for _ in range(size)]
    entries = [Entry("question", a_question(points=2).pk) for _ in range(size)]
    entries += [Entry("pool", topic.pk, 1) for topic in topics for _ in [a_question(topic)]]
    with django_assert_num_queries(5):
        seen = glance(entries, "en", 80, 5)
    assert seen.asked == 2 * size


def test_the_editor_shows_it(client):
    topic = a_theme()
    a_question(topic)
    quiz = asking(own(a_question(name="Who consents?")), a_pool(topic, 10))
    client.force_login(in_role("editor"))
    html = client.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content
    panel = BeautifulSoup(html, "html.parser").find("quiz-glance")
    text = " ".join(panel.get_text().split())
    assert "Who consents?" in text
    assert "9 are missing" in text
    assert panel["url"] == "/admin/quizzes/glance/en/"
    assert b"quiz-glance.js" in html


def test_a_new_quiz_has_one_too(client):
    client.force_login(in_role("editor"))
    course = a_quiz().get_parent()
    address = reverse("wagtailadmin_pages:add", args=["courses", "quizpage", course.pk])
    assert b"<quiz-glance" in client.get(address).content


def form(*blocks: dict[str, str], **fields: str) -> dict[str, str]:
    data = {"questions-count": str(len(blocks)), "pass_mark": "80", "estimated_minutes": "3", **fields}
    for number, block in enumerate(blocks):
        common = {"deleted": "", "order": str(number), **block}
        data |= {f"questions-{number}-{name}": value for name, value in common.items()}
    return data


def test_it_follows_what_is_chosen_and_not_saved(client):
    topic, question = a_theme(), a_question(points=2)
    gone = a_question(name="Not asked")
    client.force_login(in_role("editor"))
    sent = form(
        {"type": "pool", "value-topic": str(topic.pk), "value-count": "3", "order": "1"},
        {"type": "question", "value": str(question.pk), "order": "0"},
        {"type": "question", "value": str(gone.pk), "deleted": "1"},
    )
    answer = client.post("/admin/quizzes/glance/en/", sent)
    text = " ".join(BeautifulSoup(answer.content, "html.parser").get_text().split())
    assert "Asks 1 question" in text
    assert "3 are missing" in text
    assert "Not asked" not in text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"questions-count": "999999999"},
        {"questions-count": "x", "pass_mark": "-3", "estimated_minutes": "1e9"},
        form({"type": "pool", "value-topic": "'; --", "value-count": "-1"}, {"type": "question", "value": "9" * 40}),
        form({"type": "pool"}, {"type": "question"}, {"type": "<script>"}),
        form({"type": "question", "value": "٣", "order": "NaN"}),
    ],
)
def test_a_form_half_written_or_made_up_is_no_fault(client, sent):
    client.force_login(in_role("editor"))
    assert client.post("/admin/quizzes/glance/en/", sent).status_code == 200


def test_it_is_for_editors_of_pages(client):
    Locale.objects.get_or_create(language_code="en")
    assert client.post("/admin/quizzes/glance/en/", {}).status_code == 302
    client.force_login(a_trainee())
    assert client.post("/admin/quizzes/glance/en/", {}).status_code in (302, 403)
    client.force_login(in_role("editor"))
    assert client.post("/admin/quizzes/glance/xx/", {}).status_code == 404
    assert client.get("/admin/quizzes/glance/en/").status_code == 405
    assert locale("en")
