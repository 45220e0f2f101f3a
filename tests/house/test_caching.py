"""What depends on a person is kept by no cache, neither between them and the site nor in a browser that others use."""

import re

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from brs.core.pages import address
from tests.given import a_document, a_quiz, a_tool
from tests.house.test_who_may_what import GET, PEOPLE, arguments, owner, signed_in  # noqa: F401  the first are fixtures

pytestmark = pytest.mark.django_db

# Addresses whose answer a visitor shares with all others.
FOR_ALL = {"/en/", "/en/courses/", "glossary", "search", "sitemap", "robots", "wagtaildocs_serve", "activity_ics"}
FOR_ALL |= {"api_docs", "api_courses", "api_tool", "api_figures"}
ADMIN = ["/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/reports/site-history/"]
SAID_WHEN = re.compile(rb"(DTSTAMP|LAST-MODIFIED):\w+")  # in calendars


def directives(answer) -> set[str]:
    return {word.strip() for word in answer.headers.get("Cache-Control", "").split(",") if word.strip()}


def asked(arguments: dict) -> dict[str, str]:  # noqa: F811
    """Addresses of the table by name, and others."""
    paths = {
        name: reverse(name, args=arguments.get(name)) for name in GET if name not in ("account_logout", "admin_login")
    }
    document = a_document()
    more = ["/en/", "/en/courses/", "/", "/no/such/address/", document.url, address(a_tool(), "en"), *ADMIN]
    return paths | {path: path for path in more}


@pytest.mark.parametrize("role", PEOPLE)
def test_nothing_of_a_person_is_kept(role, owner, arguments):  # noqa: F811
    client = signed_in(role, owner)
    person = get_user(client)
    wrong = []
    for name, path in asked(arguments).items():
        answer, visitors = client.get(path), Client().get(path)
        content, other = (SAID_WHEN.sub(b"", response.getvalue()) for response in (answer, visitors))
        cache_control = directives(answer)
        is_theirs = (answer.status_code, content) != (visitors.status_code, other) or "Cookie" in answer.get("Vary", "")
        if person.is_authenticated and is_theirs and not {"private", "no-store"} <= cache_control:
            wrong.append((name, cache_control))
        if (answer.cookies or b"csrfmiddlewaretoken" in content) and "private" not in cache_control:
            wrong.append((name, cache_control))
    assert wrong == []


def test_pages_for_everybody_may_be_kept(owner, arguments):  # noqa: F811
    free = set()
    for name, path in asked(arguments).items():
        answer = Client().get(path)
        if answer.status_code == 200 and not directives(answer) & {"private", "no-store", "no-cache"}:
            free.add(name)
    assert free >= FOR_ALL


def test_a_page_with_a_token_is_for_one_browser_alone():
    """Kept by a proxy, it would hand one visitor's token to all."""
    quiz = Client().get(address(a_quiz(), "en"))
    assert b"csrfmiddlewaretoken" in quiz.content
    assert "private" in directives(quiz)
