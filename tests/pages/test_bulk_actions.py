"""Several pages at once get the care of each by itself."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from courses.learning.enrolments import enrol
from courses.learning.models import Outline
from courses.pages.bulk_actions import address_to_publish_all
from courses.pages.models import CoursePage, LessonPage, ModulePage
from tests.given import a_course, a_tool, a_trainee, in_role, lessons_of

pytestmark = pytest.mark.django_db
EMPTY_HEADING = [{"type": "heading", "value": ""}]


@pytest.fixture
def editor(client):
    client.force_login(in_role("editor"))
    return client


def address(action: str, *pages: Page) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?{ids}&next=/admin/"


def a_drafted_course(lessons: int = 3, **fields) -> CoursePage:
    course = a_course(lessons=0)
    Outline.objects.all().delete()
    course.is_open = True
    module = ModulePage.objects.descendant_of(course).get()
    for number in range(lessons):
        lesson = module.add_child(
            instance=LessonPage(title=f"Lesson {number}", slug=f"lesson-{number}", live=False, **fields)
        )
        lesson.save_revision()
    course.save_revision()
    course.unpublish()
    module.unpublish()
    Outline.objects.all().delete()
    return course


def test_a_whole_course_is_published_as_one_release(editor):
    course = a_drafted_course()
    form = editor.get(address_to_publish_all(course)).content.decode()
    assert "checked" in form[form.index('name="include_descendants"') - 80 :][:300]
    answer = editor.post(address_to_publish_all(course), {"include_descendants": "on"})
    assert answer.status_code == 302
    assert {page.live for page in Page.objects.descendant_of(course, inclusive=True)} == {True}
    released = Outline.objects.of(course.translation_key)
    assert [(outline.number, len(outline.items)) for outline in released] == [(1, 3)]


def test_nothing_is_published_where_one_page_is_not_complete(editor):
    course = a_drafted_course()
    first, second, _third = lessons_of(course)
    second.body = EMPTY_HEADING
    second.save_revision()
    page = editor.get(address("publish", first, second)).content.decode()
    assert "Not complete yet" in page and "Body: block 1" in page
    answer = editor.post(address("publish", first, second))
    assert answer.status_code == 200 and "Nothing was published" in answer.content.decode()
    answer = editor.post(address("publish", course), {"include_descendants": "on"})
    assert "Nothing was published" in answer.content.decode()
    assert not Page.objects.descendant_of(course, inclusive=True).live().exists()


def test_a_missing_summary_is_said_and_no_error(editor):
    course = a_drafted_course()
    draft = course.save_revision()
    draft.content["summary"] = ""
    draft.save()
    answer = editor.post(address("publish", course))
    assert answer.status_code == 200
    assert "Summary: This field cannot be blank." in answer.content.decode()


def test_of_a_page_that_belongs_to_no_course_nothing_is_said_of_releases(editor):
    course, tool = a_drafted_course(), a_tool()
    tool.unpublish()
    page = editor.get(address("publish", course, tool)).content.decode()
    assert page.count("The course goes online") == 1
    assert "A new part." not in page


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_whom_it_touches_is_said_and_it_makes_one_release(editor, action):
    course = a_course(lessons=4)
    enrol(a_trainee(), course.translation_key, language="en")
    first, second, *_others = lessons_of(course)
    page = editor.get(address(action, first, second)).content.decode()
    assert page.count("That touches 1 learner.") == 2
    assert editor.post(address(action, first, second)).status_code == 302
    assert [len(outline.items) for outline in Outline.objects.of(course.translation_key).order_by("number")] == [4, 2]


def test_what_cannot_move_in_all_languages_stays(editor, monkeypatch):
    course, other = a_course(), a_course(lessons=0)
    lesson = lessons_of(course)[0]
    destination = ModulePage.objects.descendant_of(other).get()
    monkeypatch.setattr("courses.pages.bulk_actions.why_not_move", lambda page, parent: "It stays.")
    answer = editor.post(address("move", lesson), {"chooser": destination.pk})
    assert answer.status_code == 200 and "It stays." in answer.content.decode()
    assert lesson.get_parent().pk != destination.pk


def test_a_lesson_that_moves_leaves_the_course_it_came_from(editor):
    course, other = a_course(lessons=2), a_course(lessons=1)
    lesson = lessons_of(course)[0]
    destination = ModulePage.objects.descendant_of(other).get()
    lesson.slug = "moved"
    lesson.save()
    assert editor.post(address("move", lesson), {"chooser": destination.pk}).status_code == 302
    newest = [Outline.objects.of(released.translation_key).order_by("-number").first() for released in (course, other)]
    assert [len(outline.items) for outline in newest] == [1, 2]


def test_what_is_published_alone_is_released_at_once(editor):
    course = a_course(lessons=1)
    module = ModulePage.objects.descendant_of(course).get()
    module.add_child(instance=LessonPage(title="New", slug="new", live=False)).save_revision().publish()
    assert Outline.objects.of(course.translation_key).count() == 2
