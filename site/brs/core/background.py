"""Background tasks whose worker was killed, or that failed: taken up again where that does no harm, else shown.

A worker says every few seconds that it lives. A task that runs by none that does was broken off: nobody would ever look
at it again.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import Worker

SECONDS_BETWEEN_BEATS = 15
LOST_AFTER = timedelta(minutes=2)  # without a beat
FORGOTTEN_AFTER = timedelta(days=1)
TRIES = 3  # a task that kills its worker kills no more of them
PAUSE = timedelta(minutes=5)  # before one that failed is tried again
SHOWN = 50


class WorkerLost(Exception):
    """The worker was killed while it was at the task."""


@dataclass(frozen=True)
class Declared:
    """The title of a task, and whether doing it again, or from its middle, is as doing it once."""

    title: str | Promise
    is_repeatable: bool


_declared: dict[str, Declared] = {}


def in_background(title: str | Promise, *, is_repeatable: bool) -> Callable[[Task], Task]:
    """Stands above `@task(backend="background")` of each task."""

    def declare(task: Task) -> Task:
        _declared[task.module_path] = Declared(title, is_repeatable)
        return task

    return declare


def declared(path: str) -> Declared:
    """A task that nobody has declared, or that an older version left in the queue, is not repeated by itself."""
    try:
        import_string(path)
    except ImportError:
        pass
    return _declared.get(path, Declared(path, is_repeatable=False))


@dataclass(frozen=True)
class Troubled:
    """A task that will not be done without help, or not soon. `error`: a class; its words may name people."""

    result: DBTaskResult
    is_stuck: bool

    @property
    def title(self) -> str | Promise:
        return declared(self.result.task_path).title

    @property
    def error(self) -> str:
        return "" if self.is_stuck else self.result.exception_class_path.rpartition(".")[2]

    @property
    def comes_again(self) -> bool:
        return _may_be_repeated(self.result)


def troubled() -> list[Troubled]:
    """Those that are stuck, and the newest that failed. Three queries."""
    newest = failed().defer("traceback").order_by("-finished_at")[:SHOWN]
    return [Troubled(result, True) for result in stuck()] + [Troubled(result, False) for result in newest]


def failed() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.failed()


def stuck() -> list[DBTaskResult]:
    """Those that run by no living worker. Two queries, one where nothing runs."""
    running = list(DBTaskResult.objects.running().order_by("started_at"))
    if not running:
        return []
    now = timezone.now()
    # A beat that lies in the future was written by a clock that has been put back.
    beats = Worker.objects.filter(alive_at__gt=now - LOST_AFTER, alive_at__lt=now + LOST_AFTER)
    living = set(beats.values_list("pk", flat=True))
    return [result for result in running if result.worker_ids[-1:] == [] or result.worker_ids[-1] not in living]


def take_up() -> int:
    """Put back into the queue what may be repeated, a few times; the rest of what is stuck has failed. How many."""
    again = 0
    for result in stuck():
        if _may_be_repeated(result):
            again += run_again(result)
        else:
            lost = f"{WorkerLost.__module__}.{WorkerLost.__qualname__}"
            _as_it_is(result).update(
                status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path=lost
            )
    for result in failed().filter(finished_at__lt=timezone.now() - PAUSE):
        if _may_be_repeated(result):
            again += run_again(result)
    Worker.objects.filter(alive_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    return again


def run_again(result: DBTaskResult) -> int:
    """1 if it is in the queue again, 0 where somebody else was quicker."""
    return _as_it_is(result).update(
        status=TaskResultStatus.READY, finished_at=None, exception_class_path="", traceback="", return_value=None
    )


def discard(result: DBTaskResult) -> None:
    _as_it_is(result).delete()


def say_alive(worker: str) -> None:
    Worker.objects.update_or_create(pk=worker, defaults={"alive_at": timezone.now()})


def keep_saying_alive(worker: str, ended: threading.Event) -> None:
    """Until the worker ends; a process that is killed says nothing any more."""
    while not ended.wait(SECONDS_BETWEEN_BEATS):
        try:
            say_alive(worker)
        except Exception:  # noqa: S110  the database may be away for a while
            pass
        finally:
            connection.close()


def say_gone(worker: str) -> None:
    Worker.objects.filter(pk=worker).delete()


def _may_be_repeated(result: DBTaskResult) -> bool:
    return len(result.worker_ids) < TRIES and declared(result.task_path).is_repeatable


def _as_it_is(result: DBTaskResult) -> QuerySet[DBTaskResult]:
    """The row, if nobody has touched it since."""
    return DBTaskResult.objects.filter(pk=result.pk, status=result.status, started_at=result.started_at)
