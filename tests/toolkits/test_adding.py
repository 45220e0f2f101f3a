"""One click puts what somebody is looking at into their toolkit."""

import uuid

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from brs.core.pages import address
from tests.given import a_course, a_document, a_toolkit, a_trainee, in_french, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.models import Entry, Toolkit

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    someone = a_trainee()
    client.force_login(someone)
    return someone


@pytest.fixture
def course():
    return a_course(lessons=1)


def add(client, follow=True, **sent):
    return client.post(reverse("add_to_toolkit"), sent, follow=follow)


def held(toolkit: Toolkit) -> list[str]:
    return [entry.title for entry in toolkit.entries.all()]


def test_the_first_click_makes_a_list_and_comes_back(client, person, course):
    lesson = lessons_of(course)[0]
    path = address(lesson, "en")
    assert "Add to my list" in client.get(path).content.decode()
    answer = add(client, page=lesson.translation_key, next=path)
    assert answer.redirect_chain == [(path, 302)]
    toolkit = Toolkit.objects.get()
    assert (toolkit.owner, toolkit.title, held(toolkit)) == (person, "My list", [lesson.title])
    html = answer.content.decode()
    assert f"“{lesson.title}” is now in" in html
    assert "✓ In “My list”" in html


def test_the_one_changed_last_is_offered_first_and_any_other_can_be_named(client, person, course):
    older = a_toolkit(owner=person, title="Older")
    newer = a_toolkit(owner=person, title="Newer")
    html = client.get(address(course, "en")).content.decode()
    assert "Add to “Newer”" in html
    add(client, page=course.translation_key, toolkit=older.pk)
    assert (held(older), held(newer)) == ([course.title], [])
    add(client, page=course.translation_key)
    assert (held(older), held(newer)) == ([course.title], []), "the older is the one changed last by now"


def test_a_page_read_in_french_is_the_same_page(client, person, course):
    french = in_french(course)
    add(client, page=french.translation_key)
    client.post("/fr/toolkits/add/", {"page": str(french.translation_key)})
    assert [entry.content_key for entry in Entry.objects.all()] == [course.translation_key]
    assert "✓" in client.get(address(french, "fr")).content.decode()


def test_a_new_toolkit_can_begin_with_it(client, person, course):
    path = reverse("new_toolkit")
    html = client.get(path, {"page": course.translation_key}).content.decode()
    assert f"“{course.title}” will be in it." in html
    form = {"title": "Nairobi", "language": "en", "page": course.translation_key}
    client.post(f"{path}?page={course.translation_key}", {"title": "", "language": "en"})
    assert not Toolkit.objects.exists()
    client.post(path, form)
    assert held(Toolkit.objects.get()) == [course.title]


def test_a_document_of_a_lesson_is_added_like_a_page(client, person):
    document = a_document()
    course = a_course(lessons=1, body=[{"type": "document", "value": {"document": document.pk, "text": ""}}])
    html = client.get(address(lessons_of(course)[0], "en")).content.decode()
    assert f'name="document" value="{document.pk}"' in html
    add(client, document=document.pk)
    assert held(Toolkit.objects.get()) == ["Form"]


def test_what_the_person_may_not_see_is_not_found(client, person, course):
    draft, private = a_course(), a_course()
    draft.unpublish()
    private.view_restrictions.create(restriction_type="groups")
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    home = course.get_parent().get_parent()
    for wrong in [
        {"page": draft.translation_key},
        {"page": private.translation_key},
        {"page": home.translation_key},
        {"page": uuid.uuid4()},
        {"page": "x"},
        {},
        {"document": a_document(collection=closed).pk},
        {"document": "9" * 30},
        {"document": "x"},
    ]:
        assert add(client, **wrong).status_code == 404, wrong
        assert client.get(reverse("new_toolkit"), wrong).status_code == (404 if wrong else 200)
    assert not Entry.objects.exists()


def test_a_toolkit_of_somebody_elses_is_not_found(client, person, course):
    foreign = a_toolkit()
    for wrong in (foreign.pk, uuid.uuid4(), "x"):
        assert add(client, page=course.translation_key, toolkit=wrong).status_code == 404
    assert held(foreign) == []


def test_nobody_is_sent_to_another_site(client, person, course):
    answer = add(client, follow=False, page=course.translation_key, next="https://evil.example/")
    assert answer.url == reverse("toolkit", args=[Toolkit.objects.get().pk])
    answer = add(client, follow=False, page=course.translation_key, next="//evil.example/")
    assert answer.url.startswith("/en/toolkits/")


def test_a_full_toolkit_says_so(client, person, course, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ENTRIES", 2)
    a_toolkit(owner=person, links=2, title="Full one")
    html = add(client, page=course.translation_key).content.decode()
    assert "“Full one” is full: it holds 2 entries." in html


def test_a_visitor_sees_no_button_and_what_they_send_waits_for_their_sign_in(client, course):
    assert "toolkits/add" not in client.get(address(course, "en")).content.decode()
    answer = add(client, page=course.translation_key)
    assert answer.redirect_chain[-1][0].startswith("/en/accounts/sign-in/")
    assert not Toolkit.objects.exists()


@pytest.mark.parametrize(("signed_in", "more"), [(False, 0), (True, 2)])
def test_visitors_pay_nothing_and_readers_two_queries_whatever_they_have(
    client, django_assert_num_queries, signed_in, more
):
    documents = [{"type": "document", "value": {"document": a_document().pk, "text": ""}} for _ in range(5)]
    lesson = lessons_of(a_course(lessons=1, body=documents))[0]
    person = a_trainee()
    for _ in range(5):
        a_toolkit(owner=person)
    if signed_in:
        client.force_login(person)
    client.get(address(lesson, "en"))
    # The generation and, of somebody signed in, session, account, enrolment, toolkits and what they hold.
    with django_assert_num_queries(1 + (3 if signed_in else 0) + more):
        client.get(address(lesson, "en"))
