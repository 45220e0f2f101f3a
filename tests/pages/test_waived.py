"""A part of a learner's outline goes offline: the course page says in words that it is waived."""

import pytest
from wagtail.models import Page

from brs.core.pages import address
from courses.learning.enrolments import enrol, rebuild
from courses.learning.evidence import mark_done
from courses.pages.models import LessonPage
from tests.given import a_course, a_trainee, an_outline, in_french, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return a_course(lessons=3)


@pytest.fixture
def learner(client, course):
    person = a_trainee()
    client.force_login(person)
    return enrol(person, course.translation_key, language="en")


def shown(client, course, language: str = "en") -> str:
    return client.get(address(course, language)).content.decode()


@pytest.mark.parametrize(("deed", "title"), [("unpublish", "Lesson 1"), ("delete", "A part that was deleted")])
def test_what_went_offline_is_waived_in_words_and_in_what_is_left(client, course, learner, deed, title):
    getattr(lessons_of(course)[1], deed)()
    html = shown(client, course)
    offline = html[html.index("Not online any more") :]
    assert title in offline
    assert '<span class="state waived">Waived</span>' in offline
    assert "Left: 2 lessons to read. 1 part is waived: it is not online any more." in html
    lesson = client.get(address(lessons_of(course)[0], "en")).content.decode()
    assert "1 part is waived" in lesson


def test_what_was_done_before_it_went_offline_stays_done(client, course, learner):
    lesson = lessons_of(course)[1]
    mark_done(learner, str(lesson.translation_key), language="en")
    lesson.unpublish()
    html = shown(client, course)
    assert '<span class="state done">Done</span>' in html[html.index("Not online any more") :]
    assert "1 part is waived" not in html


def test_nobody_else_is_told_of_parts_that_went_offline(client, course):
    lessons_of(course)[1].unpublish()
    assert "Not online any more" not in shown(client, course)


def test_a_part_that_came_later_is_not_asked_of_those_who_had_begun(client, course, learner):
    first = lessons_of(course)[0]
    late = first.get_parent().add_child(instance=type(first)(title="Late", slug="late"))
    late.save_revision().publish()
    html = shown(client, course)
    assert '<span class="state extra" lang="en">Not asked of you</span>' in html
    assert "it is not asked of you" in client.get(address(late, "en")).content.decode()


def test_a_lesson_that_is_not_translated_is_asked_for_in_the_translated_course_too(client, course, learner):
    in_french(lessons_of(course)[0])
    html = shown(client, course, "fr")
    assert "Lesson 2" in html
    assert '"state waived"' not in html


@pytest.mark.parametrize("size", [3, 30])
def test_it_takes_as_many_queries_whatever_went_offline(client, django_assert_max_num_queries, size):
    course = a_course(lessons=size + 1)
    person = a_trainee()
    client.force_login(person)
    enrol(person, course.translation_key, language="en")
    for lesson in lessons_of(course)[:size]:
        lesson.unpublish()
    shown(client, course)
    with django_assert_max_num_queries(14):
        shown(client, course)


def test_what_is_offline_already_is_not_asked_of_who_enrols():
    outline = an_outline(lessons=3)
    Page.objects.filter(translation_key=outline.items[0]["key"]).update(live=False)
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    assert enrolment.progress.required_count == 2
    assert not rebuild(enrolment)


def test_a_lesson_that_moved_to_another_course_and_was_deleted_there_is_waived(course, learner):
    for lesson in lessons_of(course)[:2]:
        mark_done(learner, str(lesson.translation_key), language="en")
    moved, other = lessons_of(course)[2], a_course(lessons=0)
    moved.move(other.get_children().get(), pos="last-child")
    learner.refresh_from_db()
    assert learner.completed_at is None
    LessonPage.objects.get(pk=moved.pk).delete()
    learner.refresh_from_db()
    assert learner.completed_at
    assert not rebuild(learner)
