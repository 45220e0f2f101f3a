"""A course takes enrolments once it is whole; nobody completes one of which a part is still being written."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale

from courses.learning.models import Enrolment, Outline
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from tests.given import a_course, a_home, a_trainee, in_role

pytestmark = pytest.mark.django_db
PREPARED = "This course is being prepared."


@pytest.fixture
def course() -> CoursePage:
    """Published with one lesson, and another still a draft; not open."""
    a_home()
    catalogue = CourseIndexPage.objects.get(locale=Locale.get_default())
    course = catalogue.add_child(instance=CoursePage(title="Course", slug="course", summary="About."))
    module = course.add_child(instance=ModulePage(title="Module", slug="module"))
    module.add_child(instance=LessonPage(title="First", slug="first", live=False)).save_revision().publish()
    module.add_child(instance=LessonPage(title="Second", slug="second", live=False)).save_revision()
    return course


def opened(course: CoursePage) -> None:
    course.refresh_from_db()
    course.is_open = True
    course.save_revision().publish()


def lesson(title: str) -> LessonPage:
    return LessonPage.objects.get(title=title)


def outlines(course) -> list[list[str]]:
    return [[item["key"] for item in outline.items] for outline in Outline.objects.of(course.translation_key)]


def test_what_is_published_before_it_opens_makes_no_release(course):
    lesson("Second").get_latest_revision().publish()
    assert outlines(course) == []


def test_the_switch_alone_does_not_open_it_while_a_part_waits(course):
    opened(course)
    assert outlines(course) == []


def test_it_opens_with_all_its_parts_when_the_last_of_them_is_published(course):
    opened(course)
    lesson("Second").get_latest_revision().publish()
    assert outlines(course) == [[str(lesson(title).translation_key) for title in ("First", "Second")]]


def test_a_part_that_was_taken_offline_is_left_out_on_purpose(course):
    lesson("Second").get_latest_revision().publish()
    lesson("Second").unpublish()
    opened(course)
    assert outlines(course) == [[str(lesson("First").translation_key)]]


def test_an_empty_course_never_opens(course):
    course.get_children().get().delete()
    opened(CoursePage.objects.get(pk=course.pk))
    assert outlines(course) == []


def test_a_draft_added_after_the_opening_closes_nothing(course, client):
    lesson("Second").delete()
    opened(course)
    lesson("First").get_parent().add_child(instance=LessonPage(title="Third", slug="third", live=False))
    assert PREPARED not in client.get("/en/courses/course/").content.decode()


@pytest.mark.parametrize("path", ["", "module/first/"])
def test_readers_are_told_and_are_offered_no_enrolment(course, client, path):
    client.force_login(a_trainee())
    html = client.get(f"/en/courses/course/{path}").content.decode()
    assert reverse("enrol", args=[course.translation_key]) not in html
    assert (PREPARED in html) is (path == "")
    assert "Enrol in the course" not in html


def test_nobody_gets_in_by_the_address_alone(course, client):
    client.force_login(a_trainee())
    response = client.post(reverse("enrol", args=[course.translation_key]), follow=True)
    assert response.status_code == 200
    assert PREPARED in response.content.decode()
    assert not Enrolment.objects.exists()


def test_nobody_enrols_where_all_parts_were_deleted(client):
    course = a_course(lessons=1)
    course.get_children().get().delete()
    client.force_login(a_trainee())
    response = client.post(reverse("enrol", args=[course.translation_key]), follow=True)
    assert PREPARED in response.content.decode()
    assert not Enrolment.objects.exists()


def test_nothing_is_said_to_be_left_of_no_course_that_has_nothing(client):
    course = a_course(lessons=1)
    trainee = a_trainee()
    client.force_login(trainee)
    client.post(reverse("enrol", args=[course.translation_key]))
    course.get_children().get().delete()
    html = client.get(f"/en/courses/{course.slug}/").content.decode()
    assert "Nothing is left" not in html
    assert "No part of this course is online at the moment" in html


def test_the_editor_reads_beside_the_switch_which_part_is_missing(course, client):
    client.force_login(in_role("editor"))
    form = form_of(client, course)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), {**form, "is_open": "on"})
    assert "“Second”" in response.context["form"].errors["is_open"][0]


def test_the_editor_opens_a_course_that_is_whole(course, client):
    lesson("Second").get_latest_revision().publish()
    client.force_login(in_role("editor"))
    form = form_of(client, course)
    edit = reverse("wagtailadmin_pages:edit", args=[course.pk])
    client.post(edit, {**form, "is_open": "on", "action-publish": "1"})
    assert len(outlines(course)) == 1
    assert 'name="is_open"' not in client.get(edit).content.decode()


def test_a_copy_is_not_open(course):
    opened(course)
    copied = course.copy(update_attrs={"slug": "copy"}, recursive=True)
    assert copied.is_open is False


def form_of(client, page) -> dict[str, str | list[str]]:
    """What the editor of a course's page sends when nothing is changed and no block was added."""
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    fields = soup.select("#page-edit-form input[name]:not([type=checkbox]), #page-edit-form textarea[name]")
    sent = {field["name"]: field.get("value") or field.text.strip("\n") for field in fields}
    chosen = soup.select("#page-edit-form option[selected]")
    sent |= {option.find_parent("select")["name"]: option["value"] for option in chosen}
    for box in soup.select("#page-edit-form input[type=checkbox][checked]"):
        sent.setdefault(box["name"], []).append(box.get("value", "on"))
    blocks = {f"{name}-count": "0" for name in ("outcomes", "provisions")}
    return blocks | {name: value for name, value in sent.items() if not name.startswith("action-")}
