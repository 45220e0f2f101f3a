"""What is kept in memory never outlives what it was made from, whichever process changes that."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from wagtail.models import Locale, PageViewRestriction, Site

from brs.core import generation
from brs.core.pages import address
from brs.taxonomy.models import Convention, Provision
from courses.pages.models import LessonPage
from tests.given import a_course, a_trainee, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(django_capture_on_commit_callbacks):
    """Does something as another process would: it commits, and does not touch this process's memory."""

    def do(deed, *args, **options):
        cached = dict(generation._cached)
        connection.run_on_commit.clear()  # the test's own preparation is never committed
        with django_capture_on_commit_callbacks(execute=True):
            deed(*args, **options)
        generation._cached.update(cached)

    return do


@pytest.fixture
def course():
    return a_course(lessons=1, body=[{"type": "paragraph", "id": "one", "value": "<p>As it was.</p>"}])


@pytest.fixture
def lesson(course) -> LessonPage:
    return lessons_of(course)[0]


@pytest.fixture
def page(client, lesson) -> str:
    """The lesson's address, whose page is kept already."""
    path = address(lesson, "en")
    assert client.get(path).status_code == 200
    return path


def test_a_page_that_is_kept_takes_one_query_to_find(client, page, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(page)


def test_what_is_published_elsewhere_is_shown_at_once(client, page, lesson, elsewhere):
    lesson.title = "As it is now"
    lesson.body = [("paragraph", "<p>Mended.</p>")]
    elsewhere(lesson.save_revision().publish)
    html = client.get(page).content.decode()
    assert "As it is now" in html
    assert "Mended." in html
    assert "As it was." not in html


def test_a_draft_is_not_shown_and_costs_nobody_what_is_kept(client, page, lesson):
    lesson.body = [("paragraph", "<p>Secret plans.</p>")]
    cached = dict(generation._cached)
    lesson.save_revision()
    assert generation._cached == cached
    assert "Secret plans." not in client.get(page).content.decode()


@pytest.mark.parametrize("what", ["lesson", "course"])
def test_what_is_made_private_elsewhere_is_closed_at_once(client, page, course, lesson, elsewhere, what):
    restricted = {"lesson": lesson, "course": course}[what]
    elsewhere(restricted.view_restrictions.create, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page).status_code == 302


def test_what_is_made_public_elsewhere_is_open_at_once(client, page, course, elsewhere):
    restriction = course.view_restrictions.create(restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page).status_code == 302
    elsewhere(restriction.delete)
    assert client.get(page).status_code == 200


def test_who_may_see_a_private_page_is_asked_each_time(client, page, course):
    group = Group.objects.create(name="Reviewers")
    restriction = course.view_restrictions.create(restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
    person = a_trainee()
    client.force_login(person)
    assert client.get(page).status_code == 403
    person.groups.add(group)
    assert client.get(page).status_code == 200
    person.groups.clear()
    assert client.get(page).status_code == 403


def test_what_is_taken_offline_elsewhere_is_gone_at_once(client, page, lesson, elsewhere):
    elsewhere(lesson.unpublish)
    assert client.get(page).status_code == 404


def test_what_is_deleted_elsewhere_is_gone_at_once(client, page, course, elsewhere):
    elsewhere(course.delete)
    assert client.get(page).status_code == 404


def test_what_is_moved_elsewhere_has_its_new_address_alone(client, page, lesson, elsewhere):
    other = a_course(lessons=0).get_children().get()
    elsewhere(lesson.move, other, pos="last-child")
    assert client.get(page).status_code == 301
    moved = LessonPage.objects.get(pk=lesson.pk)
    assert client.get(address(moved, "en")).status_code == 200


def test_a_slug_changed_elsewhere_holds_for_all_below(client, page, course, elsewhere):
    course.slug = "renamed"
    elsewhere(course.save)
    assert client.get(page).status_code == 301
    assert client.get("/en/courses/renamed/module/lesson-0/").status_code == 200


def test_a_site_or_term_changed_elsewhere_makes_a_new_generation(course, elsewhere):
    english = Locale.objects.get(language_code="en")
    convention = Convention.objects.create(slug="basel", title="Basel", locale=english)
    for changed in [
        Site.objects.get(),
        convention,
        Provision(slug="x", title="X", locale=english, convention=convention),
    ]:
        before = generation.current()
        elsewhere(changed.save)
        assert generation.current() != before, changed


def test_a_change_that_is_taken_back_is_never_announced(page, lesson, django_capture_on_commit_callbacks):
    before = generation.current()
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        lesson.save()
        transaction.set_rollback(True)
    assert generation.current() == before


def test_many_changes_in_one_transaction_are_announced_once(lesson, django_capture_on_commit_callbacks):
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks() as announced:
        for _ in range(3):
            lesson.save()
    assert len([deed for deed in announced if deed is generation._announce]) == 1


def test_what_one_request_writes_on_its_page_the_next_does_not_see(client, page, monkeypatch):
    def serve(self, request, *args, **options):
        self.title += " and more"
        return super(LessonPage, self).serve(request)

    monkeypatch.setattr(LessonPage, "serve", serve)
    client.get(page)
    assert "and more and more" not in client.get(page).content.decode()


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(generation, "MOST", 10)
    for n in range(100):
        generation.cached("now", n, lambda: "something")
    assert len(generation._cached) <= 11


def test_it_heals_by_itself_when_content_was_changed_past_the_models(client, page, lesson, monkeypatch):
    LessonPage.objects.filter(pk=lesson.pk).update(title="Written by hand")
    later = generation.time.time() + generation.LONGEST_SECONDS
    monkeypatch.setattr(generation.time, "time", lambda: later)
    assert "Written by hand" in client.get(page).content.decode()
