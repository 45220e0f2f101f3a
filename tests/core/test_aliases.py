"""No page is another one's alias, through whichever door."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import TranslationSource

from courses.pages.models import CoursePage
from tests.given import a_course, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(in_role("editor"))
    return client


def test_copying_offers_none(editor):
    course = a_course()
    address = reverse("wagtailadmin_pages:copy", args=[course.pk])
    assert 'name="alias"' not in editor.get(address).content.decode()
    form = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": course.get_parent().pk, "alias": "on"}
    assert editor.post(address, form).status_code == 302
    copied = CoursePage.objects.get(slug="copied")
    assert copied.alias_of is None and not copied.live
    assert copied.translation_key != course.translation_key


def test_a_translation_is_not_turned_into_one(editor):
    course = a_course()
    french = in_french(course)
    source, _created = TranslationSource.get_or_create_from_instance(course)
    source.translations.create(target_locale=french.locale, enabled=False)
    address = reverse("wagtailadmin_pages:edit", args=[french.pk])
    assert "localize-convert-to-alias" not in editor.get(address).content.decode()
    for answer in (editor.get, editor.post):
        assert answer(reverse("wagtail_localize:convert_to_alias", args=[french.pk])).status_code == 302
    french.refresh_from_db()
    assert french.alias_of is None


def test_a_language_is_not_filled_with_them():
    assert "LocaleSynchronization" not in [component["model"].__name__ for component in get_locale_components()]


def test_no_program_makes_one():
    course = a_course()
    with pytest.raises(ValueError, match="would be an alias"):
        course.create_alias(update_slug="other")
    assert not Page.objects.exclude(alias_of=None).exists()


def test_what_stands_above_a_translation_is_translated_as_drafts():
    lesson = lessons_of(a_course())[0]
    spanish = Locale.objects.create(language_code="es")
    translated = lesson.copy_for_translation(spanish, copy_parents=True)
    above = Page.objects.ancestor_of(translated, inclusive=True).filter(locale=spanish)
    assert len(above) == 5
    assert {(page.alias_of_id, page.live) for page in above} == {(None, False)}


def test_one_of_older_days_can_be_saved_and_set_free(editor):
    course = a_course(lessons=0)
    old = course.copy(update_attrs={"slug": "old", "title": "Old"})
    Page.objects.filter(pk=old.pk).update(alias_of=course)
    old = CoursePage.objects.get(pk=old.pk)
    old.title = "Older"
    old.save()
    editor.post(reverse("wagtailadmin_pages:convert_alias", args=[old.pk]))
    old.refresh_from_db()
    assert old.alias_of is None and old.title == "Older"
