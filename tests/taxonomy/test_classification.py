"""The reverse index: what carries a term, kept as pages are published and taken offline."""

import pytest
from wagtail.models import Locale

from brs.taxonomy.classification import rebuild
from brs.taxonomy.models import Classification, Convention, Provision
from tests.given import a_course, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Provision:
    english, _ = Locale.objects.get_or_create(language_code="en")
    basel = Convention.objects.create(slug="basel", title="Basel Convention", abbreviation="BC", locale=english)
    fields = {"slug": "bc-art-6", "title": "Movements", "kind": "article", "number": "6", "convention": basel}
    return Provision.objects.create(locale=english, **fields)


@pytest.fixture
def lesson(article):
    course = a_course(lessons=1)
    course.conventions.add(article.convention)
    course.save_revision().publish()
    page = lessons_of(course)[0]
    page.provisions = [{"type": "citation", "value": {"provision": article.pk, "pinpoint": "4"}}]
    page.save_revision().publish()
    return page


def carrying(term) -> int:
    return Classification.objects.carrying(term.translation_key).count()


def test_publishing_writes_it_and_unpublishing_takes_it_away(lesson, article):
    assert (carrying(article), carrying(article.convention)) == (1, 1)
    lesson.unpublish()
    assert carrying(article) == 0


def test_publishing_again_changes_nothing(lesson, article):
    lesson.save_revision().publish()
    assert carrying(article) == 1


def test_a_deleted_page_is_forgotten(lesson, article):
    lesson.delete()
    assert carrying(article) == 0


def test_a_rebuild_mends_what_was_spoilt(lesson, article):
    right = set(Classification.objects.values_list("content_key", "axis", "term_key"))
    Classification.objects.filter(axis="provision").delete()
    Classification.objects.create(content_key=article.translation_key, axis="theme", term_key=article.translation_key)
    rebuild()
    assert set(Classification.objects.values_list("content_key", "axis", "term_key")) == right


def test_a_provision_lists_what_cites_it_and_the_lesson_links_to_it(client, lesson, article):
    html = client.get("/en/provisions/bc-art-6/").content.decode()
    assert lesson.title in html
    assert client.get("/en/provisions/no-such/").status_code == 404
    shown = client.get(f"/en/courses/{lesson.get_parent().get_parent().slug}/module/{lesson.slug}/").content.decode()
    assert "/en/provisions/bc-art-6/" in shown
    assert "(<bdi>4</bdi>)" in shown
