"""My learning: what one person has begun, finished and earned."""

import re

import pytest

from brs.activities.evaluation.pre_post_tests import RULE
from brs.home.my_learning import my_learning
from courses.learning.enrolments import enrol, take_in
from courses.learning.evidence import mark_done
from courses.learning.outlines import release
from courses.pages.models import CoursePage
from tests.given import a_course, a_trainee, an_activity, in_french, lessons_of

pytestmark = pytest.mark.django_db
ADDRESS = "/en/learning/"


def enrolled(person, **options):
    course = a_course(**options)
    return course, enrol(person, course.translation_key, language="en")


def test_it_says_where_to_go_on_and_what_is_left(client):
    person = a_trainee()
    course, enrolment = enrolled(person, lessons=3)
    mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    client.force_login(person)
    html = client.get(ADDRESS).content.decode()
    assert "2 lessons to read" in html
    assert f"/en/go/{lessons_of(course)[1].translation_key}/" in html
    assert f"/en/go/{lessons_of(course)[0].translation_key}/" not in html


def test_a_finished_course_stays_when_it_is_taken_offline():
    person = a_trainee()
    course, enrolment = enrolled(person, lessons=1)
    mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    course.unpublish()
    screen = my_learning(person)
    assert [course_line.is_finished for course_line in screen.finished] == [True]
    assert not screen.in_progress


@pytest.mark.parametrize("what", ["unpublished", "deleted"])
def test_a_course_under_way_stays_with_a_sentence_when_it_goes(what, client):
    person = a_trainee()
    course, enrolment = enrolled(person, lessons=3)
    mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    title = course.title
    course.unpublish() if what == "unpublished" else course.delete()
    client.force_login(person)
    html = client.get(ADDRESS).content.decode()
    assert "Not online any more" in html and "1 of 3 parts done." in html
    assert (title if what == "unpublished" else "A course that was deleted") in html
    assert not re.search(r"<(a|span|li)[^>]*>\s*</\1>", html)


def test_what_is_only_written_in_another_language_is_listed(client):
    person = a_trainee()
    course, _enrolment = enrolled(person, lessons=1)
    in_french(course)
    CoursePage.objects.filter(locale__language_code="en").update(live=False)
    client.force_login(person)
    assert "In progress" in client.get(ADDRESS).content.decode()


def test_the_tests_of_an_activity_are_no_course(client):
    person = a_trainee()
    key = an_activity().translation_key
    release(key, [], RULE, force_new=False)
    take_in(person, key, language="en")
    screen = my_learning(person)
    assert screen.in_progress == screen.offline == screen.finished == []


def test_a_part_that_went_offline_is_said_so(client):
    course = a_course(lessons=1)
    [lesson] = lessons_of(course)
    lesson.unpublish()
    answer = client.get(f"/en/go/{lesson.translation_key}/")
    assert answer.status_code == 404 and "not published any more" in answer.content.decode()
    assert "not published any more" not in client.get("/en/no/such/page/").content.decode()


def test_an_empty_one_leads_to_the_catalogue(client):
    client.force_login(a_trainee())
    assert "/en/courses/" in client.get(ADDRESS).content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("size", [3, 20])
def test_it_takes_as_many_queries_however_many_courses(client, django_assert_num_queries, size):
    person = a_trainee()
    for _ in range(size):
        enrolled(person, lessons=1)
    client.force_login(person)
    with django_assert_num_queries(7):
        client.get(ADDRESS)
