"""Rows that are past their time are thrown away once a day. Rooms add theirs."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import limits, once, waiting_mail

TASKS_KEPT_FOR = timedelta(days=14)


def _sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _tasks() -> int:
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASKS_KEPT_FOR).delete()[0]


# What it is, for who runs the command -> throws it away and says how many there were.
PRUNED: dict[str, Callable[[], int]] = {
    "sessions that are over": _sessions,
    "limits that count no more": limits.prune,
    "forms that were sent": once.prune,
    "mail that nobody took": waiting_mail.prune,
    "results of tasks": _tasks,
}


def prune() -> dict[str, int]:
    """How many of each went."""
    return {what: throw_away() for what, throw_away in PRUNED.items()}
