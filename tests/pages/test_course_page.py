"""What a course's page says before one begins, and how a module shows where one stands."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from brs.core.pages import address
from brs.taxonomy.models import Audience
from tests.given import a_course, a_trainee, in_french, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    english, _ = Locale.objects.get_or_create(language_code="en")
    course = a_course(lessons=2)
    course.audiences.set([Audience.objects.create(slug="customs", title="Customs officers", locale=english)])
    before = a_course(lessons=0)
    before.title = "Read me first"
    before.save_revision().publish()
    course.prerequisites.set([before])
    course.save_revision().publish()
    return course


def shown(client, page, language="en") -> str:
    return client.get(address(page, language)).content.decode()


def test_it_says_for_whom_it_is_what_to_read_before_and_in_which_languages(client, course):
    in_french(course)
    html = shown(client, course)
    assert "Customs officers" in html
    assert "Read me first</a>" in html
    assert '<bdi lang="en">English</bdi>' in html and '<bdi lang="fr">Français</bdi>' in html
    assert '<bdi lang="ru">' not in html


def test_what_is_not_for_everybody_is_not_recommended(client, course):
    course.prerequisites.get().view_restrictions.create(restriction_type="login")
    assert "Read me first" not in shown(client, course)


def test_what_stands_in_another_language_is_marked_as_such(client, course):
    html = shown(client, course, "ar")
    assert '<bdi lang="en" dir="ltr">Customs officers</bdi>' in html
    assert '<bdi lang="en" dir="ltr">Read me first</bdi>' in html
    lesson = shown(client, lessons_of(course)[0], "ar")
    assert '<bdi lang="en" dir="ltr">Lesson 1</bdi>' in lesson


def test_a_preview_of_it_says_the_same(course):
    assert "Customs officers" in course.make_preview_request().content.decode()


def test_a_module_says_how_its_lessons_stand(client, course):
    learner = a_trainee()
    client.force_login(learner)
    client.post(reverse("enrol", args=[course.translation_key]))
    lesson = lessons_of(course)[0]
    client.post(reverse("mark_done", args=[course.translation_key, lesson.translation_key]))
    html = shown(client, lesson.get_parent())
    assert html.count("Not started") == 1 and "state done" in html


def test_an_address_that_leads_nowhere_offers_to_search(client, course):
    response = client.get("/en/no-such-page/")
    assert response.status_code == 404
    assert f'action="{reverse("search")}"' in response.content.decode().split("<main")[1]
