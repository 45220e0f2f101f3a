"""All languages of a page stand at one address: renaming and moving keep them together, from whichever door."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, Page

from courses.pages.models import CoursePage, LessonPage, ModulePage
from tests.given import a_course, a_trainee, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    """Two lessons, all of it in English and French, live."""
    course = a_course(lessons=2)
    for page in (course, course.get_children().get().specific, *lessons_of(course)):
        in_french(page)
    return course


def below_home(page: Page) -> str:
    return Page.objects.get(pk=page.pk).url_path.split("/", 2)[2]


def french(page: Page) -> Page:
    return Page.objects.get(translation_key=page.translation_key, locale__language_code="fr")


def renamed(page: Page, slug: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()


def assert_together(course: CoursePage) -> None:
    family = Page.objects.descendant_of(course, inclusive=True)
    for page in family:
        assert below_home(french(page)) == below_home(page)


def test_all_languages_take_a_new_slug_and_all_below_follow(course):
    renamed(course, "renamed")
    assert below_home(lessons_of(course)[0]).startswith("courses/renamed/")
    assert_together(course)


def test_a_french_draft_of_before_does_not_bring_the_old_slug_back(course):
    draft = french(course).specific.save_revision()
    renamed(course, "renamed")
    draft.publish()
    assert_together(course)


def test_an_editor_of_the_french_page_cannot_give_it_another_address(course):
    renamed(french(course), "autre")
    assert_together(course)


def test_a_slug_that_is_taken_in_french_is_refused_beside_its_field(course):
    other = (
        french(course)
        .get_parent()
        .add_child(
            instance=CoursePage(title="Seul", slug="seul", summary="…", locale=Locale.objects.get(language_code="fr"))
        )
    )
    course.refresh_from_db()
    course.slug = other.slug
    with pytest.raises(ValidationError) as refused:
        course.full_clean()
    assert "slug" in refused.value.error_dict


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_readers_of_each_language_find_it_at_its_new_address(course, client, language):
    renamed(course, "renamed")
    html = client.get(f"/{language}/courses/renamed/module/lesson-0/").content.decode()
    assert ('<article class="lesson" lang="fr"' in html) is (language == "fr")


def test_moving_a_lesson_moves_it_in_all_languages(course):
    other = a_course(lessons=1)
    for page in (other, other.get_children().get().specific):
        in_french(page)
    lesson = lessons_of(course)[0]
    renamed(lesson, "moved-here")
    Page.objects.get(pk=lesson.pk).move(other.get_children().get(), pos="last-child")
    assert below_home(lesson) == f"courses/{other.slug}/module/moved-here/"
    assert below_home(french(lesson)) == below_home(lesson)


def test_a_parent_that_is_not_translated_is_made_as_a_draft(course):
    other = a_course(lessons=1)
    lesson = lessons_of(course)[0]
    renamed(lesson, "moved-here")
    Page.objects.get(pk=lesson.pk).move(other.get_children().get(), pos="last-child")
    assert below_home(french(lesson)) == below_home(lesson)
    assert french(lesson).live
    assert not french(lesson).get_parent().live


def test_their_order_follows_too(course):
    first, second = lessons_of(course)
    second.move(first, pos="left")
    titles = [page.title for page in french(course).get_children().get().get_children()]
    assert titles == [french(page).title for page in lessons_of(course)]


def test_the_french_page_alone_is_not_moved(course, client):
    other = a_course(lessons=1)
    in_french(other)
    module = french(course).get_children().get()
    with pytest.raises(ValidationError):
        module.move(french(other), pos="last-child")
    client.force_login(in_role("editor"))
    response = client.post(reverse("wagtailadmin_pages:move_confirm", args=[module.pk, french(other).pk]), follow=True)
    assert "move the English page" in response.content.decode()
    assert_together(course)


def test_the_move_page_names_the_languages_that_move_along(course, client):
    other = a_course(lessons=1)
    client.force_login(in_role("editor"))
    module = course.get_children().get()
    renamed(module, "moved-here")
    html = client.get(reverse("wagtailadmin_pages:move_confirm", args=[module.pk, other.pk])).content.decode()
    assert "Français" in html


def test_a_page_that_was_left_behind_leads_each_reader_to_their_own(course, client):
    """An installation of before, where one language was renamed alone."""
    Page.objects.filter(pk=course.pk).update(slug="renamed", url_path="/home-en/courses/renamed/")
    client.force_login(a_trainee())
    old, new = (f"courses/{slug}/" for slug in (course.slug, "renamed"))
    assert client.get(f"/en/{old}?a=1").headers["Location"] == f"/en/{new}?a=1"
    assert client.get(f"/fr/{new}").headers["Location"] == f"/fr/{old}"
    assert 'lang="fr"' in client.get(f"/fr/{old}").content.decode()
    assert client.get(f"/en/{new}").status_code == 200


def test_what_exists_in_french_alone_moves_freely(course):
    module = french(course).get_children().get()
    alone = module.add_child(instance=LessonPage(title="Seule", slug="seule", locale=module.locale))
    other = french(course).add_child(instance=ModulePage(title="Autre", slug="autre", locale=module.locale))
    alone.move(other, pos="last-child")
    assert below_home(alone).endswith("/autre/seule/")


def test_the_slug_is_edited_with_the_english_page_alone(course, client):
    client.force_login(in_role("editor"))
    for page, shows in ((course, True), (french(course), False)):
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert ('name="slug"' in html) is shows
