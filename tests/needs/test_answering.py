"""Answers are a fold over what was said: any order, any repetition, and nobody's words are lost."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brs.needs.assessments.answering import Said, latest, overlooked
from brs.needs.assessments.gaps import ENOUGH, Answer, attained, gaps

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANSWERS = st.builds(Answer, level=st.none() | st.integers(0, 4), priority=st.integers(1, 3))
SAID = st.lists(
    st.builds(
        Said,
        id=st.uuids(),
        item=st.sampled_from(["a", "b"]),
        answer=ANSWERS,
        at=st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    ),
    max_size=15,
    unique_by=lambda response: response.id,
)


@given(SAID, st.randoms(), st.integers(1, 3))
def test_any_order_and_any_repetition_give_the_same(responses, chance, times):
    again = responses * times
    chance.shuffle(again)
    assert latest(again) == latest(responses)
    assert overlooked(again) == overlooked(responses)


@given(SAID)
def test_what_counts_was_said_and_nothing_else_of_other_content_is_forgotten(responses):
    counting, unseen = latest(responses), overlooked(responses)
    for item, last in counting.items():
        others = {response.answer for response in responses if response.item == item} - {last.answer}
        assert {response.answer for response in unseen.get(item, [])} == others


def test_who_answers_after_having_seen_the_other_overlooks_nothing():
    first = Said(uuid.UUID(int=1), "a", Answer(1), NOON)
    second = Said(uuid.UUID(int=2), "a", Answer(2), NOON + timedelta(minutes=1), frozenset({first.id}))
    blind = Said(uuid.UUID(int=3), "a", Answer(4), NOON + timedelta(minutes=2))
    assert overlooked([first, second]) == {}
    assert overlooked([first, second, blind]) == {"a": [second]}


@pytest.mark.parametrize("taken", [Answer(2), Answer(4), Answer(3)])
def test_whoever_has_both_before_them_settles_it_whatever_they_take(taken):
    first = Said(uuid.UUID(int=1), "a", Answer(2), NOON)
    other = Said(uuid.UUID(int=2), "a", Answer(4), NOON)
    settled = Said(uuid.UUID(int=3), "a", taken, NOON + timedelta(minutes=1), frozenset({first.id, other.id}))
    assert overlooked([first, other]) == {"a": [first]}
    assert overlooked([first, other, settled]) == {}


@given(st.lists(ANSWERS, max_size=12), st.data())
def test_what_is_not_shown_again_was_replaced_by_somebody_who_saw_it(answers, data):
    responses: list[Said] = []
    for number, answer in enumerate(answers):
        saw = data.draw(st.sets(st.sampled_from([response.id for response in responses]))) if responses else set()
        at = NOON + timedelta(minutes=number)
        responses.append(Said(uuid.UUID(int=number), "a", answer, at, frozenset(saw)))
    shown = (
        {response.id for response in overlooked(responses).get("a", [])} | {responses[-1].id} if responses else set()
    )
    seen = {earlier for response in responses for earlier in response.saw}
    for response in responses:
        assert response.id in shown or response.id in seen or response.answer == responses[-1].answer


@given(st.dictionaries(st.sampled_from("abcdef"), ANSWERS))
def test_gaps_fall_short_and_are_in_order_of_weight(answers):
    open_gaps = gaps(answers, "abcdef")
    assert [gap.weight for gap in open_gaps] == sorted((gap.weight for gap in open_gaps), reverse=True)
    short = {item for item, answer in answers.items() if answer.level is not None and answer.level < ENOUGH}
    assert {gap.item for gap in open_gaps} == short


def test_gaps_by_hand():
    answers = {
        "law": Answer(0, 3),
        "contacts": Answer(2, 3),
        "data": Answer(2, 3),
        "known": Answer(None),
        "fine": Answer(4),
    }
    assert [(gap.item, gap.weight) for gap in gaps(answers, ["data", "contacts", "law", "known", "fine"])] == [
        ("law", 9),
        ("data", 3),
        ("contacts", 3),
    ]


def test_what_was_attained_between_rounds():
    before = {"law": Answer(1), "data": Answer(3), "unknown": Answer(None)}
    after = {"law": Answer(3), "data": Answer(2), "unknown": Answer(2), "new": Answer(4)}
    assert attained(before, after) == {"law": 2, "data": -1}
