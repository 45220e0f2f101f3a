"""Attendance is a fold over marks, whatever their order; the room's code changes every half minute."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brs.activities.attendance import actions as attendance_actions
from brs.activities.evaluation.gains import Pair, mean_gain, pair
from brs.activities.pages.certificate_rule import Achievements, Rule, lacks
from brs.activities.participants import actions
from brs.activities.register.marks import AttendanceEntry, attendance, attended_percent, is_fresh, slot_of, token
from brs.activities.register.models import AttendanceMark
from tests.given import an_activity

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PEOPLE = [uuid.UUID(int=number) for number in range(1, 4)]
MARKS = st.lists(
    st.builds(
        AttendanceEntry,
        id=st.uuids(),
        participation=st.sampled_from(PEOPLE),
        session=st.sampled_from(["a", "b"]),
        is_present=st.booleans(),
        at=st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    ),
    max_size=20,
    unique_by=lambda mark: mark.id,
)


@given(MARKS, st.randoms(), st.integers(1, 3))
def test_any_order_and_any_repetition_give_the_same(marks, chance, times):
    again = marks * times
    chance.shuffle(again)
    assert attendance(again) == attendance(marks)


@given(MARKS, MARKS)
def test_marks_of_two_devices_join(first_device, second_device):
    known = {mark.id for mark in first_device}
    second_device = [mark for mark in second_device if mark.id not in known]
    merged = attendance([*attendance(first_device).values(), *attendance(second_device).values()])
    assert merged == attendance([*first_device, *second_device])


@given(st.lists(st.sampled_from(["a", "b", "c"])), st.integers(1, 500), st.integers(1, 500))
def test_the_percentage_is_of_minutes_and_never_over_100(present, first, second):
    percent = attended_percent(present, {"a": first, "b": second})
    assert 0 <= percent <= 100
    assert (percent == 100) == ({"a", "b"} <= set(present))


def test_a_photo_of_the_code_is_worth_nothing_later():
    shown = token("secret", "a", slot_of(NOON))
    assert is_fresh("secret", "a", shown, NOON)
    assert is_fresh("secret", "a", shown, NOON + timedelta(seconds=75))
    assert not is_fresh("secret", "a", shown, NOON + timedelta(seconds=100))
    assert not is_fresh("secret", "a", shown, NOON + timedelta(days=1))
    assert not is_fresh("secret", "b", shown, NOON)
    assert not is_fresh("other", "a", shown, NOON)
    assert not is_fresh("secret", "a", "ключ", NOON)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 100)), st.dictionaries(st.integers(0, 9), st.integers(0, 100)))
def test_each_is_paired_with_themselves_alone(before, after):
    pairs = pair(before, after)
    assert set(pairs) == set(before) & set(after)
    assert all(pair == Pair(before[who], after[who]) for who, pair in pairs.items())


def test_the_mean_gain_by_hand():
    pairs = pair({"amina": 40, "joao": 60, "no after": 10}, {"amina": 80, "joao": 70, "no before": 90})
    assert mean_gain(pairs) == 25
    assert pairs["amina"].normalised_gain == pytest.approx(40 / 60)
    assert mean_gain({}) is None


def test_what_is_lacking_is_named():
    rule = Rule(80, needs_post_test=True, needs_courses=True, needs_practical=True)
    nothing = Achievements(attended=79, courses_left=["A course"])
    assert lacks(rule, nothing) == ["attendance", "post_test", "courses", "practical"]
    assert lacks(rule, Achievements(attended=80, passed_post_test=True, passed_practical=True)) == []
    assert lacks(Rule(0), Achievements()) == []
    assert lacks(Rule(0), Achievements(came=False)) == ["came"]


@pytest.mark.django_db
def test_a_mark_that_comes_twice_counts_once_and_a_clock_that_is_ahead_is_held_back():
    activity = an_activity()
    someone = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    session, mark_id = activity.sessions()[0].id, uuid.uuid4()
    noted = {"is_present": True, "way": AttendanceMark.Way.LIST, "at": NOON + timedelta(days=900), "mark_id": mark_id}
    assert attendance_actions.mark_attendance(someone, session, **noted)
    assert not attendance_actions.mark_attendance(someone, session, **noted)
    mark = AttendanceMark.objects.get()
    assert mark.at <= mark.received_at
