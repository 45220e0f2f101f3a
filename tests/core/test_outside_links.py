"""Links to other sites: asked politely and never within this network; dead when they fail on two days."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brs.core import outside_links
from brs.core.models import OutsideLink
from brs.core.outside_links import addresses_in, check, dead_among, status_of, take_stock
from courses.pages.health.screen import health_of
from tests.given import a_course, lessons_of

pytestmark = pytest.mark.django_db


class OtherSite(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.asked: list[tuple[str, str]] = []
        self.dead: set[str] = {"/gone"}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Pages(BaseHTTPRequestHandler):
    server: OtherSite

    def do_HEAD(self) -> None:
        self.server.asked.append((self.command, self.path))
        status = 404 if self.path in self.server.dead else 200
        if self.path == "/no-head" and self.command == "HEAD":
            status = 404
        if self.path == "/robots-refused":
            status = 403
        if self.path.startswith("/round"):
            status = 302
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/round" if self.path == "/round" else "/fine")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def other_site(settings, monkeypatch) -> Iterator[OtherSite]:
    settings.CHECKED_LINKS_MAY_BE_LOCAL = True
    monkeypatch.setattr(outside_links, "SECONDS_BETWEEN", 0)
    site = OtherSite()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


def a_course_that_links(*addresses: str):
    text = "".join(f'<p>See <a href="{address}">this</a>.</p>' for address in addresses)
    return a_course(lessons=1, body=[{"type": "paragraph", "value": text, "id": "links"}])


def on_the_next_day() -> None:
    OutsideLink.objects.update(checked_at=timezone.now() - timedelta(days=1, minutes=1))


def named(course) -> list[str]:
    [health] = health_of([course])
    return [issue.finding.detail for issue in health.issues if issue.check.name == "outside-link"]


def test_a_link_is_dead_when_it_failed_on_two_days(other_site):
    gone, fine = f"{other_site.address}/gone", f"{other_site.address}/fine"
    course = a_course_that_links(gone, fine)
    assert check() == 2
    assert named(course) == []
    assert check() == 0  # not twice on one day
    assert named(course) == []
    on_the_next_day()
    assert check() == 1  # what is well has time until next week
    assert named(course) == [f"“{gone}”"]
    [issue] = [issue for issue in health_of([course])[0].issues if issue.check.name == "outside-link"]
    assert issue.address.endswith("#block-links-section")
    other_site.dead.clear()
    OutsideLink.objects.update(checked_at=timezone.now() - timedelta(days=8))
    check()
    assert named(course) == []


def test_a_link_that_is_mended_is_forgotten(other_site):
    course = a_course_that_links(f"{other_site.address}/gone")
    check()
    lesson = lessons_of(course)[0]
    lesson.body = [{"type": "paragraph", "value": "<p>Nothing.</p>", "id": "links"}]
    lesson.save()
    take_stock()
    assert OutsideLink.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "status", "asked"),
    [
        ("/fine", 200, ["HEAD"]),
        ("/gone", 404, ["HEAD", "GET"]),
        ("/no-head", 200, ["HEAD", "GET"]),
        ("/robots-refused", 403, ["HEAD", "GET"]),
        ("/round-once", 200, ["HEAD", "HEAD"]),
        ("/round", 0, ["HEAD"] * 6),
        ("/with a space/é?q=ü", 200, ["HEAD"]),
    ],
)
def test_what_a_site_answers(other_site, path, status, asked):
    assert status_of(other_site.address + path) == status
    assert [method for method, _path in other_site.asked] == asked


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/admin/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://8.8.8.8:22/",
        "http://somebody:secret@8.8.8.8/",
        "ftp://8.8.8.8/",
        "http://2130706433/",
        "http:///nothing",
    ],
)
def test_nothing_within_this_network_is_asked(settings, monkeypatch, address):
    def no_line(*args):
        raise AssertionError("a line was opened")

    monkeypatch.setattr(socket, "create_connection", no_line)
    assert status_of(address) is None


def test_a_redirect_into_this_network_is_not_followed(other_site, settings, monkeypatch):
    """The first address is let through; what it leads to is looked at like any other."""
    outside = outside_links._outside_address
    looked_at = []

    def once(host: str, port: int) -> str:
        looked_at.append(host)
        settings.CHECKED_LINKS_MAY_BE_LOCAL = len(looked_at) == 1
        return outside(host, port)

    monkeypatch.setattr(outside_links, "_outside_address", once)
    assert status_of(f"{other_site.address}/round-once") is None
    assert len(looked_at) == 2 and len(other_site.asked) == 1


def test_what_refuses_machines_is_not_dead(other_site):
    course = a_course_that_links(f"{other_site.address}/robots-refused")
    check()
    on_the_next_day()
    check()
    assert named(course) == []


def test_a_site_that_never_ends_its_answer_is_left(settings, monkeypatch):
    settings.CHECKED_LINKS_MAY_BE_LOCAL = True
    monkeypatch.setattr(outside_links, "SECONDS_A_LINK", 0.3)
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def drip() -> None:
        line, _address = listener.accept()
        with line:
            while not stopped.wait(0.05):
                try:
                    line.sendall(b"H")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    assert status_of(f"http://127.0.0.1:{listener.getsockname()[1]}/") == 0
    stopped.set()
    listener.close()


def test_nothing_is_asked_unless_the_settings_say_so(other_site, settings):
    a_course_that_links(f"{other_site.address}/fine")
    outside_links.begin_to_check()
    assert other_site.asked == []
    settings.CHECK_LINKS = True
    outside_links.begin_to_check()
    assert other_site.asked == [("HEAD", "/fine")]


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ('<a href="https://a.org/?x=1&amp;y=2">', ["https://a.org/?x=1&y=2"]),
        ("See https://a.org/b, or (http://c.org).", ["https://a.org/b", "http://c.org"]),
        ([{"value": {"url": "https://a.org"}}, 3, None], ["https://a.org"]),
        ('<a linktype="page" id="3">', []),
        ("https://" + "a" * 5000, ["https://" + "a" * 1000]),
    ],
)
def test_addresses_are_read(value, addresses):
    assert list(addresses_in(value)) == addresses


def test_health_asks_once_for_all_links(other_site):
    few, many = (a_course_that_links(*(f"{other_site.address}/{n}" for n in range(count))) for count in (2, 40))
    counts = []
    for course in (few, many):
        with CaptureQueriesContext(connection) as queries:
            health_of([course])
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert dead_among([]) == set()
