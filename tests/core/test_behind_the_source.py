"""Readers of a translation are told that it follows an earlier version of its source, as long as it does."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from brs.core import generation
from brs.core.models import PublishedTranslation, SourceText
from brs.core.pages import address
from brs.core.translating import begin, write_anew
from brs.core.translation_records import record_translations
from brs.core.translation_state import Noted, changed_parts
from courses.pages.models import CoursePage, LessonPage
from tests.given import a_course, a_tool, in_french, in_role, lessons_of

NOW = timezone.now()


@pytest.fixture
def lesson():
    return lessons_of(a_course(lessons=1, body=body("Waste is shipped.")))[0]


def body(*texts: str) -> list[dict[str, str]]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"p{n}"} for n, text in enumerate(texts)]


def put(lesson: LessonPage, *texts: str) -> None:
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = body(*texts)
    lesson.save_revision().publish()


def notice(client, page: Page, language: str = "fr") -> str:
    main = BeautifulSoup(client.get(address(page, language)).content, "html.parser").main
    return " ".join(next((p.get_text() for p in main.select("p.notice") if p.find("a", hreflang="en")), "").split())


@pytest.mark.django_db
def test_it_comes_when_the_source_is_published_and_goes_when_the_translation_is(client, lesson):
    french = in_french(lesson)
    assert not notice(client, french)
    draft = LessonPage.objects.get(pk=lesson.pk)
    draft.body = body("Waste is burnt.")
    draft.save_revision()
    assert not notice(client, french)
    put(lesson, "Waste is burnt.", "Ports are told.")
    link = BeautifulSoup(client.get(address(french, "fr")).content, "html.parser").main.find("a", hreflang="en")
    assert link["href"] == address(lesson, "en") and link["lang"] == "en"
    assert "2" in notice(client, french)
    assert not notice(client, lesson, "en")
    french.save_revision().publish()
    assert not notice(client, french)


@pytest.mark.django_db
def test_what_changes_no_word_is_not_told(client, lesson):
    french = in_french(lesson)
    put(lesson, "Waste is <b>shipped</b> ,")
    assert not notice(client, french)
    put(lesson, "Waste is not shipped.")
    assert notice(client, french)


@pytest.mark.django_db
def test_what_is_taken_back_is_as_if_it_had_never_been(client, lesson):
    french = in_french(lesson)
    put(lesson, "Waste is burnt.")
    assert notice(client, french)
    put(lesson, "Waste is shipped.")
    assert not notice(client, french)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_that_is_synchronised_is_behind_until_its_new_words_are_published(client, lesson):
    french = Locale.objects.get_or_create(language_code="fr")[0]
    editor = in_role("editor")
    begin(lesson, [french], editor, with_used=False, with_subtree=False)

    def translate():
        for segment in StringSegment.objects.filter(source__object_id=lesson.translation_key):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string, context=segment.context, locale=french, defaults={"data": "fr"}
            )

    def publish():
        Translation.objects.get(source__object_id=lesson.translation_key).save_target(user=editor, publish=True)

    translate()
    publish()
    put(lesson, "Waste is burnt.")
    publish()  # from the source as it was
    assert notice(client, lesson)
    write_anew(TranslationSource.objects.get(object_id=lesson.translation_key), editor, publish=True)
    assert notice(client, lesson)
    translate()
    generation.renew()
    assert notice(client, lesson)  # the words are there, and nobody reads them yet
    publish()
    assert not notice(client, lesson)


@pytest.mark.django_db
def test_courses_and_tools_tell_it_too(client, lesson):
    tool = a_tool()
    course = CoursePage.objects.ancestor_of(lesson).get()
    for page in (tool, course):
        french = in_french(page)
        page = type(page).objects.get(pk=page.pk)
        page.summary = "Something else."
        page.save_revision().publish()
        assert notice(client, french)


@pytest.mark.django_db
def test_it_costs_no_query_once_it_is_kept(client, lesson):
    french = in_french(lesson)
    put(lesson, "Waste is burnt.")
    client.get(address(french, "fr"))

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as context:
            assert client.get(address(french, "fr")).status_code == 200
        return [
            query["sql"] for query in context if "sourcetext" in query["sql"] or "publishedtranslation" in query["sql"]
        ]

    assert not queries()
    generation.renew()
    assert len(queries()) == 2


@pytest.mark.django_db
def test_what_was_noted_before_there_were_hashes_of_words_is_told_rather_than_not(client, lesson):
    french = in_french(lesson)
    SourceText.objects.update(words_hash=None)
    put(lesson, "Waste is shipped !")
    assert notice(client, french)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-9, 9), st.integers(-9, 9) | st.none())))
def test_nothing_has_changed_for_a_translation_that_follows_the_present(rows):
    at = [NOW + timedelta(days=n) for n in range(-9, 10)]
    texts = [
        Noted(part, words, at[came + 9], None if gone is None else at[gone + 9]) for part, words, came, gone in rows
    ]
    assert changed_parts(texts, NOW + timedelta(days=10)) == {}
    assert all(moment > NOW for moment in changed_parts(texts, NOW).values())


@pytest.mark.django_db
def test_what_was_translated_elsewhere_is_told_from_its_recording_on(client, lesson):
    french = in_french(lesson)
    PublishedTranslation.objects.all().delete()
    Page.objects.filter(pk=french.pk).update(last_published_at=NOW - timedelta(days=9))
    SourceText.objects.update(seen_at=NOW)
    record_translations()
    assert not notice(client, french)
    put(lesson, "Waste is burnt.")
    assert notice(client, french)
