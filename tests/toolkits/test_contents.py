"""What a toolkit holds is shown to its owners in full, and to visitors as far as it is public."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale

from tests.given import a_course, a_toolkit, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.contents.sections import contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def french() -> Locale:
    return Locale.objects.get_or_create(language_code="fr")[0]


def add(toolkit, page):
    return actions.add_page(toolkit, page.translation_key, page.title)


def seen(toolkit, *, for_owner: bool, language: str = "en") -> list[tuple[str, str]]:
    return [
        (item.title, item.state)
        for section in contents(toolkit, language, for_owner=for_owner)
        for item in section.items
    ]


def test_items_stand_under_the_heading_before_them():
    toolkit = a_toolkit(links=1)
    actions.add_section(toolkit, "Morning")
    actions.add_link(toolkit, "https://example.org/x", "X")
    actions.add_section(toolkit, "Empty")
    headings = [
        (s.entry and s.entry.title, [i.title for i in s.items]) for s in contents(toolkit, "en", for_owner=True)
    ]
    assert headings == [(None, ["Link 0"]), ("Morning", ["X"]), ("Empty", [])]
    assert [s.entry and s.entry.title for s in contents(toolkit, "en", for_owner=False)] == [None, "Morning"]


def test_what_is_not_public_is_told_to_owners_and_hidden_from_visitors():
    toolkit, course = a_toolkit(), a_course(lessons=3)
    first, second, third = lessons_of(course)
    other = a_course(lessons=1)
    for page in (course, first, second, third, other):
        add(toolkit, page)
    second.unpublish()
    third.delete()
    other.view_restrictions.create(restriction_type="login")
    states = [state for _title, state in seen(toolkit, for_owner=True)]
    assert states == ["there", "there", "unpublished", "removed", "private"]
    assert [title for title, _state in seen(toolkit, for_owner=False)] == [course.title, first.title]


def test_a_document_in_a_private_collection_is_not_for_visitors():
    toolkit = a_toolkit()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    documents = get_document_model().objects
    public = documents.create(title="Form", file=ContentFile(b"a,b", "form.csv"))
    hidden = documents.create(title="Key", file=ContentFile(b"a,b", "key.csv"), collection=closed)
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    for document in (public, hidden):
        actions.add_document(toolkit, document)
    assert seen(toolkit, for_owner=False) == [("Form", "there")]
    hidden.delete()
    assert seen(toolkit, for_owner=True) == [("Form", "there"), ("Key", "removed")]


def test_pages_are_shown_in_the_language_asked_for_or_in_english(french):
    toolkit, course = a_toolkit(), a_course(lessons=1)
    add(toolkit, course)
    add(toolkit, lessons_of(course)[0])
    translated = course.copy_for_translation(french, copy_parents=True)
    translated.title = "Cours"
    translated.save_revision().publish()
    [section] = contents(toolkit, "fr", for_owner=False)
    assert [(item.title, item.language) for item in section.items] == [("Cours", "fr"), ("Lesson 0", "en")]
    assert section.items[1].address.startswith("/fr/courses/")


@pytest.mark.parametrize("lessons", [3, 30])
def test_it_takes_the_same_queries_however_much_there_is(lessons, django_assert_max_num_queries):
    toolkit, course = a_toolkit(links=lessons), a_course(lessons=lessons)
    for page in (course, *lessons_of(course)):
        add(toolkit, page)
    with django_assert_max_num_queries(6):
        assert len(seen(toolkit, for_owner=False)) == 2 * lessons + 1
