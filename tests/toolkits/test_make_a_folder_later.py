"""A large offline folder is made in the background, once, whoever dies meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale

from tests.given import WELL, a_course, a_link, a_toolkit
from tests.toolkits.offline_folders import made, silent
from toolkits.sharing import actions
from toolkits.sharing.models import Bundle
from toolkits.sharing.offline import making
from toolkits.sharing.offline.making import begin, begin_later

pytestmark = pytest.mark.django_db


def waiting() -> int:
    return DBTaskResult.objects.ready().count()


def test_a_large_one_is_made_in_the_background_while_a_page_says_how_far_it_is(small, client, queue):
    link = a_link(small)
    page = client.get(f"/t/{link.code}/bundle.zip")
    assert page.status_code == 302
    answer = client.get(page["Location"])
    assert answer["Refresh"] == "3"
    assert "waits for its turn" in answer.content.decode()
    Bundle.objects.update(alive_at=timezone.now(), tries=1, files=40, files_done=17)
    assert "17 of 40 files" in client.get(page["Location"]).content.decode()
    Bundle.objects.update(alive_at=None, tries=0)
    queue()
    ready = client.get(page["Location"])
    assert "Refresh" not in ready
    assert f"/t/{link.code}/bundle.zip?language=en" in ready.content.decode()
    assert client.get(f"/t/{link.code}/bundle.zip").getvalue()[:2] == b"PK"
    assert [(row.deed, row.count) for row in link.counts.all()] == [("download", 1)]


def test_the_page_offers_it_before_anybody_asked(small, client, queue):
    html = client.get(f"/t/{a_link(small).code}/offline/").content.decode()
    assert "Make it" in html
    assert "about" in html
    assert waiting() == 0


def test_two_clicks_make_one_job(small, client, queue):
    link = a_link(small)
    for _ in range(3):
        client.get(f"/t/{link.code}/bundle.zip")
    client.force_login(small.owner)
    client.get(reverse("toolkit_bundle", args=[small.pk]))
    assert (Bundle.objects.count(), waiting()) == (1, 1)


def test_a_job_that_comes_twice_is_done_once(small, queue):
    bundle = made(small)
    begin_later.enqueue(str(bundle.pk))
    queue()
    bundle.refresh_from_db()
    assert (bundle.tries, bundle.state()) == (1, "made")


def test_one_whose_worker_was_killed_is_begun_again_once(small, client, queue):
    bundle = made(small)
    DBTaskResult.objects.all().delete()  # the worker had taken it
    silent(bundle)
    bundle.path.parent.mkdir(exist_ok=True)
    bundle.path.with_suffix(".1.part").write_bytes(b"half")
    page = f"/t/{a_link(small).code}/offline/"
    for _ in range(3):
        assert client.get(page)["Refresh"]
    assert waiting() == 1
    queue()
    bundle.refresh_from_db()
    assert (bundle.tries, bundle.state()) == (2, "made")
    assert list(bundle.path.parent.glob(f"{bundle.pk}.*")) == [bundle.path]


def test_one_that_is_alive_is_left_alone(small, queue):
    bundle = made(small)
    queue()
    Bundle.objects.update(made_at=None, alive_at=timezone.now() - timedelta(seconds=30))
    begin(bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.tries, bundle.state()) == (1, "making")


def test_who_was_given_up_stops_when_somebody_else_goes_on(small, queue, monkeypatch):
    bundle = made(small)
    monkeypatch.setattr(making, "SAY_EVERY", 0)
    write = making._write

    def slow(contents, path, say):
        silent(bundle, tries=2)  # meanwhile another has begun
        return write(contents, path, say)

    monkeypatch.setattr(making, "_write", slow)
    begin(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.made_at is None
    assert list(bundle.path.parent.glob(f"{bundle.pk}.*")) == []


def test_one_that_fails_three_times_says_so_and_rests_an_hour(small, client, queue, monkeypatch):
    monkeypatch.setattr(making, "_write", lambda *args: 1 / 0)
    bundle = made(small)
    page = f"/t/{a_link(small).code}/offline/"
    for tries in (1, 2, 3):
        queue()
        bundle.refresh_from_db()
        assert bundle.tries == tries
        silent(bundle, tries=tries)
        client.get(page)
    assert waiting() == 0
    failed = client.get(page)
    assert "could not be made" in failed.content.decode()
    assert "Refresh" not in failed
    assert client.get(f"/t/{a_link(small).code}/bundle.zip").status_code == 302
    Bundle.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    client.get(f"/t/{a_link(small).code}/bundle.zip")
    assert waiting() == 1


def test_one_whose_job_was_lost_is_asked_for_again_after_a_while(small, client, queue):
    made(small)
    DBTaskResult.objects.all().delete()
    page = f"/t/{a_link(small).code}/offline/"
    client.get(page)
    assert waiting() == 0
    Bundle.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    for _ in range(3):
        client.get(page)
    assert waiting() == 1


def test_one_of_many_pages_is_made_in_the_background_too(settings, queue):
    settings.OFFLINE_AT_ONCE_BYTES, settings.OFFLINE_AT_ONCE_PAGES = 20_000_000, 3
    toolkit, course = a_toolkit(), a_course(lessons=4)
    actions.add_page(toolkit, course.translation_key, course.title)
    assert made(toolkit).state() == "waiting"


def test_the_site_says_when_nothing_takes_what_waits(small, client, queue):
    made(small)
    assert client.get("/readyz").json() == WELL
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=16))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "worker" in answer.json()["warnings"][0]


def test_an_arabic_speaker_reads_how_far_it_is(small, client, queue):
    Locale.objects.get_or_create(language_code="ar")
    client.get(f"/t/{a_link(small, language='ar').code}/bundle.zip")
    html = client.get(f"/t/{a_link(small, language='ar').code}/offline/").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
