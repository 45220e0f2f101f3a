"""The way from home to a page speaks the reader's language as far as it goes."""

import pytest

from tests.given import a_course, in_french

pytestmark = pytest.mark.django_db


def test_a_course_that_is_not_translated_stands_below_the_translated_catalogue(client):
    course = a_course()
    catalogue = course.get_parent().specific
    french = in_french(catalogue)
    french.title = "Formations"
    french.save_revision().publish()
    html = client.get(f"/fr/courses/{course.slug}/").content.decode()
    assert 'href="/fr/courses/">Formations</a>' in html
    assert f">{catalogue.title}</a>" in client.get(f"/en/courses/{course.slug}/").content.decode()
