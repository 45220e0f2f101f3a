"""Answers are kept as they are given, without leaving the page."""

import pytest
from django.urls import reverse

from courses.learning.attempts import answers_of
from courses.learning.models import Attempt, Event
from tests.learning.test_taking_a_quiz import RIGHT, WRONG, attempt, learner  # noqa: F401

pytestmark = pytest.mark.django_db


def keep(learner, attempt, number=1, **fields):  # noqa: F811
    address = reverse("attempt_question", args=[attempt.pk, number])
    return learner.post(address, {"autosave": "1", "seq": "0", **fields})


def test_an_answer_is_kept_and_its_number_said(learner, attempt):  # noqa: F811
    said = keep(learner, attempt, answer=RIGHT)
    assert (said.status_code, said.json()) == (200, {"seq": 1})
    assert list(answers_of(attempt).values()) == ["a"]


def test_the_later_of_two_counts_whatever_the_order_they_arrive_in(learner, attempt):  # noqa: F811
    keep(learner, attempt, answer=WRONG, seq="7")
    keep(learner, attempt, answer=RIGHT, seq="3")
    assert list(answers_of(attempt).values()) == ["b"]


def test_what_cannot_be_read_is_said_and_what_was_kept_stays(learner, attempt):  # noqa: F811
    keep(learner, attempt, number=2, answer="12")
    said = keep(learner, attempt, number=2, answer="many", seq="1")
    assert said.status_code == 422
    assert said.json()["error"]
    assert list(answers_of(attempt).values()) == ["12"]


def test_clearing_an_answer_takes_it_back(learner, attempt):  # noqa: F811
    keep(learner, attempt, number=3, answer="word")
    keep(learner, attempt, number=3, answer="", seq="1")
    assert list(answers_of(attempt).values()) == [None]
    assert "3 questions have no answer yet" in learner.get(reverse("attempt", args=[attempt.pk])).content.decode()


def test_nothing_is_written_where_nothing_was_answered(learner, attempt):  # noqa: F811
    before = Event.objects.count()
    assert keep(learner, attempt, number=3, answer="").status_code == 200
    assert Event.objects.count() == before


def test_a_closed_attempt_says_so(learner, attempt):  # noqa: F811
    learner.post(reverse("submit_attempt", args=[attempt.pk]))
    said = keep(learner, attempt, answer=RIGHT)
    assert said.status_code == 409
    assert "handed in" in said.json()["error"]
    assert Attempt.objects.get(pk=attempt.pk).points == 0
