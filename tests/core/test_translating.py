"""Translations begin as drafts, go on from the words that stand there, and go live when their words are all there."""

import uuid
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from brs.certificates.models import CertificateKind
from brs.core.translating import adopt, begin
from brs.taxonomy.models import Convention, GlossaryTerm
from courses.pages.models import CoursePage, LessonPage
from courses.questions.models import Question
from tests.given import a_course, a_quiz, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def french() -> Locale:
    return Locale.objects.get_or_create(language_code="fr")[0]


@pytest.fixture
def editor(client):
    Group.objects.get(name="editor").permissions.add(Permission.objects.get(codename="submit_translation"))
    person = in_role("editor")
    client.force_login(person)
    return person


def submitted(client, page: Page, locale: Locale, **fields: str):
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [locale.pk], **fields}, follow=True)


def in_locale(instance: Any, locale: Locale) -> Any:
    return type(instance)._base_manager.get(translation_key=instance.translation_key, locale=locale)


def say(instance: Any, locale: Locale, words: dict[str, str]) -> None:
    """As a translator does, text by text."""
    for segment in StringSegment.objects.filter(source__object_id=instance.translation_key):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                defaults={"data": words[segment.string.data]},
            )


def published(client, capture, page: Page):
    """By the button of the screen that shows both texts."""
    with capture(execute=True):
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}, follow=True)


def a_paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}


def test_a_page_begins_as_a_draft_with_all_above_and_below_it(client, editor, french):
    course = a_course(lessons=2, body=[a_paragraph("Waste")])
    answer = submitted(client, course, french, include_subtree="on")
    begun = Page.objects.filter(locale=french)
    assert begun.count() == 6  # home, catalogue, course, module, two lessons
    assert not begun.filter(live=True).exists()
    assert not begun.filter(alias_of__isnull=False).exists()
    assert begun.count() == Translation.objects.filter(target_locale=french, enabled=True).count()
    assert "6 drafts to translate. Each goes live when you publish it." in answer.content.decode()
    assert b'lang="en"' in client.get(f"/fr/courses/{course.slug}/").content


def test_what_was_translated_without_a_record_stays_and_gets_one(
    client, editor, french, django_capture_on_commit_callbacks
):
    course = a_course(lessons=1, body=[a_paragraph("Waste")])
    lesson = lessons_of(course)[0]
    translated = in_french(lesson)
    translated.title, translated.body[0].value.source = "Leçon", "<p>Déchet</p>"
    translated.save_revision().publish()
    in_french(course)
    CoursePage.objects.get(locale=french).delete()
    translated = in_french(lesson)
    translated.title = "Leçon"
    translated.body = [{**lesson.body.raw_data[0], "value": "<p>Déchet</p>"}]
    translated.save_revision().publish()
    before = LessonPage.objects.get(pk=translated.pk).serializable_data()

    begun = begin(course, [french], editor, with_used=False, with_subtree=True)
    assert [page.pk for page in begun.translated_before] == [course.pk, course.get_children().get().pk, lesson.pk]
    assert not begun.made and not begun.by_hand
    assert LessonPage.objects.get(pk=translated.pk).serializable_data() == before
    published(client, django_capture_on_commit_callbacks, translated)
    anew = LessonPage.objects.get(pk=translated.pk)
    assert (anew.title, anew.body[0].value.source, anew.live) == ("Leçon", "<p>Déchet</p>", True)


def test_what_is_built_otherwise_is_still_edited_by_itself(editor, french):
    lesson = lessons_of(a_course(lessons=1, body=[a_paragraph("Waste")]))[0]
    translated = in_french(lesson)
    translated.body = [*lesson.body.raw_data, a_paragraph("Une remarque de plus")]
    translated.save_revision().publish()
    begun = begin(lesson, [french], editor, with_used=False, with_subtree=False)
    assert begun.by_hand == [lesson]
    assert not Translation.objects.get(target_locale=french).enabled
    assert len(LessonPage.objects.get(pk=translated.pk).body) == 2


