"""How hard questions have shown themselves stands in the list of the bank, of enough people only."""

import pytest
from django.urls import reverse

from brs.settings.base import PERIODIC_DEEDS
from courses.pages.measured_difficulty import measure
from courses.pages.quiz_analysis import quiz_analysis
from courses.questions.models import MeasuredDifficulty
from tests.given import a_quiz, in_role
from tests.pages.test_item_analysis import a_choice, handed_in
from tests.questions.test_bank import listed

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_courses_question:list"


def measured() -> dict[str, tuple[int, int]]:
    rows = MeasuredDifficulty.objects.values_list("key", "right_per_cent", "asked")
    return {str(key): (share, asked) for key, share, asked in rows}


@pytest.fixture
def questions():
    """Hard, easy, and one that too few were asked."""
    quiz = a_quiz(questions=0)
    hard, easy, rare = (a_choice(name, quiz) for name in ("Hard", "Easy", "Rare"))
    handed_in(quiz, [{hard: "o0", easy: "o0"}] * 10 + [{hard: "o1", easy: "o0"}] * 30)
    handed_in(quiz, [{rare: "o0"}] * 4)
    return quiz, hard, easy, rare


def test_it_is_as_the_item_analysis_says_and_few_people_are_held_back(questions):
    quiz, hard, easy, rare = questions
    assert measure() == 2
    figures = measured()
    assert figures == {str(hard.translation_key): (25, 40), str(easy.translation_key): (100, 40)}
    for item in quiz_analysis(quiz).items:
        if item.key in figures:
            assert figures[item.key] == (item.right.per_cent, item.asked)
    assert str(rare.translation_key) not in figures


def test_of_several_quizzes_the_one_that_asked_most_counts(questions):
    _quiz, hard, *_rest = questions
    other = a_quiz(questions=0)
    handed_in(other, [{hard: "o0"}] * 60)
    measure()
    assert measured()[str(hard.translation_key)] == (100, 60)
    measure()  # anew, and not once more
    assert len(measured()) == 2


def test_the_bank_shows_sorts_and_filters_by_it(questions, client):
    measure()
    client.force_login(in_role("editor"))
    assert "25 % of 40" in client.get(reverse(LIST)).content.decode()
    assert listed(client, ordering="-right_per_cent") == ["Easy", "Hard", "Rare"]
    assert listed(client, ordering="right_per_cent") == ["Hard", "Easy", "Rare"]
    assert listed(client, measured="hard") == ["Hard"]
    assert listed(client, measured="easy") == ["Easy"]
    assert listed(client, measured="medium") == []
    assert set(listed(client)) == {"Hard", "Easy", "Rare"}


def test_the_clock_measures_them():
    assert "courses.pages.measured_difficulty.measure" in [deed for deed, _every, _title in PERIODIC_DEEDS]
