"""Beside each text stand what was translated before and approved terms; what is published is held to these."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from brs.core.folding import wanted
from brs.core.translating import begin
from brs.core.translation_memory import suggestions
from brs.taxonomy.approved_terms import ApprovedTerm, approved_terms, not_said, terms_in
from brs.taxonomy.models import GlossaryTerm
from courses.pages.models import LessonPage
from tests.given import a_course, in_role, lessons_of

pytestmark = pytest.mark.django_db
TERMS = {
    "hazardous wastes": {"fr": "déchets dangereux", "ru": "опасные отходы", "ar": "نفايات خطرة", "zh-hans": "危险废物"},
    "wastes": {"fr": "déchets", "ru": "отходы", "ar": "نفايات", "zh-hans": "废物"},
    "prior informed consent": {"fr": "consentement préalable en connaissance de cause"},
}


@pytest.fixture
def editor(client):
    person = in_role("editor")
    client.force_login(person)
    return person


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


@pytest.fixture
def glossary():
    english = locale("en")
    for number, (title, translations) in enumerate(TERMS.items()):
        term = GlossaryTerm.objects.create(slug=f"t{number}", title=title, locale=english)
        for code, translated in translations.items():
            key = term.translation_key
            GlossaryTerm.objects.create(slug=f"t{number}", title=translated, locale=locale(code), translation_key=key)


def a_translation(editor, *texts: str) -> Translation:
    body = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"p{n}"} for n, text in enumerate(texts)]
    lesson = lessons_of(a_course(lessons=1, body=body))[0]
    begin(lesson, [locale("fr")], editor, with_used=False, with_subtree=False)
    return Translation.objects.get(source__object_id=lesson.translation_key)


def write(translation: Translation, start: str, words: str, **fields) -> None:
    segment = StringSegment.objects.get(source=translation.source, string__data__startswith=start)
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data=words,
        **{"translation_type": "manual"} | fields,
    )


def aids_of(client, translation: Translation) -> dict[str, str]:
    html = BeautifulSoup(client.get(reverse("translation_aids", args=[translation.pk])).content, "html.parser")
    return {aid["data-source"]: " ".join(aid.get_text().split()) for aid in html.select(".translation-aid")}


def test_the_same_text_and_one_nearly_the_same_are_offered_with_their_place(client, editor):
    before = a_translation(editor, "Waste is shipped by sea.", "Ports are inspected.")
    write(before, "Waste", "Les déchets sont expédiés par mer.")
    write(before, "Ports", "Les ports sont inspectés.")
    now = a_translation(editor, "Waste is shipped by sea.", "Waste is shipped by air.", "Something else altogether.")
    aids = aids_of(client, now)
    same, near = aids["Waste is shipped by sea."], aids["Waste is shipped by air."]
    assert "100 %" in same and "Les déchets sont expédiés par mer." in same and "Lesson 0" in same
    assert "Waste is shipped by sea." in near and "100 %" not in near
    assert "Something else altogether." not in aids


def test_what_a_machine_wrote_or_does_not_fit_is_not_offered(client, editor):
    before = a_translation(editor, "Waste is shipped by sea.", "Ports are <b>inspected</b>.")
    write(before, "Waste", "Par mer, par machine.", translation_type="machine")
    write(before, "Ports", "Les ports sont <i>inspectés</i>.")
    assert aids_of(client, a_translation(editor, "Waste is shipped by sea.", "Ports are <b>inspected</b>.")) == {}


def test_what_was_said_before_in_the_same_part_is_offered_after_a_change(client, editor):
    translation = a_translation(editor, "Waste is shipped by sea to a port.")
    write(translation, "Waste", "Les déchets sont expédiés par mer vers un port.")
    lesson = LessonPage.objects.get(translation_key=translation.source.object_id, locale=locale("en"))
    lesson.body = [{"type": "paragraph", "value": "<p>Wastes are shipped by sea to a port.</p>", "id": "p0"}]
    lesson.save_revision().publish()
    translation.source.update_from_db()
    assert "expédiés par mer vers un port" in aids_of(client, translation)["Wastes are shipped by sea to a port."]


def test_queries_are_as_many_for_three_texts_as_for_thirty(client, editor, glossary):
    def queries(texts: int) -> int:
        before = a_translation(editor, *[f"Waste number {n} is shipped by sea." for n in range(texts)])
        for n in range(texts):
            write(before, f"Waste number {n} ", f"Déchet {n}")
        now = a_translation(editor, *[f"Waste number {n} is shipped by sea" for n in range(texts)])
        address = reverse("translation_aids", args=[now.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        return len(context)

    assert queries(3) == queries(30)


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("fr", "Le transport de Déchets DANGEREUX est interdit.", "Le transport de rebuts toxiques est interdit."),
        ("ru", "Перевозка опасных отходов запрещена.", "Перевозка вредного мусора запрещена."),
        ("ar", "نقل النفايات الخطرة ممنوع", "نقل القمامة السامة ممنوع"),
        ("zh-hans", "禁止运输危险废物。", "禁止运输有毒垃圾。"),
    ],
)
def test_an_approved_term_is_known_in_whatever_form(glossary, code, right, wrong):
    terms = approved_terms(locale("en"), locale(code))
    present = terms_in("The transport of a hazardous waste is forbidden.", terms)
    assert [term.source for term in present] == ["hazardous wastes"]  # not «wastes» as well, which is part of it
    assert not_said(right, present, code) == []
    assert not_said(wrong, present, code) == present


@pytest.mark.parametrize(
    ("code", "term", "text"),
    [("ru", "безопасность", "Позаботьтесь о безопасностью людей."), ("ar", "امتثال", "تيسير امتثالها")],
)
def test_a_word_counts_from_its_beginning_where_endings_are_many(code, term, text):
    approved = ApprovedTerm("safety", term, " safety ", tuple(wanted(term)))
    assert not_said(text, [approved], code) == []
    assert not_said(text, [approved], "fr") == [approved]


def test_a_term_is_whole_words_in_their_order(glossary):
    terms = approved_terms(locale("en"), locale("fr"))
    assert terms_in("Hazardous goods are no wasteland.", terms) == []
    assert terms_in("Consent that is informed and prior.", terms) == []


def test_approved_terms_stand_beside_the_text_and_are_warned_of_when_it_is_published(client, editor, glossary):
    translation = a_translation(editor, "Hazardous wastes are shipped.")
    write(translation, "Hazardous", "Des rebuts sont expédiés.")
    assert (
        "Not used in this translation: déchets dangereux"
        in aids_of(client, translation)["Hazardous wastes are shipped."]
    )
    target = translation.get_target_instance()
    page = client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"}, follow=True)
    assert "1 text does not use the approved terms" in page.content.decode()
    assert "hazardous wastes – <bdi>déchets dangereux</bdi>" in page.content.decode()
    StringTranslation.objects.filter(data__startswith="Des rebuts").update(data="Des déchets dangereux sont expédiés.")
    page = client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"}, follow=True)
    assert "approved terms" not in page.content.decode()


def test_who_may_not_edit_the_page_gets_none(client, editor):
    translation = a_translation(editor, "Waste")
    client.force_login(in_role("facilitator"))
    assert client.get(reverse("translation_aids", args=[translation.pk])).status_code in (302, 403)
    client.force_login(in_role("editor"))
    assert client.get(reverse("translation_aids", args=[translation.pk + 1])).status_code == 404


def test_a_page_without_texts_to_translate_asks_nothing_of_the_memory(editor, django_assert_num_queries):
    translation = a_translation(editor, "Waste")
    with django_assert_num_queries(0):
        assert suggestions(translation, []) == {}