def a_stopped_translation(french: Locale, editor) -> tuple[LessonPage, LessonPage]:
    lesson = lessons_of(a_course(lessons=1, body=[a_paragraph("Waste")]))[0]
    begin(lesson, [french], editor, with_used=False, with_subtree=False)
    say(lesson, french, {"Lesson 0": "Leçon zéro", "Waste": "Ordure"})
    translation = Translation.objects.get(source__object_id=lesson.translation_key)
    translation.save_target(publish=True)
    Translation.objects.update(enabled=False)
    return lesson, in_locale(lesson, french)


def test_a_translation_that_is_started_again_goes_on_from_what_was_corrected(
    client, editor, french, django_capture_on_commit_callbacks
):
    _lesson, translated = a_stopped_translation(french, editor)
    translated.body = [{**translated.body.raw_data[0], "value": "<p>Déchet</p>"}]
    translated.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    answer = client.post(address, {"localize-restart-translation": "1"}, follow=True)
    assert "Started again from the words that stand here now." in answer.content.decode()
    published(client, django_capture_on_commit_callbacks, translated)
    anew = LessonPage.objects.get(pk=translated.pk)
    assert (anew.title, anew.body[0].value.source) == ("Leçon zéro", "<p>Déchet</p>")


def test_it_is_not_started_again_where_a_part_would_be_lost(client, editor, french):
    _lesson, translated = a_stopped_translation(french, editor)
    translated.body = [*translated.body.raw_data, a_paragraph("Une remarque de plus")]
    translated.save_revision().publish()
    address = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    answer = client.post(address, {"localize-restart-translation": "1"}, follow=True)
    assert "Not started: these parts are built otherwise than in the source" in answer.content.decode()
    assert not Translation.objects.get(source__object_id=translated.translation_key).enabled


