"""The interface's translations are whole, fit their sources and reach the screen."""

import ast
import gettext
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override, to_locale
from wagtail.models import Page

from brs.certificates.models import Certificate
from brs.core.management.commands.makemessages import Command
from brs.core.pages import address
from brs.core.time_zones import place_of, zones
from brs.core.translations import sources, stale
from courses.learning.attempts import QuizRules, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.questions.models import QuestionVersion
from tests.certificates.test_actions import issued
from tests.given import a_course, a_trainee, lessons_of

ROOT = Path(__file__).resolve().parents[2]
SOURCE = settings.LANGUAGE_CODE
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != SOURCE]
FILES = {path.parts[-3]: path for path in sources()}

KNOWN = {None, "_", *re.findall(r"--keyword=(\w+)", " ".join(Command.xgettext_options))}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?\w+")

NAMED = ["my_learning", "profile", "data", "data_erase", "glossary", "verify", "account_email", "search"]


def marks(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text) + TAG.findall(text))


def test_each_language_has_its_file():
    assert set(FILES) == {to_locale(language) for language in LANGUAGES}


def test_whatever_name_a_module_gives_to_gettext_its_texts_are_extracted():
    """Django's command knows the functions by their own names and by «_»."""
    unknown = []
    for path in sorted([*ROOT.glob("site/brs/**/*.py"), *ROOT.glob("courses/**/*.py"), *ROOT.glob("toolkits/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                names = [alias.asname for alias in node.names if "gettext" in alias.name]
                unknown += [f"{path.relative_to(ROOT)}: {name}" for name in names if name not in KNOWN]
    assert unknown == []


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


class Words(HTMLParser):
    """What a page says: texts between tags, and what is read aloud or shown in their stead."""

    def __init__(self):
        super().__init__()
        self.said: set[str] = set()

    def handle_data(self, data):
        self.said.add(" ".join(data.split()).strip("✓✗×· "))

    def handle_starttag(self, tag, attrs):
        self.said |= {value for name, value in attrs if name in ("aria-label", "alt", "placeholder", "title") and value}


def what_it_says(html: str) -> set[str]:
    words = Words()
    words.feed(html)
    return words.said


def translated(language: str) -> set[str]:
    """English texts that say something else in this language."""
    file = polib.pofile(str(FILES[to_locale(language)]))
    return {entry.msgid for entry in file if entry.msgstr and entry.msgstr != entry.msgid}


def pages_of(learner, language: str) -> list[str]:
    """The address of a page of each kind that somebody with an attempt and a certificate can open."""
    body = [{"type": "reflection", "id": "5a3a9d54-7c33-4d52-9c3f-0b1f6c3a7a11", "value": {"prompt": "Wozu?"}}]
    course = a_course(lessons=1, body=body, quiz=True)
    enrolment = enrol(learner, course.translation_key, language=language)
    content = {"type": "true_false", "stem": "Wahr?", "feedback": "", "points": 1, "answer": True}
    version = QuestionVersion.objects.create(digest="d", key=course.translation_key, language="en", content=content)
    quiz = course.get_descendants().get(slug="quiz")
    rules = QuizRules(quiz_key=quiz.translation_key, title="Frage", pass_mark=80)
    attempt = start_attempt(enrolment, rules, [(version, [])])
    submit_attempt(attempt, language=language)
    open_one = start_attempt(enrolment, rules, [(version, [])])
    with override(language):
        return [
            f"/{language}/",
            f"/{language}/courses/?q=x&level=none",
            f"/{language}/nowhere/",
            *(address(page) for page in (course, *lessons_of(course), quiz)),
            *(reverse(name) for name in NAMED),
            reverse("attempt_question", args=[open_one.pk, 1]),
            reverse("attempt", args=[open_one.pk]),
            reverse("attempt_result", args=[attempt.pk]),
            reverse("verify_serial", args=[issued().serial]),
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_in_english_what_has_been_translated(client, language):
    learner = a_trainee(language=language)
    client.force_login(learner)
    client.cookies["django_language"] = language
    pages = pages_of(learner, language)
    kept_in_english = {
        *(name for _code, name in settings.LANGUAGES),
        *Page.objects.values_list("title", flat=True),
        *Certificate.objects.values_list("snapshot__kind", flat=True),
        *map(place_of, zones()),  # cities, of which one has given a convention its name
    }
    amiss = {}
    for page in pages:
        answer = client.get(page, follow=True)
        assert answer.status_code in (200, 404), page
        left = what_it_says(answer.content.decode()) & translated(language) - kept_in_english
        if left:
            amiss[page] = left
    assert amiss == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_up_speaks_the_language_on_the_page_in_its_errors_and_in_the_mail(language):
    client = Client()
    with override(language):
        sign_up = reverse("account_signup")
    refused = client.post(sign_up, {"name": "", "email": "no", "password1": "short"}).content.decode()
    english = what_it_says(client.post(sign_up.replace(language, "en", 1), {"email": "no"}).content.decode())
    shared = what_it_says(refused) & english
    assert not {text for text in shared if " " in text and text.isascii() and "BRS Learn" not in text}
    client.post(sign_up, {"name": "Ada", "email": "ada@example.org", "password1": "a-long-word-123"})
    [message] = mail.outbox
    assert "Please" not in message.subject + message.body
    assert "your" not in message.subject + message.body
