"""Long answers never hold all threads: whoever takes them slowly leaves some to everybody else. Plain WSGI."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import bounds
from .whole_bodies import Application

BUSY = b"Many are fetching something large just now. Please try again in a minute.\n"


class Turn:
    """An answer while it is sent; closing it lets another begin."""

    def __init__(self, answer: Iterable[bytes], turns: threading.Semaphore):
        self.answer, self.turns = answer, turns

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        try:
            _close(self.answer)
        finally:
            self.turns.release()


def long_answers(application: Application) -> Application:
    """The application, with so many long answers at once by each process; another is told to come again."""
    turns = threading.Semaphore(bounds.LONG_ANSWERS_AT_ONCE)

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[Any] = []

        def start(*arguments: Any) -> None:
            begun[:] = arguments

        answer = application(environ, start)
        length = next((value for name, value in begun[1] if name.lower() == "content-length"), None)
        if length is not None and int(length) <= bounds.LONG_ANSWER:
            start_response(*begun)
            return answer
        if turns.acquire(blocking=False):
            start_response(*begun)
            return Turn(answer, turns)
        _close(answer)
        heads = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(BUSY)))]
        start_response("503 Service Unavailable", [*heads, ("Retry-After", "60"), ("Cache-Control", "no-store")])
        return [BUSY]

    return serve


def _close(answer: Iterable[bytes]) -> None:
    if close := getattr(answer, "close", None):
        close()
