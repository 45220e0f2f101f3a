"""Links in people's text lead to what is published, and to nothing else."""

import pytest
from django.urls import reverse
from wagtail.rich_text import expand_db_html

from brs.core.links import unpublished_targets
from tests.given import a_course, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db


def link(page) -> str:
    return f'<p>See <a linktype="page" id="{page.pk}">it</a>.</p>'


def test_what_is_published_is_linked_in_the_readers_language():
    course = a_course()
    assert expand_db_html(link(course)) == f'<p>See <a href="/en/courses/{course.slug}/">it</a>.</p>'


def test_one_that_is_published_in_another_language_is_linked():
    course = a_course()
    in_french(course)
    course.unpublish()
    assert f'href="/en/courses/{course.slug}/"' in expand_db_html(link(course))


def test_the_words_alone_stand_where_a_page_is_not_published_or_gone():
    course = a_course()
    text = link(course)
    course.unpublish()
    assert expand_db_html(text) == "<p>See <a>it</a>.</p>"
    course.delete()
    assert expand_db_html(text) == "<p>See <a>it</a>.</p>"


def test_many_links_take_two_queries(django_assert_num_queries):
    courses = [a_course(lessons=0) for _ in range(4)]
    text = "".join(map(link, courses))
    expand_db_html(text)
    with django_assert_num_queries(3):
        expand_db_html(text)


def test_the_editor_is_told(client):
    target = a_course(lessons=0)
    lesson = lessons_of(a_course(lessons=1))[0]
    lesson.body = [{"type": "paragraph", "value": link(target)}]
    lesson.save_revision().publish()
    assert not unpublished_targets(lesson)
    target.unpublish()
    assert [page.title for page in unpublished_targets(lesson)] == [target.title]
    client.force_login(in_role("editor"))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert f"not published, and readers see no link: “{target.title}”" in page
