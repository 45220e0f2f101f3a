"""Requests that are cut, unfinished or slow, on real sockets against gunicorn as the site is served by it."""

import hashlib
import os
import random
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from brs.core import bounds

ROOT = Path(__file__).resolve().parents[2]
UNFINISHED = 300
NEVER_WHOLE = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: localhost\r\nCook",
    "half a body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nname=",
    "half a chunk": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nname=",
    "a chunk and half a line": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n10",
    "far too much": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\nname=",
    "an end that is not taken leave of": b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "an answer that is not taken": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


def served(application: str):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", "--workers=1"]
    path = f"{ROOT / 'site'}:{ROOT}"
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture(scope="module")
def echo():
    yield from served("tests.core.echo")


@pytest.fixture(scope="module")
def site():
    yield from served("brs.wsgi")


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def answered(line: socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    pieces = []
    while piece := line.recv(65_536):
        pieces.append(piece)
    return b"".join(pieces)


def post(body: bytes, path="/", length: int | None = None, more="") -> bytes:
    length = len(body) if length is None else length
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n"
    return head.encode() + body


@pytest.mark.parametrize("size", [0, 1, 1_000, bounds.BODY_IN_MEMORY, 1_000_000])
def test_a_whole_body_arrives_as_it_was_sent_in_whatever_pieces(echo, size):
    body = random.Random(size).randbytes(size)
    sent = post(body)
    with closing(connected(echo)) as line:
        for start in range(0, len(sent), max(len(sent) // 7, 1)):
            line.sendall(sent[start : start + max(len(sent) // 7, 1)])
            time.sleep(0.02)
        assert answered(line).endswith(b"\r\n\r\n" + hashlib.sha256(body).hexdigest().encode())


@pytest.mark.parametrize("size", [0, 1, 999, 1_000_000])
def test_a_body_that_is_cut_is_refused(echo, size):
    with closing(connected(echo)) as line:
        line.sendall(post(b"x" * size, length=size + 1))
        line.shutdown(socket.SHUT_WR)
        replies = answered(line)
    assert replies.startswith(b"HTTP/1.1 400") and b"Nothing of it is kept" in replies


@pytest.mark.parametrize("path", ["/en/accounts/sign-in/", "/api/learning/events/", "/admin/images/add/"])
def test_no_form_upload_or_autosave_of_the_site_is_taken_when_it_is_cut(site, path):
    with closing(connected(site)) as line:
        line.sendall(post(b"email=a", path, length=1_000))
        line.shutdown(socket.SHUT_WR)
        assert answered(line).startswith(b"HTTP/1.1 400")


def in_chunks(body: bytes, size: int, path="/", more="") -> bytes:
    """With all that may stand beside a chunk."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n{more}\r\n"
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    lines = [b"%X ;a=b\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks]
    return head.encode() + b"".join([*lines, b"0\r\nChecked: no\r\n\r\n"])


@pytest.mark.parametrize("size", [0, 1, 1_000, bounds.BODY_IN_MEMORY, 1_000_000])
@pytest.mark.parametrize("chunk", [1, 999, 1_000_000])
def test_a_body_in_chunks_arrives_as_it_was_sent_in_whatever_pieces(echo, size, chunk):
    body = random.Random(size).randbytes(size)[: 5_000 if chunk == 1 else None]
    sent = in_chunks(body, chunk)
    with closing(connected(echo)) as line:
        for start in range(0, len(sent), max(len(sent) // 7, 1)):
            line.sendall(sent[start : start + max(len(sent) // 7, 1)])
            time.sleep(0.02)
        assert answered(line).endswith(b"\r\n\r\n" + hashlib.sha256(body).hexdigest().encode())


WHOLE = in_chunks(b"one" * 100, 150)


@pytest.mark.parametrize("missing", [1, 2, 5, 17, 30, 150, 200, 330])
def test_a_body_in_chunks_that_is_cut_is_refused(echo, missing):
    with closing(connected(echo)) as line:
        line.sendall(WHOLE[:-missing])
        line.shutdown(socket.SHUT_WR)
        replies = answered(line)
    assert replies.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "chunks",
    [b"0\n\n", b"4\nname\n0\n\n", b"x\r\n", b"-1\r\n\r\n", b"4\r\nname0\r\n\r\n", b"0" * 20_000, b"F" * 16 + b"\r\n"],
)
def test_what_are_no_chunks_is_refused_at_once(echo, chunks):
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    with closing(connected(echo)) as line:
        line.sendall(head + chunks)
        assert answered(line).startswith(b"HTTP/1.1 400")


def test_a_body_that_is_too_long_is_refused(echo):
    for sent, status in (
        (in_chunks(b"x" * (bounds.BODY + 1), 1_000_000), b"413"),
        (post(b"", length=bounds.BODY + 1), b"413"),
        (post(b"", "/admin/", length=bounds.BODY + 1), b"400"),
        (post(b"", "/admin/", length=bounds.BODY_IN_ADMIN + 1), b"413"),
    ):
        with closing(connected(echo)) as line:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            assert answered(line).startswith(b"HTTP/1.1 " + status)


def test_who_asks_before_sending_is_told_to_go_on(echo):
    body = b"x" * 10_000
    with closing(connected(echo)) as line:
        line.sendall(post(body, more="Expect: 100-continue\r\n")[: -len(body)])
        assert line.recv(100).startswith(b"HTTP/1.1 100 Continue")
        line.sendall(body)
        assert answered(line).endswith(hashlib.sha256(body).hexdigest().encode())


def test_several_requests_on_a_line_are_answered_in_turn(echo):
    bodies = [b"one", b"", b"three" * 1_000, b"four" * 1_000, b"five"]
    first = [post(bodies[0]), post(bodies[1]), in_chunks(bodies[2], 700), in_chunks(bodies[3], 4_000)]
    sent = b"".join(request.replace(b"Connection: close\r\n", b"") for request in first) + post(bodies[4])
    with closing(connected(echo)) as line:
        line.sendall(sent)
        replies = answered(line)
    places = [replies.find(hashlib.sha256(body).hexdigest().encode()) for body in bodies]
    assert places == sorted(places) and places[0] > 0


@pytest.mark.parametrize("name", NEVER_WHOLE)
def test_hundreds_that_never_finish_keep_nobody_waiting(echo, name):
    with ExitStack() as lines:
        for _number in range(UNFINISHED):
            line = lines.enter_context(closing(connected(echo)))
            line.sendall(NEVER_WHOLE[name])
        for _number in range(5):
            begun = time.monotonic()
            with closing(connected(echo)) as line:
                line.sendall(post(b"quick"))
                assert answered(line).startswith(b"HTTP/1.1 200")
            assert time.monotonic() - begun < 3


def test_who_takes_nothing_of_a_long_answer_is_given_up(echo):
    with ExitStack() as lines:
        for _turn in range(bounds.LONG_ANSWERS_AT_ONCE):
            line = lines.enter_context(closing(connected(echo)))
            line.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            line.recv(1)
        status, until = b"", time.monotonic() + 4 * bounds.STALLED_SECONDS
        statuses = []
        while status != b"HTTP/1.1 200" and time.monotonic() < until:
            with closing(connected(echo)) as line:
                line.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                status = line.recv(12)
                statuses.append(status)
            time.sleep(0.5)
        assert statuses[0] == b"HTTP/1.1 503" and statuses[-1] == b"HTTP/1.1 200"
