"""Nobody is found in the figures: by small groups, by comparing two filters, or by waiting for a change."""

import random
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from brs.core.small_cells import FEWEST, held_back, per_cent, released, shown

COUNTS = st.integers(0, 10_000)


@given(COUNTS, st.text(max_size=20))
def test_a_figure_is_none_or_a_multiple_near_the_truth(count, figure):
    said = shown(count, figure, "secret")
    assert (said is None) == (count < FEWEST)
    if said is not None:
        assert said % FEWEST == 0 and said >= FEWEST and abs(said - count) < FEWEST


@given(COUNTS, st.text(max_size=20))
def test_asking_again_tells_nothing_more(count, figure):
    assert len({shown(count, figure, "secret") for _ in range(5)}) == 1


def test_rounding_is_right_on_average():
    said = [shown(count, f"figure {number}", "secret") for count in (13, 37, 101) for number in range(3_000)]
    assert abs(sum(said) / len(said) - (13 + 37 + 101) / 3) < 0.1


def test_two_filters_that_differ_by_one_person_look_as_two_that_do_not():
    """The attack: of two overlapping filters, does somebody who is in one only show in the difference?"""
    chance = random.Random(7)
    tries = 20_000
    differs = {0: 0, 1: 0}
    for number in range(tries):
        count = chance.randrange(20, 200)
        for more in differs:
            one = shown(count, f"wide {number} {more}", "secret")
            other = shown(count + more, f"narrow {number} {more}", "secret")
            differs[more] += one != other
    advantage = abs(differs[1] - differs[0]) / tries
    assert advantage < 0.06, "a guess from the difference is hardly better than a coin"


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(0, 4))
def test_who_waits_for_a_change_never_sees_fewer_than_five_people(steps, start):
    """The attack: watch one figure over time while the only one who could have changed it finishes the course."""
    counts = list(accumulate(steps, initial=start))
    last, since = 0, 0
    for month in range(len(counts)):
        now = released(counts[: month + 1])
        if now != last:
            assert abs(counts[month] - since) >= FEWEST
            last, since = now, counts[month]


@given(st.lists(st.integers(0, 50), max_size=20))
def test_what_was_let_out_once_is_not_taken_back_by_a_later_month_that_adds_nothing(counts):
    assert released(counts) == released([*counts, *counts[-1:]])


def test_percentages_of_what_is_not_shown_are_not_shown():
    assert per_cent(None, 50) is None
    assert per_cent(10, None) is None
    assert per_cent(30, 25) == 100
    assert per_cent(10, 40) == 25


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8))
def test_nobody_follows_from_the_total_of_groups_held_back(counts):
    said = held_back(counts)
    assert all(said[name] in (None, count) for name, count in counts.items())
    assert all(said[name] is None for name, count in counts.items() if 0 < count < FEWEST)
    hidden = sum(count for name, count in counts.items() if said[name] is None)
    assert hidden == 0 or hidden >= FEWEST or all(one is None for one in said.values())


def test_large_groups_stand_as_they_are():
    assert held_back({"a": 5, "b": 12, "c": 0}) == {"a": 5, "b": 12, "c": 0}
    assert held_back({"a": 1, "b": 12, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert held_back({"a": 3, "b": 4, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert held_back({"a": 3, "b": 0}) == {"a": None, "b": None}
