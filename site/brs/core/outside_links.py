"""Links of published content to other sites: which of them are dead, by asking the sites now and then.

Nothing of it is done unless the settings say so (`BRS_CHECK_LINKS`). Each link is asked for once a week, one after the
other, with a pause between two of one site; one that failed is asked for again on another day, and is dead when it has
failed twice. Addresses within this network are never asked: the host is looked up once, and that address is used.
"""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.fields import RichTextField, StreamField

from .background import in_background
from .models import OutsideLink
from .source_texts import translated_models

AGAIN = timedelta(days=7)
TIMES_TO_BE_DEAD = 2
SECONDS_A_RUN, SECONDS_BETWEEN, SECONDS_TO_ANSWER, SECONDS_A_LINK = 120, 2, 10, 30
MOST_REDIRECTS = 5
LONGEST = 1000
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
UNREACHABLE = 0
AGENT = "BRS-Learn-link-check"
ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,1000}")


class NotAsked(Exception):
    """An address within this network, or of no kind that is asked."""


class PlainLine(HTTPConnection):
    """To an address that was looked up before, whatever the name leads to by now."""

    ip = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.ip, self.port), self.timeout)


class SecureLine(HTTPSConnection):
    ip = ""

    def connect(self) -> None:
        line = socket.create_connection((self.ip, self.port), self.timeout)
        self.sock = self._context.wrap_socket(line, server_hostname=self.host)  # type: ignore[attr-defined]


def addresses_in(value: Any) -> Iterator[str]:
    """To other sites, in the value of a field or block as it is stored."""
    if isinstance(value, str):
        for match in ADDRESS.finditer(value.replace("&amp;", "&")):
            yield match[0].rstrip(".,;:!?)]}»”")
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from addresses_in(child)
    elif isinstance(value, Sequence):
        for child in value:
            yield from addresses_in(child)


def published_addresses() -> set[str]:
    """Of all that is translated and published: pages, terms, questions. A query for each model."""
    addresses: set[str] = set()
    for model in translated_models():
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, StreamField | RichTextField | models.TextField | models.URLField)
        ]
        live = {"live": True} if any(field.name == "live" for field in model._meta.concrete_fields) else {}
        for row in model._base_manager.filter(**live).iterator(200) if fields else ():
            for field in fields:
                value = getattr(row, field.attname)
                addresses.update(addresses_in(list(value.raw_data) if isinstance(field, StreamField) else value))
    return {address for address in addresses if len(address) <= LONGEST}


def dead_among(addresses: Iterable[str]) -> set[str]:
    """One query."""
    dead = OutsideLink.objects.filter(failures__gte=TIMES_TO_BE_DEAD, url__in=set(addresses))
    return set(dead.values_list("url", flat=True))


def begin_to_check() -> None:
    """Done by the clock, which waits for no other site."""
    if settings.CHECK_LINKS:
        check_later.enqueue()


@in_background(_("Look for dead links"), is_repeatable=True)
@task(backend="background")
def check_later() -> None:
    check()


def check() -> int:
    """Ask for what is due, for two minutes at most; how many links."""
    take_stock()
    until, asked_at, count = time.monotonic() + SECONDS_A_RUN, {}, 0
    for link in due():
        host = urlsplit(link.url).netloc
        pause = asked_at.get(host, -SECONDS_BETWEEN) + SECONDS_BETWEEN - time.monotonic()
        if time.monotonic() + max(0, pause) > until:
            break
        time.sleep(max(0, pause))
        note(link, status_of(link.url))
        asked_at[host] = time.monotonic()
        count += 1
    return count


@transaction.atomic
def take_stock() -> None:
    """A row for each link that is published, and none for others."""
    published = published_addresses()
    known = set(OutsideLink.objects.values_list("url", flat=True))
    OutsideLink.objects.filter(url__in=known - published).delete()
    OutsideLink.objects.bulk_create([OutsideLink(url=url) for url in published - known], ignore_conflicts=True)


def due() -> list[OutsideLink]:
    """Those never asked for first. One that failed is asked for again on the next day, until it is known to be dead."""
    now = timezone.now()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    failing = Q(failures__gt=0, failures__lt=TIMES_TO_BE_DEAD, checked_at__lt=today)
    links = OutsideLink.objects.filter(Q(checked_at=None) | Q(checked_at__lt=now - AGAIN) | failing)
    return list(links.order_by(models.F("checked_at").asc(nulls_first=True), "url"))


def note(link: OutsideLink, status: int | None) -> None:
    """A status of None is of an address that was not asked: nothing is known of it."""
    now = timezone.now()
    if status is not None and (status in GONE or status == UNREACHABLE or status >= 500):
        another_day = link.checked_at is None or link.checked_at.date() < now.date() or not link.failures
        link.failures += another_day
        link.failed_since = link.failed_since or now
    else:
        link.failures, link.failed_since = 0, None
    link.status, link.checked_at = status, now
    link.save()


def status_of(url: str) -> int | None:
    """What the site answers in the end: 0 where it cannot be reached, None where it may not be asked."""
    try:
        status = _follow("HEAD", url)
        # Some sites answer HEAD with whatever they like.
        return _follow("GET", url) if status >= 400 else status
    except NotAsked:
        return None
    except (OSError, HTTPException, ValueError):
        return UNREACHABLE


def _follow(method: str, url: str) -> int:
    for _redirect in range(MOST_REDIRECTS + 1):
        status, location = _ask(method, url)
        if status not in REDIRECTS or not location:
            return status
        url = urljoin(url, location)
    return UNREACHABLE


def _ask(method: str, url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise NotAsked(url)
    host = parts.hostname.encode("idna").decode()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    line: Any = (SecureLine if parts.scheme == "https" else PlainLine)(host, port, timeout=SECONDS_TO_ANSWER)
    line.ip = _outside_address(host, port)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    # A site that sends a byte now and then would hold the worker for hours.
    watch = threading.Timer(SECONDS_A_LINK, _hang_up, [line])
    watch.start()
    try:
        line.request(method, _quoted(path), headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = line.getresponse()
        return answer.status, answer.headers.get("Location", "")[:LONGEST]
    finally:
        watch.cancel()
        line.close()


def _quoted(path: str) -> str:
    """As it goes over the line: what stands there in other letters is percent-encoded."""
    return "".join(sign if "!" <= sign <= "~" else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


def _hang_up(line: HTTPConnection) -> None:
    if line.sock:
        line.sock.shutdown(socket.SHUT_RDWR)


def _outside_address(host: str, port: int) -> str:
    """The first of the host's, if all of them lie outside; and a usual port."""
    addresses = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.CHECKED_LINKS_MAY_BE_LOCAL and (port not in (80, 443) or not all(map(_is_outside, addresses))):
        raise NotAsked(host)
    return addresses[0]


def _is_outside(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return ip.is_global and not ip.is_multicast
