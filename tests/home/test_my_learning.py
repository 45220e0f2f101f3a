"""My learning: what one person has begun, finished and earned."""

import pytest

from brs.home.my_learning import my_learning
from courses.learning import actions
from tests.given import a_course, a_trainee, lessons_of

pytestmark = pytest.mark.django_db
ADDRESS = "/en/learning/"


def enrolled(person, **options):
    course = a_course(**options)
    return course, actions.enrol(person, course.translation_key, language="en")


def test_it_says_where_to_go_on_and_what_is_left(client):
    person = a_trainee()
    course, enrolment = enrolled(person, lessons=3)
    actions.mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    client.force_login(person)
    html = client.get(ADDRESS).content.decode()
    assert "2 lessons to read" in html
    assert f"/en/go/{lessons_of(course)[0].translation_key}/" in html


def test_a_finished_course_stays_when_it_is_taken_offline():
    person = a_trainee()
    course, enrolment = enrolled(person, lessons=1)
    actions.mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    course.unpublish()
    screen = my_learning(person)
    assert [one.is_finished for one in screen.finished] == [True]
    assert not screen.in_progress


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
