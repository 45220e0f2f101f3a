"""The interface's translations are whole, fit their sources and reach the screen."""

import gettext
import re
from collections import Counter

import polib
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override, to_locale

from brs.core.translations import sources, stale
from tests.given import a_course

SOURCE = settings.LANGUAGE_CODE
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != SOURCE]
FILES = {path.parts[-3]: path for path in sources()}
ENTRIES = [
    pytest.param(language, entry, id=f"{language}: {entry.msgid[:40]}")
    for language in LANGUAGES
    for entry in polib.pofile(str(FILES[to_locale(language)]))
]

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?\w+")
# Words on each page, outside of what editors write. Latin letters stay in names, codes and examples alone.
CHROME = ["Skip to the content", "Sign in", "Courses", "Conventions", "Themes", "Glossary", "Verify a certificate"]


def marks(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text) + TAG.findall(text))


def test_each_language_has_its_file():
    assert set(FILES) == {to_locale(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language):
    file = polib.pofile(str(FILES[to_locale(language)]))
    assert [entry.msgid for entry in file if not entry.translated()] == []
    assert [entry.msgid for entry in file.fuzzy_entries()] == []
    assert [entry.msgid for entry in file.obsolete_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in_and_the_tags_of_its_source(language):
    amiss = []
    for entry in polib.pofile(str(FILES[to_locale(language)])):
        if not entry.msgid_plural and marks(entry.msgstr) != marks(entry.msgid):
            amiss.append(entry.msgid)
    assert amiss == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_all_forms_of_its_language_and_fills_in_nothing_else(language):
    file = polib.pofile(str(FILES[to_locale(language)]))
    forms = int(re.search(r"nplurals=(\d)", file.metadata["Plural-Forms"])[1])
    for entry in file:
        if not entry.msgid_plural:
            continue
        assert len(entry.msgstr_plural) == forms, entry.msgid
        for text in entry.msgstr_plural.values():
            # «One lesson» may say its number in a word.
            assert set(marks(text)) <= set(marks(entry.msgid_plural)), entry.msgid
        assert marks(entry.msgstr_plural[forms - 1]) == marks(entry.msgid_plural), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_its_source(language):
    """A colon, a line's end or a blank at either end matters to what stands beside it."""
    amiss = []
    for entry in polib.pofile(str(FILES[to_locale(language)])):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if text.startswith("\n") != entry.msgid.startswith("\n") or text != text.strip(" ") and entry.msgid != ", ":
                amiss.append(text)
    assert amiss == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_says_what_the_source_says(language):
    assert stale() == []
    with FILES[to_locale(language)].with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    for entry in polib.pofile(str(FILES[to_locale(language)])):
        if not entry.msgid_plural and not entry.msgctxt:
            assert catalogue.gettext(entry.msgid) == entry.msgstr
