"""Limits on guessing and on what costs much. Each slows down whoever has used it up, and locks nobody out for long.

Counted in a table of their own: whatever fills the cache, nothing that is counted here is thrown away.
"""

import ipaddress
import time
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import F, FloatField, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .models import Allowance
from .templatetags.brs import duration

A_LITTLE = 0.001  # what adding and taking away leaves of a number
WIDER = 8  # a /48 of IPv6, which anybody may have, does as much as eight addresses


class TooManyTries(Exception):
    """The limit is reached. `seconds`: how long to wait."""

    def __init__(self, seconds: int):
        self.seconds = seconds


@dataclass(frozen=True)
class Place:
    """Where a request comes from: an address; of IPv6 its /64, and around that the /48 that somebody may have whole."""

    near: str
    wide: str = ""

    def __str__(self) -> str:
        return self.near


@dataclass(frozen=True)
class Limit:
    """So many at once, for each `who`; then one more whenever a share of the seconds has passed, until all are back.

    `who` is anything that has a name, or several of them. Counted by one statement of the database: tries at the same
    moment, in whatever process they are, never get past it.
    """

    name: str
    most: int
    seconds: int

    def taken(self, who: object = "") -> int:
        """How many are used up. One query."""
        key, _most = self._counters(who)[0]
        used = (_used_until([key]).get(key, 0) - time.time()) / self._pause(self.most)
        return max(0, ceil(used - A_LITTLE))

    def wait(self, who: object = "") -> int:
        """Seconds until there is one more; 0 when there is one now. One query."""
        counters = self._counters(who)
        used_until = _used_until([key for key, _most in counters])
        return max(self._wait(used_until.get(key, 0), most) for key, most in counters)

    def take(self, who: object = "") -> None:
        """One more is used up. Raises TooManyTries where there is none."""
        used: list[tuple[str, int]] = []
        for key, most in self._counters(who):
            if not self._take(key, most):
                self._give_back(used)
                raise TooManyTries(self.wait(who) or 1)
            used.append((key, most))

    def give_back(self, who: object = "") -> None:
        """What turned out right does not count."""
        self._give_back(self._counters(who))

    def _take(self, key: str, most: int) -> bool:
        now, pause = time.time(), self._pause(most)
        free = Allowance.objects.filter(pk=key, used_until__lte=now + (most - 1) * pause)
        later = Greatest("used_until", Value(now, output_field=FloatField())) + Value(pause)
        if free.update(used_until=later):
            return True
        _row, is_first = Allowance.objects.get_or_create(pk=key, defaults={"used_until": now + pause})
        # Somebody else was first in this very moment, or it was used up already.
        return is_first or bool(free.update(used_until=later))

    def _give_back(self, counters: Iterable[tuple[str, int]]) -> None:
        for key, most in counters:
            Allowance.objects.filter(pk=key).update(used_until=F("used_until") - self._pause(most))

    def _wait(self, used_until: float, most: int) -> int:
        return max(0, ceil(used_until - (most - 1) * self._pause(most) - time.time() - A_LITTLE))

    def _pause(self, most: int) -> float:
        return self.seconds / most

    def _counters(self, who: object) -> list[tuple[str, int]]:
        """Keys and how many each may; the last of two is of the wider place."""
        parts = who if isinstance(who, tuple) else (who,)
        counters = [(self._key(parts), self.most)]
        if any(isinstance(part, Place) and part.wide for part in parts):
            wider = tuple(part.wide if isinstance(part, Place) else part for part in parts)
            counters.append((self._key(wider), self.most * WIDER))
        return counters

    def _key(self, parts: tuple[object, ...]) -> str:
        # The table holds nobody's address.
        return salted_hmac("brs.core.limits", " ".join([self.name, *map(str, parts)])).hexdigest()[:32]


@dataclass(frozen=True)
class Guessing:
    """Codes that do not exist. People mistype them, which is no harm; guessing them from one place or many is slow.

    After `few` misses a place waits while it is at its own limit or all places together are at theirs.
    """

    of_a_place: Limit
    anywhere: Limit
    few: int

    def wait(self, client: Place) -> int:
        """Seconds until the place may try again; 0 when it may now."""
        if self.of_a_place.taken(client) < self.few:
            return 0
        return self.of_a_place.wait(client) or self.anywhere.wait()

    def missed(self, client: Place, code: str) -> None:
        """The same code over and over, by a whole room that has an old one, is one miss."""
        again = Limit(f"{self.of_a_place.name} again", 1, self.of_a_place.seconds)
        for limit, who in ((again, (client.near, code)), (self.of_a_place, client), (self.anywhere, "")):
            try:
                limit.take(who)
            except TooManyTries:
                if limit is again:
                    return  # else that it is full is said at the next try


def take_all(wanted: Iterable[tuple[Limit, object]]) -> None:
    """One of each, or none of them. Raises TooManyTries with the longest time to wait."""
    wanted = list(wanted)
    if seconds := max(limit.wait(who) for limit, who in wanted):
        raise TooManyTries(seconds)
    for number, (limit, who) in enumerate(wanted):
        try:
            limit.take(who)
        except TooManyTries:
            give_all_back(wanted[:number])
            raise


def give_all_back(taken: Iterable[tuple[Limit, object]]) -> None:
    for limit, who in taken:
        limit.give_back(who)


def _used_until(keys: list[str]) -> dict[str, float]:
    return dict(Allowance.objects.filter(pk__in=keys).values_list("key", "used_until"))


def place_of(request: HttpRequest) -> Place:
    """Where a request comes from, seen through BRS_PROXIES."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return Place("unknown")
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return Place(str(address.ipv4_mapped))
        near, wide = (str(ipaddress.ip_network(f"{address}/{bits}", strict=False)) for bits in (64, 48))
        return Place(near, wide)
    return Place(str(address))


def browser_of(request: HttpRequest) -> str:
    """What tells a browser from others at the same address: the cookie that every form of ours comes with."""
    return request.META.get("CSRF_COOKIE", "")


def prune() -> int:
    """Forget what counts no more; how many rows."""
    return Allowance.objects.filter(used_until__lt=time.time()).delete()[0]


def please_wait(seconds: int) -> str:
    """At the field, beside what was typed."""
    return _("Please wait %(time)s, then press the button again. Nothing is lost.") % {
        "time": duration(ceil(seconds / 60))
    }


def say_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page for who tried too often, with how long to wait."""
    answer = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
