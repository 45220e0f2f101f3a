"""Which questions a quiz asks, in which language, and what its learners and editors are told of them."""

import random
import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from brs.core.pages import address
from brs.taxonomy.models import Convention, Theme
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt
from courses.pages.models import QuizPage
from courses.pages.quiz_questions import sources_of, warnings
from courses.pages.quiz_start import questions_for
from courses.questions.feedback import right_answer
from courses.questions.models import Question
from tests.given import a_quiz, a_trainee, in_role

pytestmark = pytest.mark.django_db


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def a_theme() -> Theme:
    slug = f"theme-{uuid.uuid4().hex[:6]}"
    group = Convention.objects.create(slug=slug, title="Basel", locale=locale("en"))
    return Theme.objects.create(slug=slug, title="Waste", group=group, locale=locale("en"))


def a_question(topic: Theme | None = None, kind: str = "true_false", **fields) -> Question:
    value = {"stem": "Is it so?", "answer": True}
    if kind == "multiple_response":
        options = [{"text": text, "correct": text != "C", "feedback": ""} for text in "ABC"]
        value = {"stem": "Which?", "options": [{"type": "item", "id": o["text"], "value": o} for o in options]}
    body = [{"id": str(uuid.uuid4()), "type": kind, "value": value}]
    return Question.objects.create(**{"name": "Q", "body": body, "locale": locale("en"), "topic": topic, **fields})


def in_language(question: Question, language: str, **fields) -> Question:
    inherited = {"translation_key": question.translation_key, "topic": question.topic, **fields}
    return a_question(kind=question.body[0].block_type, **{"locale": locale(language), **inherited})


def a_pool(topic: Theme, count: int) -> dict:
    return {"type": "pool", "value": {"topic": topic.pk, "count": count}}


def own(question: Question) -> dict:
    return {"type": "question", "value": question.pk}


def asking(*blocks: dict, language: str = "en", **fields) -> QuizPage:
    """A live quiz in this language that asks these."""
    quiz = a_quiz(questions=0, **fields)
    if language != "en":
        quiz.get_parent().copy_for_translation(locale(language), copy_parents=True).save_revision().publish()
        quiz = quiz.copy_for_translation(locale(language))
    quiz.questions = list(blocks)
    quiz.save_revision().publish()
    return QuizPage.objects.get(pk=quiz.pk)


def keys_of(quiz: QuizPage, seed: int = 1) -> list[tuple[str, str]]:
    return [(str(version.key), version.language) for version, _order in questions_for(quiz, random.Random(seed))]


