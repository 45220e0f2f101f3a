"""Nobody is found in the figures: by small groups, by comparing two filters, or by waiting for a change."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, product

from hypothesis import example, given
from hypothesis import strategies as st

from brs.core.small_cells import (
    FEWEST,
    MOST_AMISS,
    amiss_by_chance,
    held_back,
    per_cent,
    public_steps,
    publicly,
    released,
    shown,
)

COUNTS = st.integers(0, 10_000)
AMISS = range(-MOST_AMISS, MOST_AMISS + 1)


@given(COUNTS, st.text(max_size=20))
def test_a_figure_is_none_or_a_multiple_near_the_truth(count, figure):
    rounded = shown(count, figure, "secret")
    assert (rounded is None) == (count < FEWEST)
    if rounded is not None:
        assert rounded % FEWEST == 0 and rounded >= FEWEST and abs(rounded - count) < FEWEST


@given(COUNTS, st.text(max_size=20))
def test_asking_again_tells_nothing_more(count, figure):
    assert len({shown(count, figure, "secret") for _ in range(5)}) == 1


def test_rounding_is_right_on_average():
    figures = [shown(count, f"figure {number}", "secret") for count in (13, 37, 101) for number in range(3_000)]
    assert abs(sum(figures) / len(figures) - (13 + 37 + 101) / 3) < 0.1


def test_two_filters_that_differ_by_one_person_look_as_two_that_do_not():
    """The attack: of two overlapping filters, does somebody who is in one only show in the difference?"""
    chance = random.Random(7)
    tries = 20_000
    differs = {0: 0, 1: 0}
    for number in range(tries):
        count = chance.randrange(20, 200)
        for more in differs:
            wide = shown(count, f"wide {number} {more}", "secret")
            narrow = shown(count + more, f"narrow {number} {more}", "secret")
            differs[more] += wide != narrow
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
    figures = held_back(counts)
    assert all(figures[name] in (None, count) for name, count in counts.items())
    assert all(figures[name] is None for name, count in counts.items() if 0 < count < FEWEST)
    hidden = sum(count for name, count in counts.items() if figures[name] is None)
    assert hidden == 0 or hidden >= FEWEST or all(value is None for value in figures.values())


def test_large_groups_stand_as_they_are():
    assert held_back({"a": 5, "b": 12, "c": 0}) == {"a": 5, "b": 12, "c": 0}
    assert held_back({"a": 1, "b": 12, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert held_back({"a": 3, "b": 4, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert held_back({"a": 3, "b": 0}) == {"a": None, "b": None}


# Public figures


def seen(counts: Sequence[int], amiss: Sequence[int]) -> tuple[int | None, ...]:
    """What a public figure says at the end of each month; it moves no oftener than it is known by how many amiss."""
    steps = dict(public_steps(counts, lambda moved: amiss[moved]))
    figures: list[int | None] = [None]
    for month in range(len(counts)):
        figures.append(publicly(steps[month]) if month in steps else figures[-1])
    return tuple(figures)


def advantage(counts: Sequence[int], other: Sequence[int], moves: int, drawn_from: Sequence[int] = AMISS) -> float:
    """Over all chances: in how many cases of all the months' figures tell the one from the other at best."""
    chances = list(product(drawn_from, repeat=moves))
    first = Counter(seen(counts, amiss) for amiss in chances)
    second = Counter(seen(other, amiss) for amiss in chances)
    return sum(abs(first[what] - second[what]) for what in first | second) / 2 / len(chances)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.integers(0, 5))
@example([3, 3, 2, 3], 2)
def test_whoever_knows_all_others_tells_one_person_in_one_case_of_nine_for_each_chance_drawn(steps, month):
    """The attack: people of one's own and all that one knows of in `steps`, and one person more, or not."""
    without = list(accumulate(steps))
    with_one = [count + (at >= month) for at, count in enumerate(without)]
    # Each move before the person came has drawn anew, and gives one more case in which the chance has worn out.
    drawn = 1 + max(len(list(public_steps(without[:month], lambda _moved, by=by: by))) for by in AMISS)
    assert advantage(with_one, without, moves=3) <= drawn / len(AMISS) + 1e-9


def test_without_chance_it_would_be_told_for_certain():
    """What is measured above does tell a rule that gives somebody away."""
    assert advantage([9, 10], [9, 9], moves=1, drawn_from=[0]) == 1


@given(st.lists(st.sampled_from([-1, 1]), max_size=40), st.sampled_from(AMISS))
def test_fewer_than_six_people_never_move_a_public_figure(steps, amiss):
    counts = [count for count in accumulate(steps) if abs(count) <= FEWEST]
    assert not list(public_steps(counts, lambda moved: amiss))


@given(st.lists(st.integers(0, 30), max_size=20), st.randoms(use_true_random=False))
def test_between_two_moves_six_people_or_more_have_changed_it(steps, chance):
    counts = list(accumulate(steps))
    before = 0
    for month, _figure in public_steps(counts, lambda moved: chance.choice(AMISS)):
        assert counts[month] - before > FEWEST
        before = counts[month]


def test_public_figures_are_right_on_average_however_people_come():
    """One by one, as a class, or in lots of twenty a month."""
    for monthly in ([1] * 60, [60], [20, 20, 20]):
        figures = []
        for number in range(3_000):
            steps = list(public_steps(accumulate(monthly), amiss_by_chance(f"{monthly} {number}", "secret")))
            # Half of what they come in one by one waits for the next move.
            figures.append(steps[-1][1] if len(monthly) < 60 else steps[2][1] - list(accumulate(monthly))[steps[2][0]])
        mean = sum(figures) / len(figures)
        assert abs(mean - (0 if len(monthly) == 60 else 60)) < 0.3, monthly


def test_a_public_figure_is_written_to_the_nearest_five():
    assert [publicly(figure) for figure in (-7, 0, 2, 3, 7, 8, 12, 13)] == [None, None, None, 5, 5, 10, 10, 15]
    assert all(publicly(figure) in (None, *range(5, 1_000, 5)) for figure in range(-50, 900))
