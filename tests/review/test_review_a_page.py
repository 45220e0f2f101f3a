"""Content has an owner and a day by which it is reviewed. Whoever edits it marks it; its owner is reminded."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, PageLogEntry

from brs.review import scheduling
from brs.review.models import Review
from brs.review.reminders import remind
from tests.given import a_course, a_tool, in_french, in_role, in_the_admin_alone, lessons_of

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(in_role(role))
    return client


def reviewed_by(page: Page, days: int, **fields) -> Review:
    """The review of the page, due in so many days."""
    due = timezone.localdate() + timedelta(days=days)
    return Review.objects.update_or_create(
        key=page.translation_key,
        defaults={"kind": page.specific_class._meta.label_lower, "review_by": due, **fields},
    )[0]


def address(page: Page, name: str = "review_page") -> str:
    return reverse(name, args=[page.pk])


def in_months(months: int):
    return timezone.localdate() + relativedelta(months=months)


@pytest.mark.parametrize("make, months", [(a_course, 12), (a_tool, 24)])
def test_it_begins_when_the_page_is_published_and_its_maker_owns_it(make, months):
    page, editor = make(), in_role("editor")
    page.owner = editor
    page.save_revision().publish()
    review = Review.objects.get()
    assert (review.key, review.owner, review.review_by) == (page.translation_key, editor, in_months(months))
    review.review_by = in_months(1)
    review.save()
    in_french(page)
    page.save_revision().publish()
    assert Review.objects.get().review_by == in_months(1)


def test_a_lesson_is_reviewed_with_its_course():
    lesson = lessons_of(a_course())[0]
    lesson.save_revision().publish()
    assert not Review.objects.filter(key=lesson.translation_key).exists()
    assert signed_in("editor").get(address(lesson)).status_code == 404


def test_what_was_published_before_begins_with_its_publication():
    course = a_course()
    Page.objects.filter(pk=course.pk).update(first_published_at=timezone.now() - timedelta(days=800))
    scheduling.begin_missing()
    assert scheduling.begin_missing() == 0
    review = Review.objects.get()
    assert review.review_by == timezone.localdate(timezone.now() - timedelta(days=800)) + relativedelta(months=12)


def test_an_editor_sets_owner_and_date(client):
    course, owner = a_course(), in_role("manager")
    editor = signed_in("editor")
    assert "Nobody" in editor.get(address(course)).content.decode()
    editor.post(address(course), {"owner": owner.pk, "review_by": "2031-02-03"})
    assert Review.objects.values_list("owner", "review_by").get() == (owner.pk, date(2031, 2, 3))
    french = in_french(course)
    assert date_format(date(2031, 2, 3)) in editor.get(address(french)).content.decode()
    assert "This field is required" in editor.post(address(course), {"owner": owner.pk}).content.decode()
    wrong = editor.post(address(course), {"owner": in_the_admin_alone().pk, "review_by": "soon"})
    assert wrong.status_code == 200 and 'value="soon"' in wrong.content.decode()


def test_marked_as_reviewed_it_is_due_again_months_later_and_the_history_says_who():
    course = a_course()
    reviewed_by(course, -3, told_overdue_of=timezone.localdate())
    client = signed_in("reviewer")
    screen = client.get(address(course)).content.decode()
    assert "Overdue" in screen
    assert client.get(address(course, "mark_reviewed")).status_code == 405
    answer = client.post(address(course, "mark_reviewed"), follow=True)
    assert "is reviewed" in answer.content.decode()
    review = Review.objects.get()
    assert review.review_by == in_months(12) and review.reviewed_by.groups.get().name == "reviewer"
    assert PageLogEntry.objects.get(action="review.done").user == review.reviewed_by
    history = client.get(reverse("wagtailadmin_pages:history", args=[course.pk])).content.decode()
    assert "Marked as reviewed" in history


def test_who_may_not_edit_the_page_neither_sees_nor_marks_it():
    course = a_course()
    client = Client()
    for person in (in_role("trainee"), in_role("facilitator"), in_the_admin_alone()):
        client.force_login(person)
        assert client.get(address(course)).status_code == 302
        assert client.get(reverse("reviews")).status_code == 302
        assert client.post(address(course, "mark_reviewed")).status_code == 302
    assert not Review.objects.filter(reviewed_at__isnull=False).exists()


def test_the_owner_may_go_and_the_page_too():
    course, owner = a_course(), in_role("editor")
    reviewed_by(course, 3, owner=owner, reviewed_by=owner, reviewed_at=timezone.now())
    owner.delete()
    assert Review.objects.values_list("owner", "reviewed_by").get() == (None, None)
    assert remind() == 0
    french = in_french(course)
    Page.objects.get(pk=course.pk).delete()
    assert Review.objects.exists()
    Page.objects.get(pk=french.pk).delete()
    assert not Review.objects.exists()


def test_a_copy_begins_anew(client):
    course = a_course()
    reviewed_by(course, -3)
    copy = course.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False, user=in_role("editor"))
    assert not Review.objects.filter(key=copy.translation_key).exists()
    copy.save_revision().publish()
    assert Review.objects.get(key=copy.translation_key).review_by == in_months(12)


class TestReminding:
    def test_each_owner_gets_one_mail_in_their_language_about_all_that_is_due(self, django_capture_on_commit_callbacks):
        owner, other = in_role("editor"), in_role("manager")
        owner.language = "fr"
        owner.save()
        overdue, soon, later = a_course(), a_tool(), a_course()
        reviewed_by(overdue, -1, owner=owner)
        reviewed_by(soon, 20, owner=owner)
        reviewed_by(later, 90, owner=owner)
        reviewed_by(a_course(), 20, owner=other)
        in_french(overdue)
        Page.objects.filter(translation_key=overdue.translation_key, locale__language_code="fr").update(title="Cours")
        with django_capture_on_commit_callbacks(execute=True):
            assert remind() == 2
        [letter] = [message for message in mail.outbox if message.to == [owner.email]]
        assert "Cours" in letter.body and soon.title in letter.body and later.title not in letter.body
        assert f"http://testserver{address(soon)}" in letter.body

    def test_nobody_is_written_to_twice_of_the_same_date(self, django_capture_on_commit_callbacks):
        course, owner = a_course(), in_role("editor")
        review = reviewed_by(course, 20, owner=owner)
        with django_capture_on_commit_callbacks(execute=True):
            assert [remind(), remind()] == [1, 0]
            review.refresh_from_db()
            review.review_by = timezone.localdate() - timedelta(days=1)
            review.save()
            assert [remind(), remind()] == [1, 0]
            scheduling.mark_reviewed(course, owner)
            assert remind() == 0
            reviewed_by(course, 25)
            assert remind() == 1
        assert len(mail.outbox) == 3

    def test_what_is_not_published_and_who_cannot_sign_in_are_left_alone(self):
        gone, course, owner = a_course(), a_course(), in_role("editor")
        reviewed_by(gone, -1, owner=in_role("editor"))
        gone.unpublish()
        reviewed_by(course, -1, owner=owner)
        owner.is_active = False
        owner.save()
        assert remind() == 0


class TestList:
    def test_it_filters_sorts_and_exports(self):
        client, owner = signed_in("editor"), in_role("manager")
        overdue, soon, undated = a_course(), a_tool(), a_course()
        reviewed_by(overdue, -1, owner=owner)
        reviewed_by(soon, 20)
        Review.objects.create(key=undated.translation_key, kind="courses.coursepage")
        in_french(overdue)

        def titles(query: str = "") -> list[str]:
            return [review.title for review in client.get(reverse("reviews") + query).context["object_list"]]

        assert titles() == [overdue.title, soon.title, undated.title]
        assert titles("?state=overdue") == titles(f"?owner={owner.pk}") == [overdue.title]
        assert titles("?state=soon&state=no-date") == [soon.title, undated.title]
        assert titles("?kind=toolkits.toolpage") == [soon.title]
        assert titles("?ordering=-title") == sorted(titles(), reverse=True)
        assert len(titles("?state=x&owner=x&kind=x")) == 3
        sheet = b"".join(client.get(reverse("reviews") + "?export=csv").streaming_content).decode().splitlines()
        assert sheet[0] == "Title,Type,Owner,Last reviewed,Reviewed by,Review by,State"
        assert sheet[1].startswith(f"{overdue.title},Course,{owner.name},") and sheet[1].endswith("Overdue")
        book = client.get(reverse("reviews") + "?export=xlsx")
        assert book.status_code == 200

    def test_it_costs_the_same_however_many_there_are(self):
        client = signed_in("editor")

        def queries() -> int:
            client.get(reverse("reviews"))
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse("reviews")).status_code == 200
            return len(captured)

        for _ in range(2):
            reviewed_by(a_tool(), 3, owner=in_role("editor"))
        few = queries()
        for _ in range(20):
            reviewed_by(a_tool(), 3, owner=in_role("editor"))
        assert queries() == few <= 25

    def test_it_is_reached_from_the_menu_the_editor_and_the_health_of_a_course(self):
        client, course = signed_in("editor"), a_course()
        reviewed_by(course, -1, owner=in_role("manager"))
        for name in ("course_health", "wagtailadmin_pages:edit"):
            screen = client.get(reverse(name, args=[course.pk])).content.decode()
            assert address(course) in screen and "Overdue" in screen
        assert reverse("reviews") in client.get(reverse("wagtailadmin_home")).content.decode()


class TestFrontPage:
    def names_on(self, client: Client) -> list[str]:
        page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
        panel = page.find(id="overdue-reviews-section")
        return [link.get_text(strip=True) for link in panel.select("tbody a")] if panel else []

    def test_five_overdue_reviews_are_named_mine_first_with_a_link_to_all(self):
        editor = in_role("editor")
        client = Client()
        client.force_login(editor)
        assert self.names_on(client) == []
        others = [a_tool() for _ in range(6)]
        for days, tool in enumerate(others, 1):
            reviewed_by(tool, -10 * days, owner=in_role("manager"))
        mine, not_due = a_course(), a_course()
        reviewed_by(mine, -1, owner=editor)
        reviewed_by(not_due, 1, owner=editor)
        oldest_first = [tool.title for tool in reversed(others)]
        assert self.names_on(client) == [mine.title, *oldest_first[:4]]
        screen = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Show all 7 overdue reviews" in screen and "/reviews/?state=overdue" in screen

    def test_who_edits_no_page_has_no_such_panel(self):
        reviewed_by(a_course(), -1)
        client = Client()
        client.force_login(in_the_admin_alone())
        assert self.names_on(client) == []

    def test_it_costs_the_same_however_many_there_are(self):
        client = signed_in("editor")

        def queries() -> int:
            client.get(reverse("wagtailadmin_home"))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("wagtailadmin_home"))
            return len(captured)

        reviewed_by(a_tool(), -3, owner=in_role("editor"))
        few = queries()
        for _ in range(12):
            reviewed_by(a_tool(), -3, owner=in_role("editor"))
        assert queries() == few
