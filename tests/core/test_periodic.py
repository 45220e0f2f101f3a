"""What is due by the clock is done once, and it is seen when it is not."""

from datetime import timedelta

import pytest
from django.core.management import call_command, get_commands
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from brs.core import periodic
from brs.core.management.commands import db_worker
from brs.core.models import PeriodicRun
from brs.settings.base import PERIODIC_DEEDS, TASKS
from tests.given import WELL, a_course, in_role

pytestmark = pytest.mark.django_db
DAILY = ("clearsessions", timedelta(days=1), "Forget")
DONE = []


def note() -> None:
    DONE.append("note")


def fail() -> None:
    raise OSError("away")


@pytest.fixture(autouse=True)
def _nothing_done():
    DONE.clear()


@pytest.fixture
def noting(settings) -> str:
    settings.PERIODIC_DEEDS = [(deed := f"{__name__}.note", timedelta(minutes=5), "Note")]
    return deed


def make_due(deed: str, since: timedelta = timedelta(seconds=1)) -> None:
    PeriodicRun.objects.filter(pk=deed).update(due_at=timezone.now() - since)


def test_every_deed_of_the_site_runs(settings):
    settings.PERIODIC_DEEDS, settings.TASKS = PERIODIC_DEEDS, TASKS
    assert periodic.run_due() == [deed for deed, _every, _title in PERIODIC_DEEDS]
    assert set(PeriodicRun.objects.values_list("error", flat=True)) == {""}
    assert periodic.overdue() == []


def test_a_page_goes_online_and_offline_when_its_time_has_come(settings):
    settings.PERIODIC_DEEDS = [deed for deed in PERIODIC_DEEDS if deed[0] == "publish_scheduled"]
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    course, ending = a_course(), a_course()
    course.unpublish()
    course.go_live_at = a_minute_ago
    Revision.objects.filter(pk=course.save_revision().pk).update(approved_go_live_at=a_minute_ago)
    Page.objects.filter(pk=ending.pk).update(expire_at=a_minute_ago)
    periodic.run_due()
    assert Page.objects.get(pk=course.pk).live
    assert not Page.objects.get(pk=ending.pk).live


def test_it_is_done_again_only_when_it_is_due_again(noting):
    assert periodic.run_due() == [noting]
    assert periodic.run_due() == []
    make_due(noting)
    assert periodic.run_due() == [noting]
    assert DONE == ["note", "note"]
    run = PeriodicRun.objects.get()
    assert run.due_at == run.begun_at + timedelta(minutes=5)


def test_a_clock_that_was_a_year_ahead_keeps_nothing_from_being_done(noting):
    periodic.run_due()
    PeriodicRun.objects.update(due_at=timezone.now() + timedelta(days=365))
    assert periodic.run_due() == [noting]
    assert periodic.run_due() == []


def test_two_workers_at_once_do_it_once(noting):
    periodic.run_due()
    make_due(noting)
    (seen_by_both,) = periodic.states()
    assert [periodic._claim(seen_by_both), periodic._claim(seen_by_both)] == [True, False]


def test_what_was_broken_off_is_tried_again_within_the_hour(settings):
    settings.PERIODIC_DEEDS = [DAILY]
    (state,) = periodic.states()
    assert periodic._claim(state)  # and the process is killed
    assert PeriodicRun.objects.get().due_at <= timezone.now() + timedelta(hours=1)


def test_one_that_fails_says_so_and_keeps_no_other_from_being_done(settings, client):
    settings.PERIODIC_DEEDS = [(f"{__name__}.fail", timedelta(days=1), "Fail"), (f"{__name__}.note", DAILY[1], "Note")]
    periodic.run_due()
    assert DONE == ["note"]
    assert PeriodicRun.objects.get(pk=f"{__name__}.fail").error == "OSError"
    assert client.get("/readyz").json()["warnings"] == [f"overdue: {__name__}.fail"]


def test_readiness_warns_of_what_is_overdue_or_was_never_done(noting, client):
    checks = {**WELL["checks"], "deeds": "overdue"}
    assert client.get("/readyz").json() == {**WELL, "warnings": [f"overdue: {noting}"], "checks": checks}
    periodic.run_due()
    assert client.get("/readyz").json()["warnings"] == []
    make_due(noting, timedelta(minutes=14))
    assert client.get("/readyz").json()["warnings"] == []
    make_due(noting, timedelta(minutes=16))
    assert client.get("/readyz").json()["warnings"] == [f"overdue: {noting}"]


def test_cron_does_it_by_a_command(noting, capsys):
    call_command("run_due")
    assert capsys.readouterr().out == f"{noting}\n"


def test_the_worker_keeps_time_beside_its_queue(monkeypatch, settings):
    settings.TASKS = TASKS
    began = []
    monkeypatch.setattr(db_worker, "keep_time", lambda: began.append("clock"))
    monkeypatch.setattr(db_worker.db_worker.Worker, "run", lambda worker: began.append("queue"))
    monkeypatch.setattr(db_worker.db_worker.Worker, "configure_signals", lambda worker: None)
    assert get_commands()["db_worker"] == "brs.core"
    call_command("db_worker", "--backend=background", "--no-reload")
    assert sorted(began) == ["clock", "queue"]


def test_looking_again_outlives_a_look_that_fails(monkeypatch):
    looks = []

    def look():
        looks.append(1)
        raise OSError("the database is away")

    monkeypatch.setattr(periodic, "run_due", look)
    monkeypatch.setattr(periodic, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(periodic.connection, "close", lambda: None)  # the test's own
    monkeypatch.setattr(periodic, "close_old_connections", lambda: None)
    periodic.keep_time(is_going=lambda: len(looks) < 3)
    assert len(looks) == 3


def test_the_administrator_sees_when_each_was_done_and_will_be(noting, client):
    client.force_login(in_role("administrator"))
    assert "Overdue" in client.get(reverse("health")).content.decode()
    periodic.run_due()
    screen = client.get(reverse("health")).content.decode()
    assert "In order" in screen
    assert "5\xa0minutes" in screen
    assert reverse("health") in client.get("/admin/").content.decode()
    client.force_login(in_role("editor"))
    assert client.get(reverse("health")).status_code != 200
    assert reverse("health") not in client.get("/admin/").content.decode()
