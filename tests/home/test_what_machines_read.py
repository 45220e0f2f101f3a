"""What search engines and messengers are told: whose language a page is in, where it is at home, what there is."""

import re

import pytest
from wagtail.models import Locale

from brs.core.pages import address
from courses.pages.models import CoursePage
from tests.given import a_course, lessons_of

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture
def course() -> CoursePage:
    """In English and French; its lessons in English alone."""
    course = a_course(lessons=1)
    french, _ = Locale.objects.get_or_create(language_code="fr")
    Locale.objects.get_or_create(language_code="ar")
    for page in (course.get_parent().get_parent(), course.get_parent(), course):
        page.copy_for_translation(french).save_revision().publish()
    return course


def head(client, path: str) -> str:
    return client.get(path).content.decode().partition("</head>")[0]


def links(html: str, rel: str) -> list[str]:
    return [re.search(r'href="([^"]*)"', tag)[1] for tag in re.findall(r"<link[^>]*>", html) if f'rel="{rel}"' in tag]


def test_a_page_names_the_languages_in_which_it_exists(client, course):
    html = head(client, address(course, "en"))
    assert links(html, "canonical") == [SITE + address(course, "en")]
    assert links(html, "alternate") == [SITE + address(course, "en"), SITE + address(course, "fr")]
    assert f'<meta property="og:title" content="{course.title}">' in html
    assert '<meta property="og:description" content="About.">' in html


def test_a_source_that_stands_in_is_at_home_at_its_own_address(client, course):
    lesson = lessons_of(course)[0]
    html = head(client, address(lesson, "ar"))
    assert '<html lang="ar" dir="rtl">' in html
    assert links(html, "canonical") == [SITE + address(lesson, "en")]
    assert links(html, "alternate") == []


def test_a_screen_exists_in_all_six_languages(client):
    assert len(links(head(client, "/fr/glossary/?q=x"), "alternate")) == 6
    assert links(head(client, "/fr/glossary/?q=x"), "canonical") == [f"{SITE}/fr/glossary/"]


def test_the_map_has_what_is_public_in_the_languages_that_exist(client, course):
    hidden, private = a_course(lessons=1), a_course(lessons=1)
    hidden.unpublish()
    private.view_restrictions.create(restriction_type="login")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    listed = re.findall(r"<loc>http://[^/]+([^<]*)</loc>", response.content.decode())
    assert {address(course, "en"), address(course, "fr"), address(lessons_of(course)[0], "en")} <= set(listed)
    assert address(lessons_of(course)[0], "fr") not in listed
    assert not [path for path in listed if hidden.slug in path.split("/") or private.slug in path.split("/")]


def test_robots_leave_alone_what_is_a_persons_own(client):
    rules = client.get("/robots.txt").content.decode().splitlines()
    for path in ("/admin/", "/en/accounts/", "/ar/learning/", "/zh-hans/search/"):
        assert f"Disallow: {path}" in rules
    assert rules[-1] == f"Sitemap: {SITE}/sitemap.xml"


@pytest.mark.parametrize("size", [3, 30])
def test_the_map_takes_as_many_queries_whatever_its_length(client, django_assert_num_queries, size):
    a_course(lessons=size)
    client.get("/sitemap.xml")
    with django_assert_num_queries(2):
        client.get("/sitemap.xml")
