"""Limits: exact whoever tries at once, slowing down rather than shutting out, and kept whatever else is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import RequestFactory

from brs.core import limits
from brs.core.limits import Guessing, Limit, Place, TooManyTries, place_of, prune, take_all
from brs.core.models import Allowance

pytestmark = pytest.mark.django_db
FIVE = Limit("five", most=5, seconds=500)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_800_000_000.0

        def time(self) -> float:
            return self.now

    set_by_test = Clock()
    monkeypatch.setattr(limits, "time", set_by_test)
    return set_by_test


def takes(limit: Limit, times: int, who: object = "") -> int:
    return sum(_takes(limit, who) for _time in range(times))


def _takes(limit: Limit, who: object) -> bool:
    try:
        limit.take(who)
    except TooManyTries:
        return False
    return True


def test_so_many_at_once_and_then_one_after_the_other(clock):
    assert takes(FIVE, 9) == 5
    assert FIVE.wait() == 100
    clock.now += 101
    assert takes(FIVE, 9) == 1
    clock.now += 501
    assert takes(FIVE, 9) == 5


def test_waiting_is_never_longer_than_a_share_of_the_time(clock):
    for _time in range(50):
        takes(FIVE, 1)
        clock.now += 0.5
    assert 0 < FIVE.wait() <= 100


def test_each_has_their_own(clock):
    takes(FIVE, 9, "one")
    assert (FIVE.wait("one"), FIVE.wait("other"), Limit("else", 5, 500).wait("one")) == (100, 0, 0)


def test_what_was_right_does_not_count(clock):
    for _time in range(20):
        FIVE.take()
        FIVE.give_back()
    assert FIVE.taken() == 0


def test_of_several_each_is_taken_or_none(clock):
    takes(FIVE, 5, "full")
    with pytest.raises(TooManyTries) as error:
        take_all([(FIVE, "empty"), (FIVE, "full")])
    assert error.value.seconds == 100
    assert FIVE.taken("empty") == 0


def test_nothing_that_fills_or_empties_the_cache_gives_tries_back(clock):
    guessing = Guessing(FIVE, Limit("anywhere", 50, 500), few=2)
    client = Place("192.0.2.1")
    for number in range(5):
        guessing.missed(client, f"code {number}")
    cache.clear()
    assert (FIVE.wait(client), guessing.wait(client)) == (100, 100)


def test_the_same_miss_again_is_one(clock):
    guessing = Guessing(FIVE, Limit("anywhere", 50, 500), few=2)
    for _person in range(300):
        guessing.missed(Place("192.0.2.1"), "an old code")
    assert guessing.wait(Place("192.0.2.1")) == 0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.1", Place("192.0.2.1")),
        ("::ffff:192.0.2.1", Place("192.0.2.1")),
        ("2001:db8:1:2:3::4", Place("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("", Place("0.0.0.0")),
        ("nonsense", Place("0.0.0.0")),
    ],
)
def test_where_a_request_comes_from(address, expected):
    assert place_of(RequestFactory().get("/", REMOTE_ADDR=address)) == expected


def test_who_has_a_whole_network_of_ipv6_does_not_get_as_many_tries_as_it_has_addresses(clock):
    tried = 0
    for number in range(40):
        client = place_of(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:{number:x}::1"))
        tried += takes(FIVE, 9, client)
    assert tried == 5 * limits.WIDER
    assert takes(FIVE, 1, place_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8:2::1"))) == 1


def test_what_counts_no_more_is_forgotten(clock):
    takes(FIVE, 3, "earlier")
    clock.now += 400
    takes(FIVE, 3, "now")
    assert prune() == 1
    assert Allowance.objects.count() == 1


def test_nobody_is_known_by_the_table(clock):
    FIVE.take("amina@example.org")
    assert "amina" not in Allowance.objects.get().key


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_tries_at_once_do_not_slip_past_a_limit():
    limit = Limit("at once", 5, 6000)

    def take(_number: int) -> bool:
        try:
            return _takes(limit, "somebody")
        except OperationalError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        # A database that is busy (SQLite in memory locks whole tables) may refuse a try, never let in one too many.
        assert 1 <= sum(pool.map(take, range(20))) <= 5
