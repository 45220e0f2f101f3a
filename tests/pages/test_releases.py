"""An editor takes parts of a course away: what it requires follows, and nobody is held to what is gone."""

import pytest
from wagtail.actions.unpublish_page import UnpublishPageAction

from courses.learning.enrolments import enrol, rebuild
from courses.learning.evidence import mark_done
from courses.learning.models import Outline, Progress
from tests.given import a_course, a_trainee, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("deed", ["delete", "unpublish"])
def test_a_lesson_that_is_gone_is_required_of_nobody(deed):
    course = a_course(lessons=2)
    before, behind = (enrol(a_trainee(), course.translation_key, language="en") for _ in range(2))
    staying, gone = lessons_of(course)
    mark_done(before, str(staying.translation_key), language="en")
    getattr(gone, deed)()
    assert [item["key"] for item in Outline.objects.of(course.translation_key).newest().items] == [
        str(staying.translation_key)
    ]
    before.refresh_from_db()
    assert before.completed_at
    assert not any(rebuild(enrolment) for enrolment in (before, behind))


def test_a_module_that_is_deleted_takes_its_lessons_out_of_the_outline():
    course = a_course(lessons=2)
    enrolment = enrol(a_trainee(), course.translation_key, language="en")
    lessons_of(course)[0].get_parent().delete()
    assert Outline.objects.of(course.translation_key).newest().items == []
    assert not rebuild(enrolment)


def test_a_whole_course_can_be_deleted_and_its_learners_records_stay():
    course = a_course(lessons=1)
    enrolment = enrol(a_trainee(), course.translation_key, language="en")
    course.delete()
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert not rebuild(enrolment)


def test_a_course_that_goes_offline_with_its_lessons_leaves_progress_as_a_rebuild_would():
    course = a_course(lessons=2)
    enrolment = enrol(a_trainee(), course.translation_key, language="en")
    UnpublishPageAction(course, user=in_role("editor"), include_descendants=True).execute()
    assert not rebuild(enrolment)


def test_a_part_is_waived_only_when_its_last_translation_goes_offline():
    course = a_course(lessons=2)
    enrolment = enrol(a_trainee(), course.translation_key, language="en")
    lesson = lessons_of(course)[1]
    french = in_french(lesson)
    lesson.unpublish()
    assert Progress.objects.get(enrolment=enrolment).required_count == 2
    french.unpublish()
    assert Progress.objects.get(enrolment=enrolment).required_count == 1
    assert not rebuild(enrolment)
