"""The fold: whatever arrives in whatever order, however often, the state is the same."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.events import Happening
from courses.learning.progress import fold, latest_answers
from courses.learning.rules import is_complete, what_is_left

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LESSON, OTHER, QUIZ = "lesson-1", "lesson-2", "quiz-1"
OUTLINE = [
    {"key": LESSON, "kind": "lesson", "required": True},
    {"key": OTHER, "kind": "lesson", "required": True},
    {"key": QUIZ, "kind": "quiz", "required": True},
]


def event(number: int, verb: str, item: str = LESSON, minute: int = 0, **payload) -> Happening:
    return Happening(UUID(int=number), item, verb, NOON + timedelta(minutes=minute), payload)


def payload_of(verb: str):
    ids = st.integers(1, 30).map(lambda number: str(UUID(int=number)))
    return {
        "undone": st.fixed_dictionaries({"undoes": st.lists(ids, max_size=4)}),
        "watched": st.fixed_dictionaries({"fraction": st.floats(0, 1)}),
        "moved": st.fixed_dictionaries({"outline": st.integers(1, 9)}),
    }.get(verb, st.just({}))


happenings = st.lists(
    st.sampled_from(
        ["seen", "done", "undone", "answered", "watched", "passed", "failed", "completed", "moved"]
    ).flatmap(
        lambda verb: st.builds(
            Happening,
            id=st.integers(1, 10_000).map(lambda number: UUID(int=number)),
            item_key=st.sampled_from([LESSON, OTHER, QUIZ]),
            verb=st.just(verb),
            occurred_at=st.integers(0, 90).map(lambda minute: NOON + timedelta(minutes=minute)),
            payload=payload_of(verb),
        )
    ),
    unique_by=lambda happening: happening.id,
    max_size=40,
)


@given(happenings, st.randoms())
def test_order_and_repetition_change_nothing(events, random):
    shuffled = events + random.sample(events, len(events) // 2)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(events)


@given(happenings, happenings)
def test_completed_never_regresses_by_merging(events, others):
    if fold(events).completed:
        assert fold(events + [late for late in others if late.id not in {e.id for e in events}]).completed


@given(happenings, happenings)
def test_a_passed_quiz_stays_passed_by_merging(events, others):
    merged = fold(events + [late for late in others if late.id not in {e.id for e in events}])
    for key, state in fold(events).items.items():
        if state == "passed":
            assert merged.items[key] == "passed"


def test_an_undo_takes_back_only_what_it_saw():
    first, other_device = event(1, "done"), event(2, "done", minute=1)
    undo = event(3, "undone", minute=2, undoes=[str(first.id)])
    assert fold([first, undo]).items == {LESSON: "started"}
    assert fold([undo, other_device, first]).items == {LESSON: "done"}


def test_a_film_counts_when_watched_to_its_end():
    assert fold([event(1, "watched", fraction=0.5)]).items == {LESSON: "started"}
    assert fold([event(1, "watched", fraction=0.5), event(2, "watched", fraction=0.95)]).items == {LESSON: "done"}


def test_the_position_is_where_the_learner_was_last_whatever_arrived_last():
    assert fold([event(1, "seen", OTHER, minute=9), event(2, "seen", LESSON, minute=3)]).position == OTHER


def test_a_failed_retry_does_not_take_back_a_pass():
    assert fold([event(1, "passed", QUIZ), event(2, "failed", QUIZ, minute=5)]).items == {QUIZ: "passed"}


def test_a_quiz_marked_as_done_by_hand_is_still_left():
    states = {LESSON: "done", OTHER: "done", QUIZ: "done"}
    assert [item["key"] for item in what_is_left(OUTLINE, states, waived=[])] == [QUIZ]


def test_a_removed_item_is_waived_but_waiving_alone_completes_nothing():
    assert is_complete(OUTLINE, {LESSON: "done", QUIZ: "passed"}, waived=[OTHER])
    assert not is_complete(OUTLINE, {}, waived=[LESSON, OTHER, QUIZ])


@given(happenings, st.integers(0, 40))
def test_a_part_that_comes_first_changes_nothing_once_the_rest_has_come(events, cut):
    assert fold(events[cut:] + events[:cut] + events[cut // 2 :]) == fold(events)


answers = st.lists(
    st.builds(
        Happening,
        id=st.integers(1, 10_000).map(lambda number: UUID(int=number)),
        item_key=st.just(QUIZ),
        verb=st.just("answered"),
        occurred_at=st.integers(0, 5).map(lambda minute: NOON + timedelta(minutes=minute)),
        payload=st.fixed_dictionaries(
            {"question": st.sampled_from("pq"), "answer": st.sampled_from("abc"), "seq": st.integers(0, 3)}
        ),
    ),
    unique_by=lambda happening: happening.id,
    max_size=20,
)


@given(answers, st.randoms())
def test_the_answers_that_count_are_the_same_in_any_order(events, random):
    shuffled = events + random.sample(events, len(events) // 2)
    random.shuffle(shuffled)
    assert latest_answers(shuffled) == latest_answers(events)


def test_work_on_a_part_begins_its_page():
    answered = event(1, "answered", f"{LESSON}:block", answer="a")
    assert fold([answered]).items == {LESSON: "started", f"{LESSON}:block": "started"}
    assert fold([answered]).parts == {f"{LESSON}:block": {"answer": "a"}}
