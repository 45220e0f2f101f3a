"""The glossary, read in a language into which terms were translated but not yet their meanings."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from brs.taxonomy.models import GlossaryTerm

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    english, arabic = (Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "ar"))
    waste = GlossaryTerm.objects.create(slug="waste", title="wastes", definition="What is disposed of.", locale=english)
    same = {"slug": "waste", "translation_key": waste.translation_key}
    return waste, GlossaryTerm.objects.create(title="نفايات", locale=arabic, **same)


def test_a_meaning_that_is_not_translated_stands_in_its_own_language(client, terms):
    soup = BeautifulSoup(client.get("/ar/glossary/").content, "html.parser")
    assert soup.find(id="waste").text == "نفايات"
    meaning = soup.find("dd")
    assert (meaning.text.strip(), meaning["lang"], meaning["dir"]) == ("What is disposed of.", "en", "ltr")


def test_it_is_found_by_either(client, terms):
    for query in ("نفايات", "disposed"):
        assert "نفايات" in client.get("/ar/glossary/", {"q": query}).content.decode()
    assert "نفايات" not in client.get("/ar/glossary/", {"q": "mercury"}).content.decode()
