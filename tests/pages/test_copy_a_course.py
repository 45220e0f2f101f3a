"""A course that is copied in the admin is a course of its own, and works."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from courses.learning.enrolments import enrol
from courses.learning.models import Enrolment, Outline
from courses.pages.bulk_actions import address_to_publish_all
from courses.pages.models import CoursePage, LessonPage, QuizPage
from tests.given import a_course, a_quiz, a_trainee, in_role, lessons_of

pytestmark = pytest.mark.django_db


def copied(client, course: CoursePage, **form) -> CoursePage:
    client.force_login(in_role("editor"))
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": course.get_parent().pk, **form}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[course.pk]), {"copy_subpages": "on", **form})
    assert answer.status_code == 302
    return CoursePage.objects.get(slug="copied")


def keys(course: CoursePage) -> set:
    pages = Page.objects.descendant_of(course, inclusive=True)
    return set(pages.values_list("translation_key", flat=True))


@pytest.mark.parametrize("published", [{}, {"publish_copies": "on"}])
def test_it_has_keys_of_its_own_and_asks_for_its_own_parts(client, published):
    course = a_course(lessons=3, quiz=True)
    enrol(a_trainee(), course.translation_key, language="en")
    copy = copied(client, course, **published)
    assert not keys(copy) & keys(course)
    assert not copy.is_open and not Outline.objects.of(copy.translation_key).exists()
    assert not Enrolment.objects.filter(course_key=copy.translation_key).exists()
    assert len(Outline.objects.of(course.translation_key)) == 1
    draft = copy.get_latest_revision_as_object()
    draft.is_open = True
    draft.save_revision()
    assert client.post(address_to_publish_all(copy), {"include_descendants": "on"}).status_code == 302
    outline = Outline.objects.of(copy.translation_key).get()
    assert {item["key"] for item in outline.items} <= {str(key) for key in keys(copy)}
    assert len(outline.items) == 4


def test_its_quiz_asks_the_same_questions(client):
    quiz = a_quiz(questions=3)
    course = CoursePage.objects.ancestor_of(quiz).get()
    copy = copied(client, course, publish_copies="on")
    assert [block.value.pk for block in QuizPage.objects.descendant_of(copy).get().questions] == [
        block.value.pk for block in quiz.questions
    ]


def test_a_learner_does_the_copy_without_touching_the_first(client):
    course = a_course(lessons=1)
    copy = copied(client, course, publish_copies="on")
    copy.is_open = True
    copy.save_revision().publish()
    person = a_trainee()
    client.force_login(person)
    lesson = lessons_of(copy)[0]
    assert client.get(lesson.url).status_code == 200
    enrol(person, copy.translation_key, language="en")
    client.post(reverse("mark_done", args=[copy.translation_key, lesson.translation_key]))
    enrolment = Enrolment.objects.get(learner=person)
    assert enrolment.course_key == copy.translation_key and enrolment.completed_at
    assert LessonPage.objects.count() == 2
