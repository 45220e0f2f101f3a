"""What is not for everybody: each is led to where they can get in, and in, or told that it is not for them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from brs.core.pages import address
from courses.pages.models import CourseIndexPage
from tests.given import a_course, a_document, a_trainee, lessons_of

pytestmark = pytest.mark.django_db

SECRET = b"What only some may read"
REFLECTION = [{"type": "reflection", "id": "one", "value": {"prompt": SECRET.decode()}}]
KINDS = ["login", "groups", "password"]
WHERE = ["lesson", "course above it", "catalogue above it", "document", "collection above it"]


@pytest.fixture
def members() -> Group:
    return Group.objects.create(name="Members")


@pytest.fixture
def member(members):
    person = a_trainee()
    person.groups.add(members)
    return person


@pytest.fixture
def closed(members):
    """`closed("lesson", "login")`: the address of something that is restricted in this way, by itself or from above."""

    def close(guarded: str, kind: str) -> str:
        if guarded in ("document", "collection above it"):
            above = Collection.get_first_root_node().add_child(name="Above")
            below = above.add_child(name="Below")
            document = a_document("Canary title", SECRET, collection=below)
            collection = below if guarded == "document" else above
            restriction = CollectionViewRestriction(collection=collection)
            path = document.url
        else:
            course = a_course(lessons=1, body=REFLECTION)
            lesson = lessons_of(course)[0]
            lesson.title = "Canary title"
            lesson.save_revision().publish()
            page = {"lesson": lesson, "course above it": course}.get(guarded) or CourseIndexPage.objects.get()
            restriction = page.view_restrictions.model(page=page)
            path = address(lesson, "en")
        restriction.restriction_type, restriction.password = kind, "open sesame"
        restriction.save()
        restriction.groups.set([members] if kind == "groups" else [])
        return path

    return close


def sign_in(client: Client, path: str, person):
    return client.post(path, {"login": person.email, "password": "pass-word-123"}, follow=True)


def hidden(answer) -> dict:
    return {"return_url": answer.context["form"].initial["return_url"]}


@pytest.mark.parametrize("kind", ["login", "groups"])
@pytest.mark.parametrize("guarded", WHERE)
def test_a_visitor_is_led_to_sign_in_and_back(guarded, kind, closed, client, member):
    path = closed(guarded, kind)
    asked = client.get(path, follow=True)
    assert asked.status_code == 200
    assert asked.wsgi_request.path == reverse("account_login")
    assert b"Canary title" not in asked.content
    got = sign_in(client, asked.wsgi_request.get_full_path(), member)
    assert (got.status_code, got.wsgi_request.path) == (200, path)
    assert SECRET in got.getvalue()


@pytest.mark.parametrize("guarded", WHERE)
def test_who_knows_the_shared_password_gets_in(guarded, closed, client):
    path = closed(guarded, "password")
    asked = client.get(path)
    assert asked.status_code == 200
    assert SECRET not in asked.content and b"Canary title" not in asked.content
    action = asked.context["action"]
    wrong = client.post(action, {**hidden(asked), "password": "open barley"})
    assert wrong.status_code == 422
    assert SECRET not in wrong.content and b"Canary title" not in wrong.content
    assert "not correct" in str(wrong.context["form"].errors["password"])
    got = client.post(action, {**hidden(asked), "password": "open sesame"}, follow=True)
    assert (got.status_code, got.wsgi_request.path) == (200, path)
    assert SECRET in got.getvalue()


@pytest.mark.parametrize("guarded", WHERE)
def test_who_is_signed_in_and_none_of_them_is_told_so(guarded, closed, client):
    client.force_login(a_trainee())
    answer = client.get(closed(guarded, "groups"), follow=True)
    assert (answer.status_code, answer.redirect_chain) == (403, [])
    assert SECRET not in answer.content and b"Canary title" not in answer.content


@pytest.mark.parametrize("kind", KINDS)
def test_no_part_of_a_document_comes_without_the_whole(kind, closed, client):
    answer = client.get(closed("document", kind), headers={"Range": "bytes=0-5"})
    assert answer.status_code in (200, 302)
    assert SECRET[:6] not in answer.getvalue()


def test_wagtails_sign_in_is_no_second_door(client):
    """It asked for no confirmed address, and took any number of tries."""
    person = a_trainee()
    for path in ("/en/_util/login/", "/admin/login/"):
        answer = sign_in(client, path, person)
        assert answer.wsgi_request.path == reverse("account_login")
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("guarded", ["lesson", "document"])
def test_a_shared_password_is_not_found_by_trying(guarded, closed, client):
    asked = client.get(closed(guarded, "password"))
    got = [client.post(asked.context["action"], {**hidden(asked), "password": str(n)}).status_code for n in range(21)]
    assert got == [422] * 20 + [429]
    assert client.post(asked.context["action"], {**hidden(asked), "password": "open sesame"}).status_code == 429


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_the_form_for_a_password_answers_for_no_other_restriction(kind, closed, client):
    """Not even for the password that a restriction had before it was of another kind."""
    closed("lesson", kind)
    closed("document", kind)
    page, collection = PageViewRestriction.objects.get(), CollectionViewRestriction.objects.get()
    for path in (
        reverse("wagtailcore_authenticate_with_password", args=[page.pk, page.page_id]),
        reverse("wagtaildocs_authenticate_with_password", args=[collection.pk]),
    ):
        assert client.post(path, {"password": "open sesame", "return_url": "/"}).status_code == 404


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_password_leads_to_no_other_site(target, closed, client):
    asked = client.get(closed("lesson", "password"))
    got = client.post(asked.context["action"], {"return_url": target, "password": "open sesame"})
    assert (got.status_code, got["Location"]) == (302, "/")


def test_what_was_written_waits_until_its_author_is_signed_in_again(closed, client, member):
    path = closed("lesson", "login")
    asked = client.post(path, {"block": "one", "kept": "1", "text": "My thoughts"}, follow=True)
    assert asked.status_code == 200
    assert "My thoughts" in sign_in(client, asked.wsgi_request.get_full_path(), member).content.decode()
