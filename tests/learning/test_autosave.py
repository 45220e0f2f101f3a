"""Answers are kept as they are given, without leaving the page, and the last that was given counts."""

import itertools
import uuid

import pytest
from django.urls import reverse

from courses.learning.answers import answers_of, late_answers
from courses.learning.models import Attempt, Event
from tests.learning.test_taking_a_quiz import RIGHT, WRONG, attempt, learner  # noqa: F401

pytestmark = pytest.mark.django_db
FORM, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)  # the same in each worker of a run


def send(learner, attempt, number=1, **fields):  # noqa: F811
    return learner.post(reverse("attempt_question", args=[attempt.pk, number]), fields)


def keep(learner, attempt, number=1, **fields):  # noqa: F811
    return send(learner, attempt, number, autosave="1", **fields)


def test_an_answer_is_kept_and_that_is_said(learner, attempt):  # noqa: F811
    response = keep(learner, attempt, answer=RIGHT)
    assert (response.status_code, response.json()) == (200, {})
    assert list(answers_of(attempt).values()) == ["a"]


# What one form sent, in order: a save under way while another is sent, or the button is pressed.
SAVES = [(WRONG, True), (RIGHT, True), (WRONG, True), (RIGHT, False)]


@pytest.mark.parametrize("arriving", itertools.permutations(range(4)))
def test_the_last_that_a_form_sent_counts_whatever_arrives_last(learner, attempt, arriving):  # noqa: F811
    for index in arriving:
        answer, is_autosave = SAVES[index]
        deed = keep if is_autosave else send
        deed(learner, attempt, answer=answer, save=f"{FORM}:{index + 1}")
    assert list(answers_of(attempt).values()) == ["a"]


def test_of_two_tabs_the_one_that_saved_last_counts_however_often_the_other_did(learner, attempt):  # noqa: F811
    for number in range(1, 6):
        keep(learner, attempt, answer=WRONG, save=f"{FORM}:{number}")
    keep(learner, attempt, answer=RIGHT, save=f"{OTHER}:1")
    keep(learner, attempt, answer=WRONG, save=f"{FORM}:3")
    assert list(answers_of(attempt).values()) == ["a"]


def test_a_form_without_scripts_counts_when_it_arrives(learner, attempt):  # noqa: F811
    keep(learner, attempt, answer=WRONG, save=f"{FORM}:9")
    send(learner, attempt, answer=RIGHT)
    assert list(answers_of(attempt).values()) == ["a"]


@pytest.mark.parametrize(
    "save", ["", "x", f"{FORM}", f"{FORM}:", f"{FORM}:-1", f"{FORM}:٣", f"{FORM}:{'9' * 400}", "x:1"]
)
def test_a_number_that_is_none_loses_no_answer(learner, attempt, save):  # noqa: F811
    send(learner, attempt, answer=RIGHT, save=save)
    assert list(answers_of(attempt).values()) == ["a"]


def test_an_answer_counts_even_after_the_greatest_number_that_a_device_may_say(learner, attempt):  # noqa: F811
    keep(learner, attempt, answer=WRONG)
    event = Event.objects.get(attempt=attempt.pk)
    Event.objects.filter(pk=event.pk).update(payload={**event.payload, "seq": 1_000_000})
    send(learner, attempt, answer=RIGHT)
    assert list(answers_of(attempt).values()) == ["a"]


def test_an_earlier_save_that_arrives_after_handing_in_is_not_told_as_late(learner, attempt):  # noqa: F811
    send(learner, attempt, answer=RIGHT, save=f"{FORM}:2")
    learner.post(reverse("submit_attempt", args=[attempt.pk]))
    send(learner, attempt, answer=WRONG, save=f"{FORM}:1")
    attempt.refresh_from_db()
    assert late_answers(attempt) == {}
    send(learner, attempt, answer=WRONG, save=f"{FORM}:3")
    assert list(late_answers(attempt).values()) == ["b"]


def test_what_cannot_be_read_is_said_and_what_was_kept_stays(learner, attempt):  # noqa: F811
    keep(learner, attempt, number=2, answer="12")
    response = keep(learner, attempt, number=2, answer="many")
    assert response.status_code == 422
    assert response.json()["error"]
    assert list(answers_of(attempt).values()) == ["12"]


def test_clearing_an_answer_takes_it_back(learner, attempt):  # noqa: F811
    keep(learner, attempt, number=3, answer="word")
    keep(learner, attempt, number=3, answer="")
    assert list(answers_of(attempt).values()) == [None]
    assert "3 questions have no answer yet" in learner.get(reverse("attempt", args=[attempt.pk])).content.decode()


def test_nothing_is_written_where_nothing_was_answered(learner, attempt):  # noqa: F811
    before = Event.objects.count()
    assert keep(learner, attempt, number=3, answer="").status_code == 200
    assert Event.objects.count() == before


def test_a_closed_attempt_says_so(learner, attempt):  # noqa: F811
    learner.post(reverse("submit_attempt", args=[attempt.pk]))
    response = keep(learner, attempt, answer=RIGHT)
    assert response.status_code == 409
    assert "handed in" in response.json()["error"]
    assert Attempt.objects.get(pk=attempt.pk).points == 0
