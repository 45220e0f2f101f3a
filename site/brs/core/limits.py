"""Limits on guessing. Counted in the shared cache, so that all workers count together; forgotten when time is up."""

import ipaddress
import time
from dataclasses import dataclass
from math import ceil

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac


class TooManyTries(Exception):
    """The limit is reached. `seconds`: how long to wait."""

    def __init__(self, seconds: int):
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """So many slots in so many seconds for each `who`. A slot is free again when its own time is up.

    Two tries at once never get the same slot, in whatever process they are: so the limit is exact.
    """

    name: str
    most: int
    seconds: int

    def taken(self, who: object = "") -> int:
        """How many slots are taken. One query."""
        return len(cache.get_many(self._slots(who)))

    def wait(self, who: object = "") -> int:
        """Seconds until a slot is free; 0 when one is. One query."""
        taken = cache.get_many(self._slots(who))
        return 0 if len(taken) < self.most else max(1, ceil(min(taken.values()) + self.seconds - time.time()))

    def take(self, who: object = "") -> str:
        """The name of a slot, taken from now on. Raises TooManyTries where none is free."""
        taken = cache.get_many(self._slots(who))
        for slot in self._slots(who):
            if slot not in taken and cache.add(slot, time.time(), self.seconds):
                return slot
        raise TooManyTries(self.wait(who) or 1)

    def _slots(self, who: object) -> list[str]:
        # The cache holds nobody's address.
        digest = salted_hmac("brs.core.limits", f"{self.name} {who}").hexdigest()[:32]
        return [f"limit:{digest}:{number}" for number in range(self.most)]


@dataclass(frozen=True)
class Guessing:
    """Codes that do not exist. People mistype them, which is no harm; guessing them from one place or many is slow.

    After `few` misses a place waits while it is at its own limit or all places together are at theirs.
    """

    of_a_place: Limit
    anywhere: Limit
    few: int

    def wait(self, place: str) -> int:
        """Seconds until the place may try again; 0 when it may now."""
        if self.of_a_place.taken(place) < self.few:
            return 0
        return self.of_a_place.wait(place) or self.anywhere.wait()

    def missed(self, place: str, code: str) -> None:
        """The same code over and over, by a whole room that has an old one, is one miss."""
        one = salted_hmac("brs.core.limits", f"{self.of_a_place.name} {place} {code}").hexdigest()
        if cache.add(f"missed:{one}", True, self.of_a_place.seconds):
            for limit, who in ((self.of_a_place, place), (self.anywhere, "")):
                try:
                    limit.take(who)
                except TooManyTries:
                    pass  # that it is full is said at the next try


def give_back(slots: list[str]) -> None:
    """Tries that turned out right do not count."""
    cache.delete_many(slots)


def place_of(request: HttpRequest) -> str:
    """The address that a request comes from, seen through BRS_PROXIES; of an IPv6 address its network (/64)."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def say_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page for who tried too often, with how long to wait."""
    answer = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
