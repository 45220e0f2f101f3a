"""A few who send, or take, a byte a second, and nobody stands before the site: the others are answered."""

import socket
import threading
import time
from contextlib import ExitStack, closing

import pytest

from .test_unfinished_requests import answered, connected, post, served

SLOW = 20
TRIES = 5
LONGEST = 10  # seconds, on a machine that does much else


@pytest.fixture(scope="module")
def echo():
    yield from served("tests.core.echo")


def _send(line: socket.socket) -> None:
    line.send(b"x")


def _take(line: socket.socket) -> None:
    line.recv(1)


BEGINNINGS = {
    "send a head": (b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ", _send),
    "send a body": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n", _send),
    "take an answer": (b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n", _take),
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_others_are_answered_meanwhile(echo, name):
    beginning, go_on = BEGINNINGS[name]
    is_over = threading.Event()
    with ExitStack() as lines:
        slow = [lines.enter_context(closing(connected(echo))) for _number in range(SLOW)]
        for line in slow:
            line.sendall(beginning)

        def trickle() -> None:
            while not is_over.wait(1):
                for line in slow:
                    try:
                        go_on(line)
                    except OSError:  # given up
                        pass

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            for _number in range(TRIES):
                begun = time.monotonic()
                with closing(socket.create_connection(("127.0.0.1", echo), timeout=LONGEST)) as line:
                    line.sendall(post(b"quick"))
                    assert answered(line).startswith(b"HTTP/1.1 200")
                assert time.monotonic() - begun < LONGEST
        finally:
            is_over.set()
            thread.join()
