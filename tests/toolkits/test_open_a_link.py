"""A visitor without an account opens a shared link."""

import gzip
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from brs.core.stylesheets import stylesheet
from tests.given import a_course, a_link, a_toolkit, a_trainee, in_french, in_role, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.models import ShareLink, Toolkit

pytestmark = pytest.mark.django_db


def address(link: ShareLink) -> str:
    return f"/t/{link.code}/"


def a_rich_toolkit(lessons: int) -> Toolkit:
    toolkit, course = a_toolkit(links=lessons), a_course(lessons=lessons)
    actions.add_section(toolkit, "Read before")
    for page in (course, *lessons_of(course)):
        actions.add_page(toolkit, page.translation_key, page.title)
    for entry in toolkit.entries.all():
        actions.annotate(entry, title=entry.title, note="Read this before Tuesday, and bring a question. " * 3)
    return toolkit


def test_it_shows_what_was_gathered(client):
    toolkit = a_rich_toolkit(2)
    Toolkit.objects.filter(pk=toolkit.pk).update(purpose="For Nairobi", cover_note="<p>Hi<script>x()</script></p>")
    html = client.get(address(a_link(toolkit))).content.decode()
    for text in ("Kit", "For Nairobi", "Read before", "Lesson 1", "bring a question", "5 minutes", "example.org"):
        assert text in html
    assert "<script>x()" not in html
    assert "noindex" in html


@pytest.mark.parametrize("typed", ["{}", "{lower}", "{plain}", "{spaced}", "{letters}"])
def test_a_code_is_forgiven_how_it_is_typed(client, typed):
    link = a_link()
    ShareLink.objects.filter(pk=link.pk).update(code="7K0M9-QX1TB")
    code = typed.format(
        "7K0M9-QX1TB", lower="7k0m9-qx1tb", plain="7K0M9QX1TB", spaced="7K0M9 QX1TB", letters="7kom9-qxltb"
    )
    assert client.get(f"/t/{code}/", follow=True).status_code == 200
    assert client.get("/t/", {"code": code}, follow=True).status_code == 200


def test_what_is_no_code_is_said_at_the_field(client):
    answer = client.get("/t/", {"code": "nonsense <b>"})
    assert answer.status_code == 422
    assert b"two groups of five" in answer.content
    assert b'value="nonsense &lt;b&gt;"' in answer.content


def ended_links() -> dict[str, str]:
    expired, revoked, archived = a_link(expires_at=timezone.now()), a_link(), a_link(passcode="mercury")
    actions.revoke(revoked)
    actions.archive(archived.toolkit)
    return {
        "wrong": "/t/7K2M9-QX4TB/",
        "malformed": "/t/nonsense/",
        **{link.pk: address(link) for link in (expired, revoked, archived)},
    }


@pytest.mark.parametrize(
    "below", ["", "poster/", "handout.pdf", "qr.svg", "open/1/", "bundle.zip", "offline/", "?language=fr"]
)
@pytest.mark.parametrize("who", ["visitor", "trainee", "facilitator", "manager"])
def test_wrong_and_ended_codes_answer_strangers_alike_to_the_byte(who, below):
    client = Client()
    if who != "visitor":
        client.force_login(in_role(who))
    answers = [client.get(ended + below) for ended in ended_links().values()]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        del answer.headers["Expires"]  # says the time
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_owners_read_why_it_ended_and_find_their_way_to_the_toolkit(client):
    for ended in list(ended_links().values())[2:]:
        link = ShareLink.objects.get(code=ended.split("/")[2])
        friend = a_trainee()
        link.toolkit.co_owners.add(friend)
        for person in (link.toolkit.owner, friend):
            client.force_login(person)
            answer = client.get(ended)
            assert answer.status_code == 410
            assert f"/en/toolkits/{link.toolkit_id}/share/" in answer.content.decode()


def test_it_works_to_its_last_moment(client):
    now = timezone.now()
    assert client.get(address(a_link(expires_at=now + timedelta(seconds=30)))).status_code == 200
    assert client.get(address(a_link(expires_at=now))).status_code == 404


def test_it_speaks_the_links_language_or_the_visitors_choice(client):
    toolkit, course = a_toolkit(), a_course(lessons=1)
    actions.add_page(toolkit, course.translation_key, course.title)
    in_french(course)
    link = a_link(toolkit, language="ar")
    arabic = client.get(address(link))
    assert '<html lang="ar" dir="rtl">' in arabic.content.decode()
    assert arabic["Content-Language"] == "ar"
    assert "<h1 lang" not in arabic.content.decode()
    assert 'lang="en" dir="ltr"' in arabic.content.decode()
    french = client.get(address(link), {"language": "fr"}).content.decode()
    assert '<html lang="fr" dir="ltr">' in french
    assert '<html lang="ar"' in client.get(address(link), {"language": "nonsense"}).content.decode()
    entry = toolkit.entries.get()
    assert client.get(f"{address(link)}open/{entry.pk}/", {"language": "fr"})["Location"].startswith("/fr/courses/")


def test_a_messenger_shows_title_and_purpose_but_not_of_a_link_with_a_passcode(client):
    toolkit = a_toolkit(title="Kit of Nairobi", purpose="For Nairobi")
    card = client.get(address(a_link(toolkit))).content.decode()
    assert '<meta property="og:title" content="Kit of Nairobi">' in card
    assert '<meta property="og:image" content="http://testserver/static/card.png">' in card
    assert finders.find("card.png")
    closed = client.get(address(a_link(toolkit, passcode="mercury"))).content.decode()
    assert "Nairobi" not in closed


def test_what_is_not_public_is_not_opened_nor_what_is_no_web_address(client):
    toolkit, course = a_toolkit(), a_course(lessons=1)
    hidden = actions.add_page(toolkit, course.translation_key, course.title)
    course.view_restrictions.create(restriction_type="login")
    bad = actions.add_link(toolkit, "javascript:alert(1)", "Click")
    foreign = a_toolkit(links=1).entries.get()
    link = a_link(toolkit)
    assert course.title not in client.get(address(link)).content.decode()
    for entry in (hidden, bad, foreign):
        assert client.get(f"{address(link)}open/{entry.pk}/").status_code == 404


@pytest.mark.parametrize("lessons", [3, 30])
def test_it_takes_the_same_queries_however_much_there_is(client, lessons, django_assert_num_queries):
    link = a_link(a_rich_toolkit(lessons))
    client.get(address(link))
    with django_assert_num_queries(11):
        client.get(address(link))


def test_a_page_of_twenty_items_with_its_style_weighs_under_thirty_kilobytes(client):
    toolkit = a_rich_toolkit(10)
    page = gzip.compress(client.get(address(a_link(toolkit))).content)
    style = gzip.compress(stylesheet("site").encode())
    assert len(page) + len(style) < 30_000


def test_the_poster_says_where_to_go_and_the_code_in_groups(client):
    link = a_link(passcode="mercury")
    client.force_login(link.toolkit.owner)
    html = client.get(f"{address(link)}poster/").content.decode()
    assert link.code in html
    assert "testserver/t/" in html
    assert "asked for a passcode" in html
    assert client.get(f"{address(link)}qr.svg")["Content-Type"] == "image/svg+xml"
