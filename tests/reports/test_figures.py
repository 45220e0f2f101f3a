"""A figure is rounded, moves by fives, and is the same however the same people are asked for."""

import uuid
from datetime import date
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from brs.reports.counting.content_subjects import names_of
from brs.reports.disclosure.figures import Group, Period, Tally, together
from brs.reports.tables.tiles import tile_chart

EVERYBODY = Group()
MONTHLY = st.lists(st.integers(0, 12), min_size=1, max_size=24)


def month(number: int) -> date:
    return date(2024 + number // 12, number % 12 + 1, 1)


def tally_of(*monthly: int) -> Tally:
    tally = Tally()
    for number, people in enumerate(monthly):
        tally.add("came", month(number), people, 0)
    return tally


@given(MONTHLY, st.integers(0, 23), st.integers(0, 23))
def test_any_period_gives_none_or_a_multiple_of_five_and_adds_up_with_its_parts(monthly, start, other):
    tally = tally_of(*monthly)
    since, until = month(min(start, other)), month(max(start, other))
    figure = tally.figure("came", "x", EVERYBODY, Period(since, until))
    assert figure is None or (figure >= 5 and figure % 5 == 0)
    before = tally.figure(
        "came", "x", EVERYBODY, Period(None, month(min(start, other) - 1) if min(start, other) else date.min)
    )
    whole = tally.figure("came", "x", EVERYBODY, Period(None, until))
    assert (figure or 0) == (whole or 0) - (before or 0)


@given(MONTHLY)
def test_it_is_less_than_ten_from_the_truth(monthly):
    counts = list(accumulate(monthly))
    figure = tally_of(*monthly).figure("came", "x", EVERYBODY)
    assert abs((figure or 0) - counts[-1]) < 10


@given(MONTHLY)
def test_a_month_in_which_fewer_than_five_came_since_it_last_moved_shows_nothing(monthly):
    tally = tally_of(*monthly)
    since = 0
    for number, count in enumerate(accumulate(monthly)):
        moved = tally.figure("came", "x", EVERYBODY, Period(month(number), month(number)))
        if abs(count - since) >= 5:
            since = count
        else:
            assert moved is None


def test_the_same_people_have_one_name_however_they_are_asked_for():
    assert Group(frozenset({"KE", "FJ"})).name == Group(frozenset({"FJ", "KE"})).name
    assert Group(frozenset({"KE"})).name != Group(frozenset({"KE", "TV"})).name != Group().name


def test_a_term_that_one_course_alone_carries_is_rounded_as_the_course():
    course, other, term, wider = (uuid.UUID(int=number) for number in (3, 4, 1, 2))
    names = names_of({course: {course}, other: {other}, term: {course}, wider: {course, other}})
    assert names[course] == names[term]
    assert len({names[course], names[other], names[wider]}) == 3


def test_groups_that_share_nobody_are_added_up():
    both = together([tally_of(5, 0, 3), tally_of(0, 2, 3)])
    assert both.people["came"] == {month(0): 5, month(1): 2, month(2): 6}


def test_a_mean_is_of_those_at_the_last_move_to_the_nearest_five():
    tally = Tally()
    tally.add("gained", month(0), 4, 40)
    assert tally.mean("gained") is None
    tally.add("gained", month(1), 2, 92)
    assert tally.mean("gained") == 20
    tally.add("gained", month(2), 1, 100)
    assert tally.mean("gained") == 20, "one person more does not show"


def test_tiles_have_levels_that_grow_by_the_same_factor():
    values = [None, 5, 10, 20, 25, 40, 45, 75, 80]
    chart = tile_chart([("Here", [(f"P{index}", f"Party {index}", value) for index, value in enumerate(values)])])
    assert [tile.level for tile in chart.blocks[0].tiles] == [0, 1, 2, 3, 3, 4, 4, 4, 4]
    assert [(step.least, step.most) for step in chart.steps] == [(5, 5), (10, 10), (20, 25), (40, 80)]
    assert {(tile.x, tile.y) for tile in chart.blocks[0].tiles} == {(48 * n, 0) for n in range(8)} | {(0, 48)}


def test_tiles_begin_at_the_right_where_people_read_from_there():
    parties = [(f"P{index}", f"Party {index}", 5) for index in range(9)]
    [block] = tile_chart([("Here", parties)], rtl=True).blocks
    assert [(tile.x, tile.y) for tile in block.tiles] == [*((48 * n, 0) for n in reversed(range(8))), (336, 48)]


def test_tiles_without_any_figure_are_drawn_all_the_same():
    chart = tile_chart([("Here", [("KE", "Kenya", None)])])
    assert chart.steps == [] and chart.blocks[0].tiles[0].level == 0
