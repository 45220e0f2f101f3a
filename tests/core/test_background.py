"""A worker is killed, or a task fails: the task comes again where that does no harm, else somebody mends it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from brs.core import background
from brs.core.background import TRIES, in_background, take_up
from brs.core.models import Worker
from brs.settings.base import PERIODIC_DEEDS, TASKS
from tests.given import in_role

ROOT = Path(__file__).resolve().parents[2]
ON_ITS_WAY, GO_ON = "on its way", "go on"
SECONDS = 180  # a worker that has done nothing by then does nothing any more
DONE: list[str] = []


@in_background("Note", is_repeatable=True)
@task(backend="background")
def note(word: str) -> None:
    DONE.append(word)


@in_background("Send once", is_repeatable=False)
@task(backend="background")
def once(word: str) -> None:
    DONE.append(word)


@in_background("Fail", is_repeatable=True)
@task(backend="background")
def fail() -> None:
    raise LookupError("Amina's address")


@in_background("Wait", is_repeatable=True)
@task(backend="background")
def wait(folder: str) -> None:
    """Run by a worker of its own: says that it is on its way, and ends when it is told to go on."""
    Path(folder, ON_ITS_WAY).write_text(str(os.getpid()))
    while not Path(folder, GO_ON).exists():
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def queue(settings, monkeypatch):
    settings.TASKS = TASKS
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's own
    DONE.clear()


def work(**options) -> None:
    call_command("db_worker", "--backend=background", "--batch", "--no-startup-delay", "--no-reload", **options)


def broken_off(each, *arguments, worker: str = "killed") -> DBTaskResult:
    """As a worker leaves it that is killed while it is at it."""
    result = DBTaskResult.objects.get(pk=each.enqueue(*arguments).id)
    result.claim(worker)
    return result


@pytest.mark.django_db
def test_a_task_whose_worker_was_killed_is_done_after_all():
    result = broken_off(note, "done")
    work()
    assert DONE == []  # nobody else ever looks at it
    assert take_up() == 1
    work()
    assert DONE == ["done"]
    result.refresh_from_db()
    assert result.status == "SUCCESSFUL" and len(result.worker_ids) == 2


@pytest.mark.django_db
def test_one_that_a_living_worker_is_at_is_left_alone():
    background.say_alive("lives")
    broken_off(note, "done", worker="lives")
    assert background.stuck() == [] and take_up() == 0
    Worker.objects.update(alive_at=timezone.now() - background.LOST_AFTER)
    assert take_up() == 1


@pytest.mark.django_db
def test_a_clock_that_is_put_back_hides_nothing_for_long():
    Worker.objects.create(id="killed", alive_at=timezone.now() + timedelta(hours=1))
    broken_off(note, "done")
    assert take_up() == 1


@pytest.mark.django_db
def test_one_that_must_not_be_done_twice_has_failed_and_says_so():
    result = broken_off(once, "done")
    assert take_up() == 0
    result.refresh_from_db()
    assert (result.status, result.exception_class_path) == ("FAILED", "brs.core.background.WorkerLost")
    work()
    assert DONE == []


@pytest.mark.django_db
def test_one_that_fails_is_tried_a_few_times_with_pauses():
    fail.enqueue()
    for tries in range(1, TRIES + 1):
        work()
        assert take_up() == 0  # not at once
        assert len(DBTaskResult.objects.get().worker_ids) == tries
        DBTaskResult.objects.update(finished_at=timezone.now() - background.PAUSE)
        assert take_up() == (tries < TRIES)
    assert DBTaskResult.objects.get().status == "FAILED"


@pytest.mark.django_db
def test_one_that_kills_its_worker_kills_a_few_of_them():
    result = broken_off(note, "done")
    for _ in range(TRIES - 1):
        assert take_up() == 1
        result.refresh_from_db()
        result.claim("killed too")
    assert take_up() == 0
    result.refresh_from_db()
    assert result.status == "FAILED"


@pytest.mark.django_db
def test_one_that_nobody_knows_any_more_is_not_repeated():
    result = broken_off(note, "done")
    DBTaskResult.objects.update(task_path="brs.gone.away")
    assert take_up() == 0
    assert background.troubled()[0].title == "brs.gone.away"
    result.refresh_from_db()
    assert result.status == "FAILED"


@pytest.mark.django_db
def test_every_task_of_the_site_says_whether_it_may_be_repeated():
    calls = [
        path.relative_to(ROOT)
        for top in ("site/brs", "courses", "toolkits")
        for path in (ROOT / top).rglob("*.py")
        if path.read_text().count("\n@task(") != path.read_text().count("\n@in_background(")
    ]
    assert calls == []


def test_it_is_looked_for_by_the_clock():
    assert "brs.core.background.take_up" in [deed for deed, _every, _title in PERIODIC_DEEDS]


@pytest.mark.django_db
def test_a_worker_is_known_while_it_lives():
    work(worker_id="short")
    assert not Worker.objects.exists()
    Worker.objects.create(id="killed", alive_at=timezone.now() - timedelta(days=2))
    take_up()
    assert not Worker.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the worker gets a copy of the test's SQLite database")
@pytest.mark.django_db
def test_a_real_worker_that_is_killed_loses_nothing(tmp_path):
    """The next one takes up by itself what it was at."""
    wait.enqueue(str(tmp_path))
    connection.ensure_connection()
    database = tmp_path / "db.sqlite3"
    database.write_bytes(connection.connection.serialize())  # with what the test has not committed

    def state(statement: str = "") -> str:
        with closing(sqlite3.connect(database, timeout=60)) as line, line:
            if statement:
                line.execute(statement)
            return line.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchone()[0]

    with a_worker(database) as first:
        until(lambda: (tmp_path / ON_ITS_WAY).exists(), first)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert state() == "RUNNING"
    long_ago = (timezone.now() - background.LOST_AFTER).isoformat(" ")[:26]
    state(f"UPDATE core_worker SET alive_at = '{long_ago}'")
    state("UPDATE core_periodicrun SET due_at = begun_at")
    (tmp_path / GO_ON).touch()
    with a_worker(database) as second:
        until(lambda: state() == "SUCCESSFUL", second)


@contextmanager
def a_worker(database: Path) -> Iterator[subprocess.Popen]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.core.with_a_queue",
        "BRS_DATABASE_URL": f"sqlite:///{database}",
        "PYTHONPATH": f"{ROOT}/site:{ROOT}",
    }
    worker = [sys.executable, str(ROOT / "manage.py"), "db_worker", "--backend=background", "--no-reload"]
    process = subprocess.Popen(worker, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(is_so: Callable[[], bool], process: subprocess.Popen) -> None:
    end = time.monotonic() + SECONDS
    while not is_so():
        assert process.poll() is None, "the worker has ended"
        assert time.monotonic() < end
        time.sleep(0.05)


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(in_role(role))
    return client


@pytest.mark.django_db
def test_the_administrator_sees_what_failed_and_runs_it_again():
    client = signed_in("administrator")
    assert "None." in client.get(reverse("health")).content.decode()
    broken_off(once, "stuck")
    fail.enqueue()
    work()
    html = client.get(reverse("health")).content.decode()
    assert "Send once" in html and "its worker has stopped" in html
    assert "Fail" in html and "LookupError" in html and "tried again within minutes" in html
    assert "Amina" not in html  # the words of an error may name people
    for result in DBTaskResult.objects.all():
        assert b"in the queue again" in client.post(reverse("run_task_again", args=[result.pk]), follow=True).content
    work()
    assert DONE == ["stuck"]
    failed = DBTaskResult.objects.get(status="FAILED")
    assert b"is discarded" in client.post(reverse("discard_task", args=[failed.pk]), follow=True).content
    done = DBTaskResult.objects.get()
    for name in ("run_task_again", "discard_task"):
        assert client.get(reverse(name, args=[done.pk])).status_code == 405
        assert client.post(reverse(name, args=[done.pk])).status_code == 404  # nothing is wrong with it


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor", "reviewer", "manager"])
def test_nobody_else_runs_or_discards_a_task(role):
    result, client = broken_off(once, "stuck"), signed_in(role)
    for name in ("run_task_again", "discard_task"):
        assert client.post(reverse(name, args=[result.pk])).status_code in (302, 403)
    result.refresh_from_db()
    assert result.status == "RUNNING"


@pytest.mark.django_db
def test_as_many_queries_however_many_failed(django_assert_max_num_queries):
    client = signed_in("administrator")
    for _ in range(60):
        fail.enqueue()
    work()
    broken_off(once, "stuck")
    client.get(reverse("health"))
    with django_assert_max_num_queries(14):
        html = client.get(reverse("health")).content.decode()
    assert html.count("LookupError") == background.SHOWN and "60 tasks failed" in html