def main_of(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser").main


def test_a_question_that_is_missing_in_a_language_is_asked_in_the_source_language():
    both, english, draft = a_question(), a_question(), a_question()
    in_language(both, "ar")
    in_language(draft, "ar", live=False)
    quiz = asking(own(both), own(english), own(draft), language="ar", shuffle=False)
    assert keys_of(quiz) == [
        (str(both.translation_key), "ar"),
        (str(english.translation_key), "en"),
        (str(draft.translation_key), "en"),
    ]


def test_a_pool_takes_what_is_translated_first_and_fills_up_with_the_source_language():
    topic = a_theme()
    questions = [a_question(topic) for _ in range(4)]
    in_language(questions[2], "ar")
    quiz = asking(a_pool(topic, 3), language="ar")
    for seed in range(9):
        languages = [language for _key, language in keys_of(quiz, seed)]
        assert sorted(languages) == ["ar", "en", "en"]
        assert len({key for key, _language in keys_of(quiz, seed)}) == 3


def test_no_question_is_asked_twice_and_none_in_a_third_language():
    topic = a_theme()
    first, _second = a_question(topic), a_question(topic)
    in_language(first, "fr")
    a_question(topic, locale=locale("fr"))
    quiz = asking(a_pool(topic, 5), own(first), a_pool(topic, 5))
    assert len(keys_of(quiz)) == len(set(keys_of(quiz))) == 2
    assert sources_of(quiz).count == 2
    assert {language for _key, language in keys_of(quiz)} == {"en"}


def test_an_arabic_quiz_can_be_passed_though_the_bank_has_english_questions_only(client):
    topic = a_theme()
    a_question(topic)
    quiz = asking(a_pool(topic, 1), language="ar")
    person = a_trainee()
    enrolment = enrol(person, quiz.get_parent().translation_key, language="ar")
    client.force_login(person)
    with translation.override("ar"):
        page = main_of(client, address(quiz, "ar"))
        assert page.select_one("form button")
        client.post(address(quiz, "ar"))
        attempt = Attempt.objects.get()
        question = main_of(client, reverse("attempt_question", args=[attempt.pk, 1]))
    assert question.select_one("fieldset")["lang"] == "en" and question.select_one("fieldset")["dir"] == "ltr"
    assert question.select_one(".notice")
    [pinned] = pinned_questions(attempt)
    save_answer(attempt, pinned.key, right_answer(pinned.content), language="ar")
    assert submit_attempt(attempt, language="ar").passed
    enrolment.refresh_from_db()
    assert enrolment.completed_at


def facts(client, quiz: QuizPage) -> dict[str, str]:
    page = main_of(client, address(quiz, "en"))
    return {row.dt.text.strip(): row.dd.text.strip() for row in page.select(".facts > div")}


def test_the_page_says_the_rules_before_one_begins(client):
    topic = a_theme()
    a_question(topic), a_question(topic, kind="multiple_response")
    quiz = asking(a_pool(topic, 5), own(a_question()), pass_mark=70, attempts_allowed=3, counts="last")
    person = a_trainee()
    client.force_login(person)
    enrolment = enrol(person, quiz.get_parent().translation_key, language="en")
    facts_of_quiz = facts(client, quiz)
    assert (facts_of_quiz["Questions"], facts_of_quiz["To pass"], facts_of_quiz["Attempts"]) == ("3", "70 %", "3")
    assert facts_of_quiz["What counts"] == "The last attempt"
    assert "each wrong one takes the same share away" in main_of(client, address(quiz, "en")).text
    client.post(address(quiz, "en"))
    submit_attempt(enrolment.attempts.get(), language="en")
    assert facts(client, quiz)["Attempts"] == "2 of 3 left"


def test_what_does_not_concern_a_quiz_is_not_said(client):
    quiz = a_quiz()
    page = main_of(client, address(quiz, "en")).text
    assert "takes the same share away" not in page and "not translated yet" not in page
    assert facts(client, quiz)["Attempts"] == "as many as you like"


def test_a_quiz_without_questions_says_so_and_offers_nothing(client):
    client.force_login(a_trainee())
    page = main_of(client, address(asking(), "en"))
    assert "This quiz has no questions yet." in page.text and not page.select("form")


def test_editors_are_warned_of_what_the_bank_lacks():
    topic, other = a_theme(), a_theme()
    a_question(topic)
    draft = a_question(live=False, name="Draft")
    quiz = asking(a_pool(topic, 4), a_pool(other, 1), own(draft), language="ar")
    assert warnings(quiz) == [
        "Pool “Waste”: the bank has 1 of 4 questions. No more can be asked.",
        "Pool “Waste”: the bank has 0 of 1 questions. No more can be asked.",
        "“Draft” is not asked: it is not published, or it cannot be answered.",
        "1 question is not published in this language (Arabic): it is asked in English where no other is left.",
    ]
    assert warnings(asking()) == ["No question can be asked yet."]


@pytest.mark.parametrize("rules", [{"counts": "first"}, {"attempts_allowed": 2}])
def test_editors_are_warned_of_a_rule_that_can_end_a_course(rules):
    [warning] = warnings(asking(own(a_question()), **rules))
    assert "cannot complete the course" in warning


def test_the_editors_form_shows_the_warnings_and_nothing_where_there_are_none(client):
    client.force_login(in_role("administrator"))
    for quiz, is_shown in ((asking(), True), (a_quiz(), False)):
        html = client.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
        assert ("Before you publish" in html) is is_shown


@pytest.mark.parametrize("size", [3, 30])
def test_it_takes_as_many_queries_however_many_questions(django_assert_num_queries, size):
    topic = a_theme()
    for _ in range(size):
        a_question(topic)
    quiz = asking(a_pool(topic, size), *(own(a_question()) for _ in range(size)))
    with django_assert_num_queries(5):
        sources_of(QuizPage.objects.get(pk=quiz.pk))
