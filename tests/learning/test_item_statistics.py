"""Figures of a question, against numbers worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.item_statistics import point_biserial, upper_less_lower, wilson

people = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60)


def test_the_interval_is_wilsons():
    interval = wilson(8, 10)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.4902, 0.9433)  # as in his tables
    assert wilson(0, 10).low == 0 and round(wilson(0, 10).high, 4) == 0.2775
    assert wilson(0, 0) is None
    assert (interval.low_per_cent, interval.high_per_cent) == (49, 95)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share_and_narrows_with_people(right, of):
    right = min(right, of)
    interval = wilson(right, of)
    assert 0 <= interval.low <= right / of + 1e-12 and right / of - 1e-12 <= interval.high <= 1
    wider, narrower = interval, wilson(right * 4, of * 4)
    assert narrower.high - narrower.low < wider.high - wider.low


def test_discrimination_worked_out_by_hand():
    # Right: 3 and 5, mean 4; wrong: 1 and 3, mean 2. The deviation of 1, 3, 3, 5 is √2. (4 - 2) / √2 · ½ = 0.7071
    assert point_biserial([False, True, False, True], [1, 3, 3, 5]) == pytest.approx(math.sqrt(0.5))
    assert point_biserial([True, False], [0, 1]) == pytest.approx(-1)
    assert point_biserial([True, True], [0, 1]) is None
    assert point_biserial([True, False], [1, 1]) is None


def test_the_best_are_compared_with_the_worst():
    # Of ten the best two and the worst two.
    rights = [False] * 5 + [True] * 5
    assert upper_less_lower(rights, list(range(10))) == 1
    assert upper_less_lower(rights[::-1], list(range(10))) == -1
    assert upper_less_lower([True, False] * 5, [1] * 10) == 0  # all alike: nobody is best
    assert upper_less_lower([True] * 7, [1] * 7) is None


@given(people)
def test_both_stay_within_their_bounds_in_any_order(rows):
    rights, rests = [right for right, _rest in rows], [rest for _right, rest in rows]
    for figure in (point_biserial, upper_less_lower):
        value = figure(rights, rests)
        backwards = figure(rights[::-1], rests[::-1])
        assert value is None or -1 <= value <= 1
        assert value == (None if backwards is None else pytest.approx(backwards, abs=1e-6))


@given(people)
def test_a_question_that_all_knowing_people_get_wrong_has_the_sign_turned(rows):
    rights, rests = [right for right, _rest in rows], [rest for _right, rest in rows]
    value, turned = point_biserial(rights, rests), point_biserial([not right for right in rights], rests)
    assert (value is None) == (turned is None)
    assert value is None or value == pytest.approx(-turned, abs=1e-6)
