"""What a machine writes is a draft and marked: in the editor, on the desk, and for readers where it is published so."""

import pytest
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Locale
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from brs.core.checks import machine_translator_is_there
from brs.core.models import PublishedTranslation
from brs.core.pages import address
from brs.core.translating import begin
from brs.core.translation_exchange import as_xliff
from brs.home.translation_desk import DeskFilters, translation_desk
from courses.pages.models import LessonPage
from tests.given import a_course, a_quiz, in_role, lessons_of

pytestmark = pytest.mark.django_db
MACHINE = "wagtail_localize.machine_translators.dummy.DummyTranslator"
MARK = "Machine translated, not yet reviewed."
with override("fr"):
    MARK_FOR_READERS = gettext(MARK)


class Broken(DummyTranslator):
    """It closes no tag."""

    def translate(self, source_locale, target_locale, strings):
        return {text: StringValue(text.data.replace("</b>", "")) for text in strings}


class Mute(DummyTranslator):
    def translate(self, source_locale, target_locale, strings):
        raise ConnectionError


def machine(name: str = MACHINE):
    return override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR={"CLASS": name})


@pytest.fixture
def editor(client):
    person = in_role("editor")
    client.force_login(person)
    return person


def begun(content, editor) -> Translation:
    french = Locale.objects.get_or_create(language_code="fr")[0]
    begin(content, [french], editor, with_used=False, with_subtree=False)
    return Translation.objects.get(source__object_id=content.translation_key)


@pytest.fixture
def translation(editor) -> Translation:
    body = [{"type": "paragraph", "value": "<p>Toxic <b>waste</b></p>", "id": "p"}]
    return begun(lessons_of(a_course(lessons=1, body=body))[0], editor)


def send(client, name: str, translation: Translation, **fields) -> str:
    return client.post(reverse(name, args=[translation.pk]), fields, follow=True).content.decode()


def edit(translation: Translation) -> str:
    return reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])


def publish(client, translation: Translation, **fields) -> str:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(edit(translation), {"action": "publish", **fields}, follow=True).content.decode()


def is_live(translation: Translation) -> bool:
    return translation.get_target_instance().live


def test_without_settings_there_is_none(client, translation):
    assert "Machine" not in client.get(edit(translation)).context["props"]
    assert client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk])).status_code == 404


@machine()
def test_its_words_are_a_draft_and_marked(client, editor, translation):
    assert "2 texts were translated by the machine." in send(client, "wagtail_localize:machine_translate", translation)
    assert not is_live(translation)
    page = client.get(edit(translation))
    assert "Translated with Dummy translator" in page.context["props"]
    assert "2 texts of this translation are machine translated and not reviewed." in page.content.decode()
    assert client.get(reverse("translation_aids", args=[translation.pk])).content.decode().count(MARK) == 2
    [row] = translation_desk(editor, DeskFilters(kind="courses.lessonpage")).rows
    assert next(cell for cell in row.cells if cell.language == "fr").by_machine == 2
    assert b'state-qualifier="leveraged-mt"' in as_xliff(translation)


@machine()
def test_publishing_asks_first_and_readers_are_told_until_it_is_reviewed(client, editor, translation):
    send(client, "wagtail_localize:machine_translate", translation)
    page = publish(client, translation)
    assert "2 texts of this page were written by a machine" in page and not is_live(translation)
    publish(client, translation, with_machine_words="1")
    assert is_live(translation)
    reading = address(translation.get_target_instance(), "fr")
    assert MARK_FOR_READERS in client.get(reading).content.decode()
    words = list(StringTranslation.objects.values_list("pk", flat=True))
    assert "2 texts are marked as reviewed." in send(client, "review_machine_words", translation, words=words)
    assert MARK_FOR_READERS in client.get(reading).content.decode()  # what readers see has not been published again
    publish(client, translation)
    assert MARK_FOR_READERS not in client.get(reading).content.decode()


@machine()
def test_among_many_and_with_a_new_source_it_is_not_published(client, editor, translation):
    send(client, "wagtail_localize:machine_translate", translation)
    target = translation.get_target_instance()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={target.pk}&next=/admin/"
    assert "Texts that a machine wrote wait for review" in client.post(bulk, follow=True).content.decode()
    assert not is_live(translation)
    StringTranslation.objects.all().delete()
    form = {"publish_translations": "on", "use_machine_translation": "on"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]), form)
    assert StringTranslation.objects.filter(translation_type="machine").count() == 2
    assert not is_live(translation)


@machine()
def test_a_question_waits_for_people(client, editor):
    question = begun(a_quiz(questions=1).questions[0].value, editor)
    send(client, "wagtail_localize:machine_translate", question)
    target = question.get_target_instance()
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = client.post(edit_of(target), {"action": "publish"}, follow=True)
    assert "Not published" in page.content.decode()
    assert not question.get_target_instance().live


def edit_of(snippet) -> str:
    return reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk])


@machine(f"{__name__}.Broken")
def test_what_does_not_fit_its_text_is_left_for_people(client, translation):
    assert "1 text was translated by the machine." in send(client, "wagtail_localize:machine_translate", translation)
    assert not StringTranslation.objects.filter(data__contains="<b>").exists()


@machine(f"{__name__}.Mute")
def test_a_service_that_does_not_answer_changes_nothing(client, translation):
    assert "does not answer" in send(client, "wagtail_localize:machine_translate", translation)
    form = {"publish_translations": "on", "use_machine_translation": "on"}
    page = client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]), form, follow=True)
    assert "does not answer" in page.content.decode()
    assert not StringTranslation.objects.exists()


@machine("no.such.Machine")
def test_a_machine_that_is_not_there_is_named_by_the_checks():
    [error] = machine_translator_is_there(None)
    assert "cannot be made" in error.msg


@machine()
def test_nobody_marks_what_they_may_not_edit_and_nothing_of_another_page(client, editor, translation):
    send(client, "wagtail_localize:machine_translate", translation)
    other = begun(lessons_of(a_course(lessons=1))[0], editor)
    words = [*StringTranslation.objects.values_list("pk", flat=True), "²", "9" * 30]
    send(client, "review_machine_words", other, words=words)
    client.force_login(in_role("facilitator"))
    assert client.post(reverse("review_machine_words", args=[translation.pk]), {"words": words}).status_code in (
        302,
        403,
    )
    assert StringTranslation.objects.filter(translation_type="machine").count() == 2


def test_a_page_published_by_hand_is_reviewed_by_whoever_does_it(client, editor, translation):
    with machine():
        send(client, "wagtail_localize:machine_translate", translation)
    Translation.objects.update(enabled=False)
    target = LessonPage.objects.get(pk=translation.get_target_instance().pk)
    target.save_revision().publish()
    assert PublishedTranslation.objects.get(object_key=target.translation_key).machine_texts == 0
