"""Whatever is done to the list of participants, the answers that are shown move by five people or by nobody."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from brs.activities.evaluation import follow_up
from brs.activities.evaluation.models import FollowUp, ShownAnswers
from brs.activities.evaluation.satisfaction import evaluate, evaluation_results
from brs.activities.participants import actions
from brs.activities.register import registers
from brs.activities.register.models import Participation
from tests.activities.test_evaluate import by_slip, keys, running
from tests.given import a_survey, a_trainee, in_role


def shown(activity) -> list[dict]:
    return list(ShownAnswers.objects.filter(activity_key=activity.translation_key).values("pk", "answers"))


def differing(before: list[dict], after: list[dict]) -> int:
    """Of how many people the answers differ."""
    then, now = ({row["pk"]: row["answers"] for row in rows} for rows in (before, after))
    return sum(then.get(key) != now.get(key) for key in then.keys() | now.keys())


DEEDS = ["come", "answer", "change", "withdraw", "put back", "erase", "claim", "merge"]


class TestEveryDeed(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 30)), max_size=40))
    def test_moves_what_is_shown_by_nobody_or_by_five(self, deeds):
        survey, activity = a_survey(), running()
        rating, _text = keys(survey)
        for number in range(6):
            evaluate(activity, by_slip(activity, f"Person {number}"), {rating: number % 5 + 1})
        for deed, number in deeds:
            before = shown(activity)
            do(deed, number, activity, rating)
            assert differing(before, shown(activity)) in (0, *range(5, 100)), deed
            results = evaluation_results(activity, registers.register_of(activity))
            assert results.people == len(shown(activity))


def do(deed: str, number: int, activity, rating: str) -> None:
    register = registers.register_of(activity)
    people = list(Participation.objects.filter(register=register).order_by("listed_at", "pk"))
    people = people or [by_slip(activity)]
    person = people[number % len(people)]
    is_slip = person.learner.email.endswith(".invalid")
    match deed:
        case "come":
            by_slip(activity, f"Late {number}")
        case "answer" | "change":
            evaluate(activity, person, {rating: number % 5 + 1})
        case "withdraw":
            actions.withdraw(person)
        case "put back":
            Participation.objects.filter(pk=person.pk).update(withdrawn_at=None)
        case "erase":
            person.learner.delete()
        case "claim" if is_slip:
            actions.claim(person, a_trainee())
        case "merge" if is_slip:
            actions.claim(person, people[(number + 1) % len(people)].learner)


@pytest.mark.django_db
def test_a_few_who_change_theirs_again_and_again_bring_out_nobody_elses():
    survey, activity = a_survey(), running()
    rating, _text = keys(survey)
    insiders = [by_slip(activity, f"Insider {number}") for number in range(5)]
    for insider in insiders:
        evaluate(activity, insider, {rating: 1})
    evaluate(activity, by_slip(activity, "Sixth"), {rating: 5})
    for insider in insiders:
        evaluate(activity, insider, {rating: 2})
    assert [row["answers"][rating] for row in shown(activity)] == [2] * 5


@pytest.mark.django_db
def test_the_screens_and_files_show_the_same_whoever_is_taken_off_the_list():
    survey, activity = a_survey(), running()
    rating, text = keys(survey)
    people = [by_slip(activity, f"Person {number}") for number in range(7)]
    for number, person in enumerate(people):
        evaluate(activity, person, {rating: number % 5 + 1, text: f"Remark {number}"})
    manager = Client()
    manager.force_login(in_role("manager"))

    def said() -> str:
        html = manager.get(reverse("activity_results", args=[activity.translation_key])).content.decode()
        return html.partition("Evaluation</h2>")[2]

    before = said()
    assert "Remark 1" in before and "Remark 5" not in before and "Remark 6" not in before
    for person in people[:3]:
        actions.withdraw(person)
        assert said() == before
        person.learner.delete()
        assert said() == before


@pytest.mark.django_db
def test_the_same_holds_months_later():
    survey, activity = a_survey(purpose="follow_up"), running()
    register = registers.register_of(activity)
    field = keys(survey)[0]
    people = [by_slip(activity, f"Person {number}") for number in range(6)]
    for person in people:
        asked = FollowUp.objects.create(participation=person, months=3, sent_at=activity.starts_at)
        follow_up.answer(asked, {field: 2})
    [before] = follow_up.rounds_of(register)
    people[0].learner.delete()
    [after] = follow_up.rounds_of(register)
    assert before.results.people == after.results.people == 5
