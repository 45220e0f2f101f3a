"""Before publishing, unpublishing or deleting a page of a course, an editor reads whom it touches."""

import pytest
from django.urls import reverse

from brs.certificates.models import Certificate
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Outline
from courses.pages.impact import impact_of, removal_of
from courses.pages.models import CoursePage, LessonPage, QuizPage
from tests.given import a_course, a_trainee, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db
NOBODY = "nobody's requirements move"
BINDS = "It binds those who enrol from then on."


@pytest.fixture
def course() -> CoursePage:
    return a_course(lessons=2, quiz=True)


@pytest.fixture
def editor(client):
    client.force_login(in_role("editor"))
    return client


def enrolled(course, count: int = 1) -> list:
    return [enrol(a_trainee(), course.translation_key, language="en") for _ in range(count)]


def newest(course) -> Outline:
    outline = Outline.objects.of(course.translation_key).newest()
    assert outline
    return outline


def a_draft_lesson(course) -> LessonPage:
    module = lessons_of(course)[0].get_parent()
    return module.add_child(instance=LessonPage(title="Draft", slug="draft", live=False))


def published(page) -> None:
    page.save_revision().publish()


def test_it_counts_who_learns_on_the_newest_outline_on_older_ones_and_certificates(course):
    enrolled(course, 2)
    [done] = enrolled(course)
    done.completed_at = done.enrolled_at
    done.save()
    Certificate.objects.create(holder=done.learner, subject_key=course.translation_key, snapshot={})
    published(a_draft_lesson(course))
    enrolled(course, 3)
    impact = impact_of(lessons_of(course)[0])
    assert (impact.release, impact.on_newest, impact.on_older, impact.certificates) == (2, 3, 2, 1)


def test_what_it_says_of_a_text_change_is_what_happens(course):
    before = newest(course)
    for page in (lessons_of(course)[0], QuizPage.objects.get(), lessons_of(course)[0].get_parent().specific, course):
        assert NOBODY in impact_of(page).publishing
        published(page)
        assert newest(course) == before


def test_what_it_says_of_a_new_part_is_what_happens(course):
    [learner] = enrolled(course)
    draft = a_draft_lesson(course)
    assert BINDS in impact_of(draft).publishing
    published(draft)
    learner.refresh_from_db()
    assert newest(course).number == learner.outline.number + 1


def test_what_it_says_of_a_ticked_new_release_is_what_happens(course):
    course.new_release = True
    assert BINDS in impact_of(course).publishing
    published(course)
    assert newest(course).number == 2


def test_what_it_says_of_a_translation_is_what_happens(course):
    before = newest(course)
    french = in_french(lessons_of(course)[0])
    french.unpublish()
    assert "A translation makes no release" in impact_of(french).publishing
    published(french)
    assert newest(course) == before


def test_a_part_that_comes_back_is_asked_for_again_of_those_who_had_not_done_it(course):
    done, _undone = enrolled(course, 2)
    lesson = lessons_of(course)[0]
    mark_done(done, str(lesson.translation_key), language="en")
    lesson.unpublish()
    assert "1 learner who began when it was online is asked for it again." in impact_of(lesson).publishing


def test_a_part_of_a_course_that_is_offline_waits_for_it(course):
    draft = a_draft_lesson(course)
    course.unpublish()
    assert "The course is not online" in impact_of(draft).publishing


def test_what_goes_offline_says_how_many_have_not_done_it(course):
    done, *_others = enrolled(course, 3)
    lesson = lessons_of(course)[0]
    mark_done(done, str(lesson.translation_key), language="en")
    removal = removal_of(lesson)
    assert removal and (removal.parts, removal.learners, removal.languages) == (1, 2, [])
    module = removal_of(lesson.get_parent())
    assert module and (module.parts, module.learners) == (2, 3)


def test_what_stays_online_in_another_language_is_waived_for_nobody(course):
    enrolled(course)
    in_french(lessons_of(course)[0])
    removal = removal_of(lessons_of(course)[0])
    assert removal and (removal.parts, removal.learners, removal.languages) == (0, 0, ["Français"])


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_the_screens_that_ask_whether_one_is_sure_say_it(editor, course, deed):
    enrolled(course, 2)
    html = editor.get(reverse(f"wagtailadmin_pages:{deed}", args=[lessons_of(course)[0].pk])).content.decode()
    assert "waives 1 part of the course for all who have not done it. That touches 2 learners." in html


def test_a_page_that_is_no_part_of_a_course_is_taken_offline_as_ever(editor, course):
    html = editor.get(reverse("wagtailadmin_pages:unpublish", args=[course.get_parent().pk])).content.decode()
    assert "waives" not in html


def test_the_page_editor_says_it_before_publishing(editor, course):
    enrolled(course, 2)
    for page in (course, lessons_of(course)[0], lessons_of(course)[0].get_parent(), QuizPage.objects.get()):
        html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "2 people are learning on the current outline (release 1)." in html, page


def test_a_new_page_says_it_too(editor, course):
    module = lessons_of(course)[0].get_parent()
    html = editor.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])).content.decode()
    assert "publishing it makes a new release" in html


def test_a_new_release_is_ticked_once(editor, course):
    course.new_release = True
    published(course)
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).context["form"]
    assert form.initial["new_release"] is False


@pytest.mark.parametrize("size", [2, 20])
def test_it_takes_as_many_queries_whatever_the_size(size, django_assert_num_queries):
    course = a_course(lessons=size)
    for _ in range(size):
        published(a_draft_lesson(course)) if not course.get_descendants().filter(slug="draft") else enrolled(course)
    lesson = lessons_of(course)[0]
    removal_of(lesson)  # content types are known from here on
    with django_assert_num_queries(3):
        impact_of(lesson)
    with django_assert_num_queries(7):
        removal_of(lesson.get_parent())
