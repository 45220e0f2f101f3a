"""The state of a translation beside its source, as a plain rule."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brs.core.translation_state import State, follows_source_of, later, state_of

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
FACTS = {
    "is_there": st.booleans(),
    "is_live": st.booleans(),
    "in_review": st.booleans(),
    "texts_lacking": st.integers(0, 5),
    "has_changes": st.booleans(),
}
LIVE = {"is_there": True, "is_live": True, "in_review": False, "texts_lacking": 0, "has_changes": False}


def test_each_state_has_its_reason():
    assert state_of(**LIVE) == State.PUBLISHED
    assert state_of(**{**LIVE, "texts_lacking": 3}) == State.BEHIND
    assert state_of(**{**LIVE, "has_changes": True}) == State.DRAFT
    assert state_of(**{**LIVE, "is_live": False, "texts_lacking": 3}) == State.DRAFT
    assert state_of(**{**LIVE, "in_review": True, "texts_lacking": 3}) == State.REVIEW
    assert state_of(**{**LIVE, "is_there": False}) == State.MISSING


@given(**FACTS)
def test_published_is_what_leaves_nothing_to_do(**facts):
    done = facts["is_there"] and facts["is_live"] and not facts["in_review"]
    done = done and not facts["texts_lacking"] and not facts["has_changes"]
    assert (state_of(**facts) == State.PUBLISHED) == done


@given(**FACTS)
def test_behind_is_only_what_readers_see(**facts):
    if state_of(**facts) == State.BEHIND:
        assert facts["is_there"] and facts["is_live"] and facts["texts_lacking"]


@given(st.integers(0, 9), st.none() | st.integers(0, 9), st.lists(st.integers(0, 9)))
def test_a_text_that_went_stands_until_the_translation_is_written_from_what_came_after(synced, written, gone):
    def on(day: int) -> datetime:
        return MONDAY + timedelta(days=day)

    follows = follows_source_of(on(synced), None if written is None else on(written))
    standing = [day for day in gone if day > synced or (written is not None and day > written)]
    assert later(map(on, gone), follows) == len(standing)


def test_nothing_is_later_than_a_moment_that_nobody_knows():
    assert later([MONDAY], None) == 0