def test_whatever_is_written_over_is_in_the_history(client, editor, french):
    lesson = lessons_of(a_course(lessons=1))[0]
    translated = in_french(lesson)
    translated.revisions.all().delete()
    LessonPage.objects.filter(pk=translated.pk).update(title="Leçon")
    translated = LessonPage.objects.get(pk=translated.pk)
    assert adopt(lesson, translated)
    say(lesson, french, {"Lesson 0": "Autre"})
    client.post(reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"})
    assert [revision.as_object().title for revision in translated.revisions.order_by("pk")] == ["Leçon", "Autre"]


def test_questions_begin_as_drafts_where_they_are_asked_for(client, editor, french):
    quiz = a_quiz(questions=2)
    submitted(client, quiz, french)
    assert not Question.objects.filter(locale=french).exists()
    Page.objects.get(translation_key=quiz.translation_key, locale=french).delete()
    submitted(client, quiz, french, with_used="on")
    assert list(Question.objects.filter(locale=french).values_list("live", flat=True)) == [False, False]
    assert Question.objects.filter(locale=quiz.locale, live=True).count() == 2


def test_a_question_that_is_live_in_french_stays_so(client, editor, french):
    quiz = a_quiz(questions=1)
    question = Question.objects.get()
    translated = question.copy_for_translation(french)
    translated.name = "Vrai ?"
    translated.save()
    submitted(client, quiz, french, with_used="on")
    translated = Question.objects.get(pk=translated.pk)
    assert (translated.live, translated.name) == (True, "Vrai ?")


@pytest.fixture
def term() -> GlossaryTerm:
    english = Locale.objects.get(language_code="en")
    term = GlossaryTerm.objects.create(slug="waste", title="Waste", definition="What is thrown away.", locale=english)
    term.conventions.add(Convention.objects.create(slug="basel", title="Basel Convention", locale=english))
    return term


def address_of(snippet: Any) -> str:
    options = snippet._meta
    address = reverse(
        "wagtail_localize:submit_snippet_translation", args=[options.app_label, options.model_name, snippet.pk]
    )
    return f"{address}?select_locale=fr"


def test_a_term_is_made_in_french_when_all_its_words_are_there(client, editor, french, term):
    page = client.get(address_of(term)).content.decode()
    assert "What is thrown away." in page and "Translate into French" in page
    names = {segment.string.data: f"text-{segment.pk}" for segment in StringSegment.objects.all()}
    assert set(names) == {"Waste", "What is thrown away."}  # no slug: that is the same in every language
    client.post(address_of(term), {names["Waste"]: "Déchet"})
    assert not GlossaryTerm.objects.filter(locale=french).exists()
    client.post(address_of(term), {names["Waste"]: "Déchet", names["What is thrown away."]: "Ce qu’on jette."})
    made = in_locale(term, french)
    assert (made.slug, made.title, made.definition) == ("waste", "Déchet", "Ce qu’on jette.")
    assert list(made.conventions.all()) == list(term.conventions.all())


def test_words_that_are_too_long_are_refused_at_their_place(client, editor, french, term):
    client.get(address_of(term))
    answer = client.post(address_of(term), {f"text-{segment.pk}": "é" * 300 for segment in StringSegment.objects.all()})
    assert "at most 255 characters" in answer.content.decode()
    assert not GlossaryTerm.objects.filter(locale=french).exists()
    assert not Translation.objects.exists()


def test_only_who_may_change_terms_translates_them(client, term):
    Group.objects.get(name="reviewer").permissions.add(Permission.objects.get(codename="submit_translation"))
    client.force_login(in_role("reviewer"))
    assert client.get(address_of(term)).status_code == 302
    assert not Translation.objects.exists()


def bulk_publish(client, capture, *pages: Page):
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    with capture(execute=True):
        return client.post(
            f"{address}?{ids}&next={reverse('wagtailadmin_home')}", {"include_descendants": "on"}, follow=True
        )


def test_many_at_once_are_published_with_the_words_of_now_or_not_at_all(
    client, editor, french, django_capture_on_commit_callbacks
):
    course = a_course(lessons=1)
    in_french(course)
    module, [lesson] = course.get_children().get().specific, lessons_of(course)
    begin(module, [french], editor, with_used=False, with_subtree=True)
    begun = in_locale(module, french), in_locale(lesson, french)
    say(module, french, {"Module": "Le module"})
    answer = bulk_publish(client, django_capture_on_commit_callbacks, *begun)
    assert "Nothing was published. This page is not translated to its end: Lesson 0." in answer.content.decode()
    assert not Page.objects.filter(pk__in=[page.pk for page in begun], live=True).exists()
    say(lesson, french, {"Lesson 0": "Leçon"})
    bulk_publish(client, django_capture_on_commit_callbacks, *begun)
    live = Page.objects.filter(pk__in=[page.pk for page in begun], live=True).order_by("path")
    assert [page.title for page in live] == ["Le module", "Leçon"]


def test_new_texts_of_the_source_are_published_nowhere_before_they_are_translated(
    client, editor, french, django_capture_on_commit_callbacks
):
    lesson, translated = a_stopped_translation(french, editor)
    Translation.objects.update(enabled=True)
    lesson.body = [*lesson.body.raw_data, a_paragraph("New")]
    lesson.save_revision().publish()
    source = Translation.objects.get(source__object_id=lesson.translation_key).source
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    for words, blocks in ({}, 1), ({"New": "Nouveau"}, 2):
        say(lesson, french, words)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, {"publish_translations": "on"})
        assert len(LessonPage.objects.get(pk=translated.pk).body) == blocks


