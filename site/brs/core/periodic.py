"""Tasks that are done by the clock: publishing what is scheduled, closing months, asking people again, pruning.

`PERIODIC_DEEDS` in the settings says what, and how often. The worker does what is due, by `keep_time`; `manage.py
run_due` does it once, for cron. A deed that was broken off or failed is tried again within an hour; each of them may be
run twice.
"""

import logging
import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.timesince import timesince

from .logs import lines_of
from .models import PeriodicRun

AGAIN = timedelta(hours=1)
LATE = timedelta(minutes=15)
SECONDS_BETWEEN_LOOKS = 30

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """A deed, how often it is done, and when it was and will be. `run` is None when it was never begun."""

    deed: str
    title: str | Promise
    every: timedelta
    run: PeriodicRun | None

    @property
    def often(self) -> str:
        """«5 minutes», «1 day»: the largest unit says it."""
        now = timezone.now()
        return timesince(now - self.every, now, depth=1)

    @property
    def due_at(self) -> datetime | None:
        return self.run.due_at if self.run else None

    def is_overdue(self) -> bool:
        return self.run is None or bool(self.run.error) or self.run.due_at < timezone.now() - LATE


def states() -> list[State]:
    """One query."""
    runs = PeriodicRun.objects.in_bulk()
    return [State(deed, title, every, runs.get(deed)) for deed, every, title in settings.PERIODIC_DEEDS]


def overdue() -> list[str]:
    return [state.deed for state in states() if state.is_overdue()]


def run_due() -> list[str]:
    """Do what is due, and what was never done. Two at once never do the same."""
    return [state.deed for state in states() if _claim(state) and _run(state)]


def keep_time(is_going: Callable[[], bool] = lambda: True) -> None:
    """Look again and again, for as long as the process lives."""
    while is_going():
        try:
            close_old_connections()
            run_due()
        except Exception:  # the database may be away for a while
            logger.exception("What is due could not be looked up")
        finally:
            connection.close()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _claim(state: State) -> bool:
    now = timezone.now()
    # Later than that it can only be by a clock that was ahead, and has been put right: nothing waits for such a time.
    if state.run and now < state.run.due_at <= now + state.every:
        return False
    begun = {"begun_at": now, "due_at": now + min(state.every, AGAIN)}
    if state.run is None:
        return PeriodicRun.objects.get_or_create(pk=state.deed, defaults=begun)[1]
    return bool(PeriodicRun.objects.filter(pk=state.deed, due_at=state.run.due_at).update(**begun))


def _run(state: State) -> bool:
    mine = PeriodicRun.objects.filter(pk=state.deed)
    begun_at = mine.get().begun_at
    with lines_of(f"deed:{state.deed}"):
        try:
            _do(state.deed)
        except Exception as error:  # whatever goes wrong in one keeps none of the others from being done
            logger.exception("%s failed", state.deed)
            mine.update(ended_at=timezone.now(), error=type(error).__name__)  # its words may name people
        else:
            mine.update(ended_at=timezone.now(), error="", due_at=begun_at + state.every)
    return True


def _do(deed: str) -> None:
    name, *arguments = shlex.split(deed)
    if name in get_commands():
        call_command(name, *arguments)
    else:
        import_string(name)()
