"""The context of a line of the log: of which request, task or deed it is, and who asked.

A person is their primary key alone. What opens something for whoever has it is not written down.
"""

import logging
import re
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django_tasks import TaskResult

from .whole_bodies import Application

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
NOBODY = "-"
# Codes and tokens in addresses: whoever has one joins, reads, confirms, or sees somebody's certificate.
SECRETS = [
    re.compile(r"^/[tjf]/([^/]+)"),
    re.compile(r"^/j/[^/]+/here/[^/]+/([^/]+)"),
    re.compile(r"^/[a-z-]+/accounts/(?:verify|reset)/(?!(?:sent|done)/)([^/].*)/"),
    re.compile(r"^/(?:certificates|verify)/([^/]+?)(?:\.pdf|\.json|/|$)"),
]

reference: ContextVar[str] = ContextVar("reference", default=NOBODY)
request: ContextVar[Callable[[], HttpRequest | None]] = ContextVar("request", default=lambda: None)


def masked(path: str) -> str:
    """The path without its query, and without what is secret in it."""
    path = path.partition("?")[0]
    for secret in SECRETS:
        if match := secret.search(path):
            path = f"{path[: match.start(1)]}…{path[match.end(1) :]}"
    return path


def person() -> str:
    """The primary key of who asks, where it is known already: nobody is looked up for the log."""
    return str(getattr(getattr(request.get()(), "_cached_user", None), "pk", None) or NOBODY)


@contextmanager
def lines_of(deed: str) -> Iterator[None]:
    """Within it, lines of the log are of this task or deed."""
    token = reference.set(deed)
    try:
        yield
    finally:
        reference.reset(token)


def begin_task(task_result: TaskResult, **sent: Any) -> None:
    """From now on lines of the log are of this task. A task done at once stays of the request that it is done in."""
    if reference.get() == NOBODY:
        reference.set(f"task:{task_result.id}")


def end_task(task_result: TaskResult, **sent: Any) -> None:
    if reference.get() == f"task:{task_result.id}":
        reference.set(NOBODY)


def with_reference(application: Application) -> Application:
    """The application, each of whose requests has an id: in its answer, in the lines of the log, in the access log.

    A proxy's own is taken where it is well formed.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        named = environ.get("HTTP_X_REQUEST_ID", "")
        name = named if WELL_FORMED.fullmatch(named) else uuid.uuid4().hex
        reference.set(name)  # of this thread, until its next request: what is sent afterwards is logged as this one's
        environ |= {"brs.reference": name, "brs.path": masked(environ.get("PATH_INFO", ""))}

        def start(status: str, heads: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, [*heads, ("X-Request-ID", name)], *error)

        return application(environ, start)

    return serve


class PersonMiddleware:
    """Lets the log know who asks, once somebody has looked."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, asked: HttpRequest) -> Any:
        request.set(weakref.ref(asked))  # Django logs what became of it after all middleware
        answer = self.get_response(asked)
        asked.META["brs.person"] = person()
        return answer


class Context(logging.Filter):
    """Gives each line its `reference` and `person`, and takes from the addresses in it what nobody may read."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = reference.get()
        record.person = person()
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked(value) if isinstance(value, str) and value.startswith("/") else value for value in record.args
            )
        return True