def test_each_language_accepts_as_many_answers_as_it_needs(editor, french):
    accepted = [{"type": "item", "value": text, "id": str(uuid.uuid4())} for text in ("ESM", "sound management")]
    value = {"stem": "What is it?", "feedback": "", "accepted": accepted, "case_sensitive": False}
    english = Locale.objects.get(language_code="en")
    body = [{"type": "short_text", "value": value, "id": str(uuid.uuid4())}]
    question = Question.objects.create(name="What", body=body, locale=english)
    begin(question, [french], editor, with_used=False, with_subtree=False)
    say(question, french, {"ESM | sound management": "GER | gestion rationnelle | bonne gestion"})
    translation = Translation.objects.get()
    translation.save_target(publish=True)
    made = in_locale(question, french)
    assert list(made.body[0].value["accepted"]) == ["GER", "gestion rationnelle", "bonne gestion"]
    StringTranslation.objects.all().delete()
    Translation.objects.all().delete()
    assert adopt(question, made)
    Translation.objects.get().save_target(publish=True)
    assert list(in_locale(question, french).body[0].value["accepted"]) == [
        "GER",
        "gestion rationnelle",
        "bonne gestion",
    ]


def test_a_kind_of_certificate_in_french_is_not_made_english(client, editor, french):
    course = a_course(lessons=1)
    kind = CertificateKind.objects.create(slug="c", title="Certificate", statement="has passed", locale=course.locale)
    translation = kind.copy_for_translation(french)
    translation.title, translation.statement = "Certificat", "a réussi"
    translation.save()
    course.certificate_kind = kind
    course.save()
    submitted(client, course, french, include_subtree="on", with_used="on")
    translation = CertificateKind.objects.get(pk=translation.pk)
    assert (translation.title, translation.statement) == ("Certificat", "a réussi")
    assert in_locale(course, french).certificate_kind == translation


def test_no_translation_is_turned_into_an_alias(client, editor, french):
    lesson, translated = a_stopped_translation(french, editor)
    edit = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    assert "localize-convert-to-alias" not in client.get(edit).content.decode()
    answer = client.post(reverse("wagtail_localize:convert_to_alias", args=[translated.pk]), follow=True)
    assert "cannot be turned into an alias" in answer.content.decode()
    reloaded = LessonPage.objects.get(pk=translated.pk)
    assert (reloaded.title, reloaded.alias_of) == ("Leçon zéro", None)
    assert not get_locale_components()


def test_translations_of_before_are_put_on_record_by_a_command(editor, french):
    first, second = lessons_of(a_course(lessons=2, body=[a_paragraph("Waste")]))
    translation = in_french(first)
    translation.title = "Leçon"
    translation.save_revision().publish()
    otherwise = in_french(second)
    otherwise.title, otherwise.body = "Autre", []
    otherwise.body = [a_paragraph("Déchet")]
    otherwise.save_revision().publish()
    out = StringIO()
    call_command("record_translations", stdout=out)
    assert out.getvalue() == "Built otherwise than its source, edited by itself: Autre (fr)\n"
    records = Translation.objects.filter(source__object_id__in=[first.translation_key, second.translation_key])
    assert dict(records.values_list("source__object_id", "enabled")) == {
        first.translation_key: True,
        second.translation_key: False,
    }
    Translation.objects.get(source__object_id=first.translation_key).save_target(publish=False)
    assert LessonPage.objects.get(pk=translation.pk).title == "Leçon"


def test_a_kind_of_certificate_that_is_written_over_is_in_the_history(client, french):
    Group.objects.get(name="manager").permissions.add(Permission.objects.get(codename="submit_translation"))
    client.force_login(in_role("manager"))
    english = Locale.objects.get(language_code="en")
    kind = CertificateKind.objects.create(slug="c", title="Certificate", statement="has passed", locale=english)
    translation = CertificateKind.objects.create(
        slug="c", title="Certificat", statement="a réussi", locale=french, translation_key=kind.translation_key
    )
    assert adopt(kind, translation)
    say(kind, french, {"has passed": "a terminé"})
    edit = reverse("wagtailsnippets_certificates_certificatekind:edit", args=[translation.pk])
    client.post(edit, {"action": "publish"})
    statements = [revision.as_object().statement for revision in translation.revisions.order_by("pk")]
    assert statements == ["a réussi", "a terminé"]
