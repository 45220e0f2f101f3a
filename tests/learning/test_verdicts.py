"""The verdict on an event: for whatever arrives, however often and in whatever order."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brs.core.arrival import arrival_of
from courses.learning.answers import PinnedQuestion
from courses.learning.events import VERBS, Happening, is_sound
from courses.learning.verdicts import Known, KnownAttempt, Verdict, judge, judge_all
from courses.questions.asking import laid_out
from courses.questions.marking import choices_of, fits
from courses.questions.showing import new_showing

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LESSON, OTHER, QUIZ, ELSEWHERE = (str(UUID(int=number)) for number in range(1, 5))
PART = f"{LESSON}:block"
OPEN, AT_ONCE, HANDED_IN, SOMEBODY_ELSES = (UUID(int=number) for number in range(11, 15))

CHOICE = {
    "type": "single_choice",
    "stem": "Who consents?",
    "points": 1,
    "options": [{"id": name, "text": name, "correct": name == "a"} for name in "abc"],
}
NUMBER = {"type": "numeric", "stem": "How many days?", "points": 1, "answer": "60", "tolerance": "0", "unit": ""}
MATCHING = {
    "type": "matching",
    "stem": "Which belongs to which?",
    "points": 1,
    "pairs": [{"id": name, "left": name, "right": name.upper()} for name in "ab"],
    "distractors": [],
}
CONTENTS = {"choice": CHOICE, "number": NUMBER, "matching": MATCHING}
SHOWING = new_showing(choices_of(CHOICE))


def an_attempt(**fields) -> KnownAttempt:
    questions = {
        key: PinnedQuestion(number, key, "en", content, laid_out(content, choices_of(content)))
        for number, (key, content) in enumerate(CONTENTS.items(), start=1)
    }
    return KnownAttempt(QUIZ, questions, **{"is_handed_in": False, "closes_at_once": False, **fields})


KNOWN = Known(
    items={LESSON: "lesson", OTHER: "lesson", QUIZ: "quiz"},
    attempts={
        OPEN: an_attempt(),
        AT_ONCE: an_attempt(closes_at_once=True),
        HANDED_IN: an_attempt(is_handed_in=True, closes_at_once=True),
    },
    questions_in_pages={PART: [NUMBER, CHOICE]},
)


def answered(item_key: str, attempt: UUID | None = None, **payload) -> tuple:
    return item_key, "answered", payload, attempt


# Sound and unsound ones: item, verb, payload, attempt.
CONTENT = [
    (LESSON, "seen", {}, None),
    (LESSON, "done", {}, None),
    (OTHER, "done", {}, None),
    (ELSEWHERE, "done", {}, None),
    (LESSON, "done", {"correct": True}, None),
    (LESSON, "undone", {"undoes": [str(UUID(int=100))]}, None),
    (LESSON, "undone", {"undoes": ["all"]}, None),
    (OTHER, "watched", {"fraction": 0.5}, None),
    (OTHER, "watched", {"fraction": 2}, None),
    (PART, "reflected", {"text": "We wait."}, None),
    (PART, "danced", {}, None),
    (QUIZ, "passed", {"score": 100, "number": 1}, OPEN),
    (LESSON, "completed", {"evidence": []}, None),
    (LESSON, "enrolled", {"outline": 1}, None),
    answered(PART, answer="~1", showing=SHOWING),
    answered(PART, answer="~1", showing="stale"),
    answered(PART, answer="a"),
    answered(QUIZ, answer="~1"),
    answered(LESSON, answer="~1", question="choice"),
    *(
        answered(QUIZ, attempt, question=question, answer=answer)
        for attempt in (OPEN, AT_ONCE, HANDED_IN)
        for question, answer in (
            ("choice", "~1"),
            ("choice", "~2"),
            ("choice", "~9"),
            ("choice", None),
            ("number", "60"),
            ("number", "12,000"),
            ("matching", {"~1": "~2"}),
            ("none such", "~1"),
        )
    ),
    answered(QUIZ, OPEN, question="choice", answer="~1", seq=4),
    answered(QUIZ, OPEN, question="number", answer="12,000", reading="12000"),
    answered(QUIZ, SOMEBODY_ELSES, question="choice", answer="~1"),
    answered(OTHER, OPEN, question="choice", answer="~1"),
]
happenings = st.builds(
    lambda number, content, minute: Happening(
        UUID(int=number), *content[:2], NOON + timedelta(minutes=minute), *content[2:]
    ),
    st.integers(100, 110),
    st.sampled_from(CONTENT),
    st.integers(0, 90),
)
batches = st.lists(happenings, max_size=12)

texts = st.text(st.characters(codec=None), max_size=8) | st.sampled_from(["~1", "60", "12,000", "choice", SHOWING])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)
FIELDS = ["undoes", "answer", "question", "seq", "showing", "reading", "text", "fraction", "outline", "correct"]
odd_happenings = st.builds(
    Happening,
    id=st.just(UUID(int=100)),
    item_key=st.sampled_from([LESSON, PART, QUIZ, ELSEWHERE, ""]),
    verb=st.sampled_from([*VERBS, "answered", "answered", "danced"]),
    occurred_at=st.just(NOON),
    payload=st.dictionaries(st.sampled_from(FIELDS) | texts, values, max_size=3)
    | st.fixed_dictionaries({"question": st.sampled_from(list(CONTENTS)), "answer": values}),
    attempt=st.none() | st.sampled_from([OPEN, AT_ONCE, HANDED_IN, SOMEBODY_ELSES]),
)


def an_answer(number: int, answer, attempt: UUID = AT_ONCE, question: str = "choice") -> Happening:
    return Happening(UUID(int=number), QUIZ, "answered", NOON, {"question": question, "answer": answer}, attempt)


def after(verdicts: list[Verdict]) -> tuple[Known, set[tuple[UUID, str]]]:
    """What the server knows once it has carried these out: events that it stored, and the questions that they closed.

    As `evidence` looks it up: of what is stored, not of the verdicts.
    """
    stored = {verdict.id: verdict.happening for verdict in verdicts if verdict.status == "stored"}
    closed = {
        (AT_ONCE, event.payload["question"])
        for event in stored.values()
        if event.attempt == AT_ONCE and fits(CONTENTS[event.payload["question"]], event.payload["answer"])
    }
    return replace(KNOWN, stored=stored), closed


@given(odd_happenings, st.booleans())
def test_nothing_that_arrives_makes_it_raise(happening, from_client):
    verdict = judge(happening, KNOWN, from_client=from_client)
    assert (verdict.status == "refused") == bool(verdict.reason and verdict.reason != "late")
    assert verdict.id == happening.id
    assert verdict.status == "refused" or not from_client or is_sound(verdict.happening)


@pytest.mark.parametrize("verb, name", [("answered", "answer"), ("undone", "undoes"), ("reflected", "text")])
def test_not_even_what_is_nested_too_deep_or_too_large_to_be_written(verb, name):
    deep: list[object] = []
    for _level in range(sys.getrecursionlimit() * 2):
        deep = [deep]
    for value in (deep, [deep], 10**5000, "x" * 20_001, "\0", "\ud800"):
        assert judge(Happening(UUID(int=100), LESSON, verb, NOON, {name: value}), KNOWN).reason == "bad_payload"


@given(batches)
def test_progress_can_read_all_that_is_stored(batch):
    assert all(is_sound(verdict.happening) for verdict in judge_all(batch, KNOWN) if verdict.status == "stored")


@given(batches)
def test_what_is_delivered_again_changes_nothing(batch):
    first = judge_all(batch, KNOWN)
    known, closed = after(first)
    again = judge_all(batch, known, closed)
    assert not [verdict for verdict in again if verdict.status == "stored"]
    for before, verdict in zip(first, again, strict=True):
        assert verdict.status == ("refused" if before.status == "refused" else "duplicate")


@given(batches, st.integers(0, 12))
def test_where_a_batch_is_cut_makes_no_difference(batch, cut):
    first = judge_all(batch[:cut], KNOWN)
    known, closed = after(first)
    assert first + judge_all(batch[cut:], known, closed) == judge_all(batch, KNOWN)


@given(st.lists(happenings, max_size=12, unique_by=lambda happening: happening.id), st.randoms())
def test_the_order_in_a_batch_makes_no_difference_but_to_what_closes_at_once(batch, random):
    open_only = [happening for happening in batch if happening.attempt != AT_ONCE]
    shuffled = random.sample(open_only, len(open_only))
    verdicts = {verdict.id: verdict for verdict in judge_all(open_only, KNOWN)}
    assert {verdict.id: verdict for verdict in judge_all(shuffled, KNOWN)} == verdicts


@given(batches)
def test_one_answer_alone_closes_a_question_that_tells_at_once(batch):
    stored = [
        (verdict.happening.attempt, verdict.happening.payload["question"])
        for verdict in judge_all(batch, KNOWN)
        if verdict.status == "stored" and verdict.happening.attempt == AT_ONCE
    ]
    assert len(stored) == len(set(stored))


@given(batches)
def test_a_closed_question_takes_no_other_answer(batch):
    closed = {(AT_ONCE, question) for question in CONTENTS}
    assert not [
        verdict
        for verdict in judge_all(batch, KNOWN, closed)
        if verdict.status == "stored" and verdict.happening.attempt == AT_ONCE
    ]


@given(batches)
def test_an_answer_to_what_is_handed_in_is_kept_and_never_counts(batch):
    for verdict in judge_all(batch, KNOWN):
        if verdict.status == "stored":
            assert (verdict.reason == "late") == (verdict.happening.attempt == HANDED_IN)


@given(batches, st.booleans())
def test_who_is_not_enrolled_is_refused_whatever_they_send(batch, from_client):
    verdicts = judge_all(batch, Known(items=None), from_client=from_client)
    assert {verdict.reason for verdict in verdicts} <= {"not_enrolled"}
    assert {verdict.status for verdict in verdicts} <= {"refused"}


@given(batches)
def test_nothing_is_stored_of_parts_that_the_learner_is_not_held_to(batch):
    strangers = [replace(happening, item_key=ELSEWHERE) for happening in batch]
    assert {verdict.status for verdict in judge_all(strangers, KNOWN)} <= {"refused"}


@given(batches)
def test_nothing_is_stored_of_what_only_the_server_says(batch):
    stored = [verdict.happening for verdict in judge_all(batch, KNOWN) if verdict.status == "stored"]
    assert all(VERBS[happening.verb] for happening in stored)
    assert not [happening for happening in stored if happening.attempt == SOMEBODY_ELSES]


@given(happenings)
def test_an_id_of_somebody_elses_event_is_never_stored_again(happening):
    known = replace(KNOWN, stored={happening.id: None})
    assert judge(happening, known).status == "refused"
    assert judge(happening, known, from_client=False).reason in ("conflict", "unknown_verb")


@given(happenings, st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
def test_a_clock_that_is_decades_off_changes_no_verdict_and_is_set_right(happening, by_its_clock):
    wrong = replace(happening, occurred_at=by_its_clock)
    verdict = judge(happening, KNOWN)
    assert judge(wrong, KNOWN) == replace(verdict, happening=replace(verdict.happening, occurred_at=by_its_clock))
    arrival = arrival_of([by_its_clock], sent_at=NOON, earliest=NOON - timedelta(days=9), last=None, now=NOON)
    assert NOON - timedelta(days=9) <= arrival.occurred_at[0] <= NOON


def test_the_answer_that_closed_its_question_may_be_sent_again():
    first, other = an_answer(100, "~1"), an_answer(101, "~2")
    verdicts = judge_all([first, other, first], KNOWN)
    assert [(verdict.status, verdict.reason) for verdict in verdicts] == [
        ("stored", ""),
        ("refused", "closed"),
        ("duplicate", ""),
    ]
    assert judge(an_answer(102, None), KNOWN).reason == "bad_payload"


def test_an_answer_that_is_refused_as_a_conflict_closes_nothing():
    known = replace(KNOWN, stored={UUID(int=100): None})
    conflict, sound = judge_all([an_answer(100, "~1"), an_answer(101, "~2")], known)
    assert (conflict.reason, sound.status) == ("conflict", "stored")


def test_places_are_stored_as_ids_and_a_number_with_two_readings_is_asked_about():
    stored = judge(an_answer(100, "~2"), KNOWN)
    assert stored.happening.payload["answer"] == "b"
    ambiguous = judge(an_answer(100, "12,000", question="number"), KNOWN)
    assert (ambiguous.reason, ambiguous.readings) == ("ambiguous", ("12000", "12.000"))
