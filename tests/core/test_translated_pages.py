"""A page not yet translated is served from its source, inside the reader's interface."""

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Locale, Page

from brs.core.pages import address
from brs.home.models import HomePage, SectionPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> dict[str, HomePage]:
    """The home page in English with one section, and its French translation with none."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    french, _ = Locale.objects.get_or_create(language_code="fr")
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="home-en", locale=english))
    home.add_child(instance=SectionPage(title="Themes", slug="themes", locale=english))
    translated = home.copy_for_translation(french)
    translated.slug = "home-fr"
    translated.save_revision().publish()
    return {"en": home, "fr": HomePage.objects.get(pk=translated.pk)}


def page_at(home: HomePage, slug: str) -> Page:
    fresh = HomePage.objects.get(pk=home.pk)  # a page in memory does not learn of children added since
    with override(home.locale.language_code):
        return fresh.route(RequestFactory().get("/"), [slug]).page


def test_the_source_stands_in_where_there_is_no_translation(homes):
    assert page_at(homes["fr"], "themes").locale.language_code == "en"


def test_a_translation_goes_before_its_source(homes):
    section = SectionPage.objects.get(slug="themes")
    translated = section.copy_for_translation(homes["fr"].locale)
    translated.save_revision().publish()
    assert page_at(homes["fr"], "themes").locale.language_code == "fr"


def test_a_draft_or_unknown_page_is_not_found_in_any_language(homes):
    SectionPage.objects.get(slug="themes").unpublish()
    for home in homes.values():
        for slug in ("themes", "nothing"):
            with pytest.raises(Http404):
                page_at(home, slug)


def test_an_address_keeps_the_readers_language_and_asks_the_database_nothing(homes, django_assert_num_queries):
    section = SectionPage.objects.get(slug="themes")
    with django_assert_num_queries(0):
        assert address(section, "fr") == "/fr/themes/"
