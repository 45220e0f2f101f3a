"""A PO file that comes back is taken whole, or refused with each line that is broken; never into another page."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from brs.core.po_checks import Wrong, problems
from brs.core.translating import begin
from tests.given import a_course, in_role, lessons_of

TEXTS = {
    "Ordure <b>toxique</b>": [],
    "Ordure <i>toxique</i>": [Wrong.NEW_TAGS],
    "Ordure <b>toxique": [Wrong.TAGS],
    "Ordure <b>toxique</i></b>": [Wrong.TAGS],
    "Ordure toxique</b>": [Wrong.TAGS],
    "Ordure toxique <b": [Wrong.TAGS],
    "Ordure <script>alert(1)</script>": [Wrong.NEW_TAGS],
    "Ordure {name}": [Wrong.PLACEHOLDERS],
    "3 &lt; 4": [],
}


@pytest.mark.parametrize("translation", TEXTS)
def test_a_translation_that_is_broken_has_its_reason(translation):
    assert [wrong for wrong, _parts in problems("Toxic <b>waste</b>", translation)] == TEXTS[translation]


def test_placeholders_and_links_are_those_of_the_source():
    source = 'See <a id="a1">%(n)s tons</a>'
    assert list(problems(source, 'Voir <a id="a1">%(n)s tonnes</a>')) == []
    assert list(problems(source, '<a id="a2">%(m)s</a>')) == [
        (Wrong.PLACEHOLDERS, "%(m)s, %(n)s"),
        (Wrong.LINKS, "a2"),
    ]


@given(st.text(alphabet="a <>/&;b{}%()s"))
def test_whatever_is_typed_is_judged_and_raises_nothing(text):
    list(problems("Toxic <b>waste</b> {name}", text))


@given(st.text(alphabet=st.characters(blacklist_characters="<>&{}%", blacklist_categories=["Cs"])))
def test_plain_words_are_never_broken(text):
    assert list(problems("Waste", text)) == []


@pytest.fixture
def drafts(client):
    """Two lessons to be translated into French by an editor who is signed in."""
    person = in_role("editor")
    client.force_login(person)
    french = Locale.objects.get_or_create(language_code="fr")[0]
    body = [{"type": "paragraph", "value": "<p>Toxic <b>waste</b></p>", "id": "p"}]
    lessons = lessons_of(a_course(lessons=2, body=body))
    for lesson in lessons:
        begin(lesson, [french], person, with_used=False, with_subtree=False)
    return [Translation.objects.get(source__object_id=lesson.translation_key) for lesson in lessons]


def sent(client, translation: Translation, file: polib.POFile) -> str:
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    upload = SimpleUploadedFile("fr.po", str(file).encode())
    return client.post(address, {"file": upload, "next": "/admin/"}, follow=True).content.decode()


@pytest.mark.django_db
def test_nothing_is_taken_where_a_line_is_broken(client, drafts):
    file = drafts[0].export_po()
    for entry in file:
        entry.msgstr = "Leçon" if "waste" not in entry.msgid else "<b>Ordure"
    page = sent(client, drafts[0], file)
    line = next(entry.linenum for entry in polib.pofile(str(file)) if "waste" in entry.msgid)
    assert f"Line {line}: tags are not closed in turn: &lt;b&gt;." in page
    assert not StringTranslation.objects.exists()
    for entry in file:
        entry.msgstr = entry.msgid.replace("Toxic", "Ordure")
    sent(client, drafts[0], file)
    assert StringTranslation.objects.filter(data="Ordure <b>waste</b>", has_error=False).exists()


@pytest.mark.django_db
def test_the_file_of_another_page_is_refused(client, drafts):
    file = drafts[0].export_po()
    for entry in file:
        entry.msgstr = entry.msgid
    assert "created for a different translation" in sent(client, drafts[1], file)
    assert not StringTranslation.objects.exists()


@pytest.mark.django_db
def test_the_second_to_open_a_translation_is_told_of_the_first(client, drafts):
    address = reverse("wagtailadmin_pages:edit", args=[drafts[0].get_target_instance().pk])
    assert "has this translation open too" not in client.get(address).content.decode()
    assert "has this translation open too" not in client.get(address).content.decode()
    other = in_role("editor")
    client.force_login(other)
    page = client.get(address).content.decode()
    assert "has this translation open too" in page
    assert other.name not in page.partition("has this translation open too")[0][-60:]
