"""What was renamed or moved is found at its old addresses, in every language, and so is what lies below it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from brs.core.pages import address
from courses.learning.enrolments import enrol
from courses.learning.models import Event
from courses.pages.models import CoursePage, LessonPage, ModulePage
from tests.given import a_course, a_trainee, in_french, lessons_of

pytestmark = pytest.mark.django_db
REFLECTION = [{"id": "think", "type": "reflection", "value": {"question": "What will you do?"}}]


@pytest.fixture
def course() -> CoursePage:
    return a_course(lessons=2, body=REFLECTION)


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def rename(page, slug: str) -> None:
        page = type(page).objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


def arrives_at(old: str) -> str:
    """Where who follows an old address ends; the first step is for good."""
    answer = Client().get(old)
    assert answer.status_code == 301, old
    answer = Client().get(old, follow=True)
    assert answer.status_code == 200, old
    return answer.request["PATH_INFO"]


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_renamed_course_and_its_lessons_are_found(language, course, rename):
    pages = [course, *ModulePage.objects.descendant_of(course), *lessons_of(course)]
    old = {page.pk: address(page, language) for page in pages}
    rename(course, "another-name")
    for page in pages:
        now = address(type(page).objects.get(pk=page.pk), language)
        assert "another-name" in now and arrives_at(old[page.pk]) == now


def test_a_translation_is_found_at_its_own_old_address_in_its_own_language(course, rename):
    french = in_french(lessons_of(course)[0])
    old = address(french, "fr")
    for page in CoursePage.objects.filter(translation_key=course.translation_key):
        rename(page, "another-name")
    assert arrives_at(old) == address(LessonPage.objects.get(pk=french.pk), "fr")
    assert arrives_at(old.replace("/fr/", "/en/")).startswith("/en/courses/another-name/")


def test_renaming_again_and_back_makes_no_chain_and_no_circle(course, rename):
    first = course.slug
    for slug in ("second", "third", first):
        rename(course, slug)
    lesson = address(LessonPage.objects.descendant_of(CoursePage.objects.get()).first(), "en")
    assert Client().get(lesson).status_code == 200
    for slug in ("second", "third"):
        old = lesson.replace(f"/{first}/", f"/{slug}/")
        assert arrives_at(old) == lesson
        assert len(Client().get(old, follow=True).redirect_chain) == 2


def test_a_lesson_that_moves_to_another_module_is_found(course, django_capture_on_commit_callbacks):
    lesson = lessons_of(course)[0]
    old = address(lesson, "en")
    other = course.add_child(instance=ModulePage(title="Other", slug="other"))
    with django_capture_on_commit_callbacks(execute=True):
        lesson.move(other, "last-child")
    assert arrives_at(old) == old.replace("/module/", "/other/")


def test_a_page_put_at_the_old_address_is_served_there(course, rename):
    old = address(course, "en")
    slug = course.slug
    rename(course, "another-name")
    new = a_course(lessons=0)
    rename(new, slug)
    assert Client().get(old).status_code == 200


def test_what_went_offline_afterwards_says_so_at_its_old_address(course, rename):
    old = address(course, "en")
    rename(course, "another-name")
    CoursePage.objects.get(pk=course.pk).unpublish()
    answer = Client().get(old, follow=True)
    assert answer.status_code == 404 and "not published any more" in answer.content.decode()


def test_what_is_sent_from_a_page_still_open_arrives(course, rename):
    person, lesson = a_trainee(), lessons_of(course)[0]
    enrol(person, course.translation_key, language="en")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    old = address(lesson, "en")
    token = client.get(old).context["csrf_token"]
    rename(course, "another-name")
    form = {"block": "think", "text": "I will check it.", "kept": "1", "csrfmiddlewaretoken": str(token)}
    answer = client.post(old, form, follow=True)
    assert answer.status_code == 200
    assert Event.objects.get(verb="reflected").payload["text"] == "I will check it."


def test_a_draft_that_nobody_saw_leaves_no_address(course, rename):
    draft = CoursePage(title="Draft", slug="draft", summary="About.", live=False)
    course.get_parent().add_child(instance=draft)
    draft.slug = "another"
    draft.save()
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("lessons", [2, 12])
def test_renaming_asks_as_often_however_many_lessons(lessons, django_assert_max_num_queries):
    from brs.core.old_addresses import remember

    course = a_course(lessons=lessons)
    with django_assert_max_num_queries(6):
        remember(course, course.url_path.replace(course.slug, "before"))
    assert Redirect.objects.count() == 6 * (lessons + 2)


def test_an_address_that_never_was_is_still_a_404(course):
    assert Client().get("/en/no/such/").status_code == 404
    assert Client().get(reverse("go", args=[course.translation_key])).status_code == 302
