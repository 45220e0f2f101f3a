"""/readyz: each check by its name, its finding in a word. What the site serves without takes nobody away from it."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from brs.core import readiness
from brs.core.models import MailServer, PeriodicRun, Reason, WaitingMail
from tests.given import WELL

pytestmark = pytest.mark.django_db
LONG = timedelta(minutes=16)


def a_task(**fields) -> DBTaskResult:
    path = "courses.pages.models.nothing"
    result = DBTaskResult.objects.create(
        task_path=path, args_kwargs={"args": [], "kwargs": {}}, backend_name="background", run_after=timezone.now()
    )
    DBTaskResult.objects.filter(pk=result.pk).update(**fields)
    return result


def a_mail(**fields) -> None:
    WaitingMail.objects.create(to="a@example.org", sender="b@example.org", message=b"x", **fields)


def no_worker() -> None:
    a_task(enqueued_at=timezone.now() - LONG)


def a_killed_worker() -> None:
    a_task(status="RUNNING", started_at=timezone.now(), worker_ids=["killed"])


def a_failed_task() -> None:
    a_task(status="FAILED", finished_at=timezone.now())


def old_mail() -> None:
    a_mail(made_at=timezone.now() - LONG)


def a_refused_mail() -> None:
    a_mail(failed_at=timezone.now())


def no_mail_server() -> None:
    MailServer.objects.create(away_since=timezone.now() - LONG, reason=Reason.AWAY)


def a_clock_put_back() -> None:
    PeriodicRun.objects.create(deed="x", begun_at=timezone.now() + timedelta(hours=1), due_at=timezone.now())


# What is amiss -> the check that says so, its word, and what is among the words of the warning.
DEGRADED: dict[Callable[[], None], tuple[str, str, str]] = {
    no_worker: ("queue", "late", "queue: nothing was taken from it for 15 minutes"),
    a_killed_worker: ("queue", "stuck", "queue: 1 broken off"),
    a_failed_task: ("queue", "failed", "queue: 1 failed in the last day"),
    old_mail: ("mail", "late", "mail: 1 waiting for more than 15 minutes"),
    a_refused_mail: ("mail", "failed", "mail: 1 not delivered in the last day"),
    no_mail_server: ("mail", "away", "mail: the mail server has taken none for 15 minutes: away"),
    a_clock_put_back: ("clock", "wrong", "clock: was put back"),
}


@pytest.mark.parametrize("amiss", DEGRADED, ids=[amiss.__name__ for amiss in DEGRADED])
def test_it_serves_and_warns(client, amiss):
    check, word, words = DEGRADED[amiss]
    assert client.get("/readyz").json() == WELL
    amiss()
    answer = client.get("/readyz")
    status = answer.json()
    assert (answer.status_code, status["ready"], status["problems"]) == (200, True, [])
    assert status["checks"] == {**WELL["checks"], check: word}
    [warning] = status["warnings"]
    assert warning.startswith(words)


def test_what_is_over_is_no_warning(client):
    a_task(status="FAILED", finished_at=timezone.now() - timedelta(days=2))
    a_mail(failed_at=timezone.now() - timedelta(days=2))
    a_mail(made_at=timezone.now() - timedelta(minutes=14))
    PeriodicRun.objects.create(deed="x", begun_at=timezone.now(), due_at=timezone.now())
    assert client.get("/readyz").json() == WELL


@pytest.fixture
def on_a_disk(monkeypatch, tmp_path, settings):
    """As on one machine: the database is a file. What is free below each is set by the test."""
    free = {"database": 10**12, "media": 10**12, "offline": 10**12}
    for name in free:
        (tmp_path / name).mkdir()
    settings.MEDIA_ROOT, settings.OFFLINE_ROOT = tmp_path / "media", tmp_path / "offline" / "none yet"
    settings.DISK_LOW_BYTES, settings.DISK_FULL_BYTES = 1_000_000_000, 50_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free[path.name]))
    folders = {"database": tmp_path / "database", **readiness._folders()}
    monkeypatch.setattr(readiness, "_folders", lambda: folders)
    return free


def disk(client) -> tuple[int, str, list[str], list[str]]:
    answer = client.get("/readyz")
    status = answer.json()
    return answer.status_code, status["checks"]["disk"], status["problems"], status["warnings"]


def test_a_disk_that_fills_is_a_warning_one_that_is_full_below_the_database_a_problem(client, on_a_disk):
    assert disk(client) == (200, "ok", [], [])
    on_a_disk["database"] = 900_000_000
    assert disk(client) == (200, "low", [], ["disk: 900 MB are left for the database"])
    on_a_disk["database"] = 40_000_000
    assert disk(client) == (503, "full", ["disk: 40 MB are left for the database"], [])


@pytest.mark.parametrize("name", ["media", "offline"])
def test_one_that_is_full_below_files_alone_takes_nobody_away(client, on_a_disk, name):
    on_a_disk[name] = 0
    status, word, problems, [warning] = disk(client)
    assert (status, word, problems) == (200, "low", [])
    assert "0 MB are left" in warning


def test_the_machines_own_disk_is_looked_at(client, settings):
    settings.DISK_LOW_BYTES = 10**18
    status, word, problems, warnings = disk(client)
    assert (status, word, problems) == (200, "low", []) and len(warnings) == 2


def test_where_the_database_is_away_the_rest_is_not_asked(client, monkeypatch):
    def away():
        raise OSError("connection refused")

    monkeypatch.setattr(readiness.schema, "readiness", away)
    answer = client.get("/readyz")
    status = answer.json()
    assert (answer.status_code, status["ready"], status["problems"]) == (503, False, ["database: OSError"])
    others = dict.fromkeys(["queue", "mail", "deeds", "clock"], "unknown")
    assert status["checks"] == {"database": "away", "static": "ok", "disk": "ok", **others}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
def test_a_database_with_another_clock_is_a_warning(client, monkeypatch):
    monkeypatch.setattr(readiness, "CLOCKS_DIFFER", timedelta(0))
    status = client.get("/readyz").json()
    assert status["ready"] and status["checks"]["clock"] == "wrong"
    assert status["warnings"][0].startswith("clock: the database's differs")
