"""Whether this process can serve, and what is amiss beside it: the checks of `/readyz`, which is asked often.

A problem takes the site away from whoever comes: a process that cannot keep what is sent, or show a page, must get no
requests. All else is a warning: the site serves without its mail server, its worker, or a clock that is right.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import background, periodic, schema, static, waiting_mail
from .models import MailServer, PeriodicRun

OK, UNKNOWN = "ok", "unknown"
LONGEST_WAIT = timedelta(minutes=15)
LATELY = timedelta(days=1)
CLOCKS_DIFFER = timedelta(seconds=30)


@dataclass(frozen=True)
class Finding:
    """`word`: one plain word of what a check found. `problems`, `warnings`: in words, each."""

    word: str = OK
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def findings() -> dict[str, Finding]:
    """By the check's name. What needs the database is not asked of one that does not answer or lacks something."""
    independent = {"database": _asked(_database), "static": _static(), "disk": _disk()}
    can_ask = not independent["database"].problems
    return independent | {
        name: _asked(check) if can_ask else Finding(UNKNOWN) for name, check in OF_THE_DATABASE.items()
    }


def _asked(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:  # whatever the driver raises, the answer is the same
        return Finding("away", problems=(f"database: {type(error).__name__}",))


def _database() -> Finding:
    compared = schema.readiness()
    word = "incomplete" if compared.problems else "slow" if compared.warnings else OK
    return Finding(word, compared.problems, compared.warnings)


def _static() -> Finding:
    absent = static.missing()
    if not absent:
        return Finding()
    which = f"{len(absent)} are missing, such as {absent[0]}"
    return Finding("missing", problems=(f"static files: {which}; run collectstatic, then restart",))


def _disk() -> Finding:
    """A full disk below the database keeps nothing any more; one below the media only takes no files."""
    word, problems, warnings = OK, [], []
    for name, folder in _folders().items():
        free = shutil.disk_usage(_existing(folder)).free
        message = f"disk: {free // 1_000_000} MB are left for the {name}"
        if free < settings.DISK_FULL_BYTES and name == "database":
            word = "full"
            problems.append(message)
        elif free < settings.DISK_LOW_BYTES:
            word = word if word == "full" else "low"
            warnings.append(message)
    return Finding(word, tuple(problems), tuple(warnings))


def _folders() -> dict[str, Path]:
    folders = {"media": Path(settings.MEDIA_ROOT), "offline folders": Path(settings.OFFLINE_ROOT)}
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        folders = {"database": Path(connection.settings_dict["NAME"]).parent, **folders}
    return folders


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _queue() -> Finding:
    now = timezone.now()
    failed = background.failed().filter(finished_at__gt=now - LATELY).count()
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - LONGEST_WAIT)
    warnings = {
        "late": "queue: nothing was taken from it for 15 minutes; no worker runs" if late.exists() else "",
        "stuck": _number("queue: {} broken off, its worker is gone", len(background.stuck())),
        "failed": _number("queue: {} failed in the last day", failed),
    }
    return _worst(warnings)


def _mail() -> Finding:
    now = timezone.now()
    late, failed = waiting_mail.counts(now - LONGEST_WAIT, now - LATELY)
    away = MailServer.objects.filter(away_since__lt=now - LONGEST_WAIT).first()
    warnings = {
        "away": f"mail: the mail server has taken none for 15 minutes: {away.reason}" if away else "",
        "late": _number("mail: {} waiting for more than 15 minutes", late),
        "failed": _number("mail: {} not delivered in the last day", failed),
    }
    return _worst(warnings)


def _clock() -> Finding:
    """What was written by a clock that is ahead of this process's; it was put back, or another machine's is wrong."""
    now = timezone.now()
    warnings = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            difference = abs(cursor.fetchone()[0] - timezone.now())
        if difference > CLOCKS_DIFFER:
            warnings.append(f"clock: the database's differs by {difference.total_seconds():.0f} seconds")
    newest = PeriodicRun.objects.aggregate(newest=Max("begun_at"))["newest"]
    if newest and newest > now + CLOCKS_DIFFER:
        warnings.append(f"clock: was put back, something was done at {_moment(newest)}")
    return Finding("wrong" if warnings else OK, warnings=tuple(warnings))


def _deeds() -> Finding:
    overdue = periodic.overdue()
    return Finding("overdue" if overdue else OK, warnings=tuple(f"overdue: {deed}" for deed in overdue))


OF_THE_DATABASE: dict[str, Callable[[], Finding]] = {
    "queue": _queue,
    "mail": _mail,
    "deeds": _deeds,
    "clock": _clock,
}


def _worst(warnings: dict[str, str]) -> Finding:
    """The words are given the worst first."""
    given = {word: warning for word, warning in warnings.items() if warning}
    return Finding(next(iter(given), OK), warnings=tuple(given.values()))


def _number(words: str, number: int) -> str:
    return words.format(number) if number else ""


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
