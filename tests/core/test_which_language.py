"""An address without a language speaks that of whoever comes to it, and can be switched where one is."""

import re

import pytest
from django.conf import settings

from tests.certificates.test_actions import issued
from tests.given import a_home, a_trainee

pytestmark = pytest.mark.django_db
FROM_FRENCH = {"HTTP_REFERER": "http://testserver/fr/learning/"}


def language_of(answer) -> str:
    return re.search(r'<html lang="([\w-]+)"', answer.content.decode())[1]


@pytest.fixture
def addresses() -> list[str]:
    serial = issued().serial
    return ["/verify/", f"/verify/{serial}/", "/verify/0000-0000-0000-0000/", "/verify/?serial=wrong", "/j/", "/t/"]


def test_it_keeps_the_language_that_one_comes_from(client, addresses):
    for path in addresses:
        assert language_of(client.get(path, **FROM_FRENCH)) == "fr", path
    assert language_of(client.get("/verify/")) == "fr"  # and on


def test_a_page_of_others_says_nothing_of_the_language(client):
    assert language_of(client.get("/verify/", HTTP_REFERER="https://example.org/fr/")) == "en"


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_it_is_switched_where_one_is(code, client, addresses):
    for path in addresses[:3]:
        links = re.findall(rf'href="([^"]+)" lang="{code}" hreflang', client.get(path).content.decode())
        assert links == [f"?language={code}"]
        assert language_of(client.get(path + links[0])) == code
        assert language_of(client.get(path, HTTP_REFERER=f"http://testserver{path}")) == code


def test_who_is_signed_in_reads_the_language_of_their_profile(client):
    client.force_login(a_trainee(language="ru"))
    assert language_of(client.get("/verify/", HTTP_ACCEPT_LANGUAGE="es")) == "ru"
    assert language_of(client.get("/verify/?language=es")) == "es"
    assert language_of(client.get("/verify/")) == "es"


def test_a_visitor_reads_their_browsers(client):
    assert language_of(client.get("/verify/", HTTP_ACCEPT_LANGUAGE="es")) == "es"
    assert language_of(client.get("/verify/?language=xx")) == "en"


def test_the_bare_address_leads_to_ones_own_language(client):
    a_home()
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="es")["Location"] == "/es/"
    client.force_login(a_trainee(language="ru"))
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="es")["Location"] == "/ru/"


def test_an_address_with_a_language_speaks_that(client):
    client.force_login(a_trainee(language="ru"))
    assert language_of(client.get("/fr/accounts/profile/")) == "fr"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
