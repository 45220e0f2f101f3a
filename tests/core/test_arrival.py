"""What was told of a device: whatever its clock says, and the server's, what came first stays first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brs.core.arrival import arrival_of

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANY_TIME = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC))
NEAR = st.integers(-90, 90).map(lambda minutes: NOW + timedelta(minutes=minutes))
SECOND = timedelta(seconds=1)


@given(st.lists(NEAR | ANY_TIME, max_size=12), NEAR | ANY_TIME, NEAR, st.none() | NEAR)
def test_whatever_the_clocks_say_the_order_stays_and_nothing_is_still_to_come(times, sent_at, earliest, last):
    arrival = arrival_of(times, sent_at=sent_at, earliest=earliest, last=last, now=NOW)
    for moment, first in zip(arrival.occurred_at, times, strict=True):
        for other, second in zip(arrival.occurred_at, times, strict=True):
            assert moment < other or first >= second
    assert len(set(arrival.occurred_at)) == len(times)
    assert arrival.received_at >= max([NOW, *arrival.occurred_at])
    assert last is None or arrival.received_at > last
    assert all(moment >= min(earliest, NOW) for moment in arrival.occurred_at)


@given(st.lists(NEAR, min_size=1, max_size=12), NEAR, st.integers(0, 90))
def test_while_the_clock_is_behind_what_arrived_before_stays_before(times, sent_at, ahead):
    last = NOW + timedelta(minutes=ahead)
    arrival = arrival_of(times, sent_at=sent_at, earliest=NOW, last=last, now=NOW)
    assert all(last < moment < last + SECOND for moment in arrival.occurred_at)


@given(st.lists(st.integers(0, 600), min_size=1, max_size=12, unique=True), st.integers(-10_000, 10_000))
def test_a_devices_wrong_clock_does_no_harm(ages, minutes_off):
    wrong = NOW + timedelta(minutes=minutes_off)
    times = [wrong - timedelta(seconds=age) for age in ages]
    arrival = arrival_of(times, sent_at=wrong, earliest=NOW - timedelta(days=1), last=None, now=NOW)
    assert arrival.occurred_at == [NOW - timedelta(seconds=age) for age in ages]
