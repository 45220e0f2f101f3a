"""The database is away: one line a minute instead of a traceback for each who comes, and an answer that says so."""

import logging
import re
import sys
import threading
import time
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

SECONDS_BETWEEN_LINES = 60
RETRY_AFTER_SECONDS = 30
# SQLite: no file, no disk, no room, no turn in 30 seconds. Of what it calls an error plainly, the code is to blame.
SQLITE = re.compile(r"SQLITE_(CANTOPEN|IOERR|FULL|BUSY|LOCKED|NOTADB|READONLY)")
# PostgreSQL: no connection (which has no state), no resources, shut down.
POSTGRESQL = re.compile(r"08|53|57P")


def database_away(error: BaseException | None) -> BaseException | None:
    """Of an error and what caused it, that which says that the database cannot be reached or used."""
    return next((cause for cause in causes_of(error) if _says_so(cause)), None)


def causes_of(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what caused it, and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    driver = error.__cause__
    if name := getattr(driver, "sqlite_errorname", None):
        return bool(SQLITE.match(name))
    state = getattr(driver, "sqlstate", "")
    return state is None or bool(state and POSTGRESQL.match(state))


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody handled: that the site comes back soon where only the database is away."""
    if database_away(sys.exception()) is None:
        return server_error(request)
    answer = render_to_string("503.html")
    return HttpResponse(answer, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store"})


class OnceAMinute(logging.Filter):
    """Of the lines of an outage lets one a minute pass, without its traceback; it says how many there were."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.last = -float(SECONDS_BETWEEN_LINES)
        self.left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        passes = getattr(record, "passes", None)  # said before, to another handler
        if passes is None:
            cause = database_away(record.exc_info[1]) if record.exc_info else None
            passes = record.passes = cause is None or self._passes(record, cause)
        return bool(passes)

    def _passes(self, record: logging.LogRecord, cause: BaseException) -> bool:
        with self.lock:
            now = time.monotonic()
            if now - self.last < SECONDS_BETWEEN_LINES:
                self.left_out += 1
                return False
            self.last, left_out, self.left_out = now, self.left_out, 0
        words = " ".join(str(cause).split())
        record.msg = "The database is away: %s: %s (since the last such line: %d more)"
        record.args = (type(cause).__name__, words, left_out)
        record.outage = type(cause).__name__
        record.exc_info = record.exc_text = None
        return True
