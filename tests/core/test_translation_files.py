"""A file that comes back from a translator is taken whole, or refused with each line that is broken; never into another
page.
"""

import io
import zipfile
from xml.etree import ElementTree

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from brs.core import bounds
from brs.core.apart import read_apart
from brs.core.translating import begin
from brs.core.translation_checks import Wrong, problems
from brs.core.translation_exchange import as_archive, as_xliff
from brs.core.translation_files import NotATranslation, Text, read, xliff
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
    assert "made for another page" in sent(client, drafts[1], file)
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


XMLNS = {"x": "urn:oasis:names:tc:xliff:document:1.2"}


def upload(client, address: str, data: bytes, name: str = "fr.xlf") -> str:
    file = SimpleUploadedFile(name, data)
    return client.post(address, {"file": file, "next": "/admin/"}, follow=True).content.decode()


def filled(data: bytes, words: dict[str, str], state: str = "translated") -> bytes:
    """As a translator's program saves it: the targets with these words by the beginnings of the sources."""
    ElementTree.register_namespace("", XMLNS["x"])
    root = ElementTree.fromstring(data)
    for unit in root.iterfind(".//x:trans-unit", XMLNS):
        source, target = unit.find("x:source", XMLNS), unit.find("x:target", XMLNS)
        for start, translated in words.items():
            if "".join(source.itertext()).startswith(start):
                target.clear()
                target.text = translated
                target.set("state", state)
    return ElementTree.tostring(root, encoding="utf-8")


def xliff_address(translation: Translation) -> str:
    return reverse("wagtail_localize:upload_pofile", args=[translation.pk])


@given(
    st.lists(
        st.tuples(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["", "b", "br"]))
    )
)
def test_what_is_written_is_read_the_same(parts):
    words = "".join(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in parts)
    data = StringValue.from_plaintext(words).data
    marked = data.replace("&lt;b&gt;", "<b>").replace("&lt;/b&gt;", "</b>").replace("&lt;br&gt;", "<br/>")
    [file] = read(xliff("key", "Title", ("en", "fr"), [Text(1, "body.p", marked, marked)], set()))
    [[_line, path, source, translation, _reviewed]] = file["texts"]
    normal = [text.replace("\ufffe", "").replace("\uffff", "") for text in (marked, path, source, translation)]
    assert [" ".join(text.split()) for text in normal[2:]] == [" ".join(normal[0].split())] * 2


@pytest.mark.django_db
def test_xliff_goes_out_with_its_markup_protected_and_comes_back(client, drafts):
    answer = client.get(reverse("download_xliff", args=[drafts[0].pk]))
    assert "lesson-0-fr.xlf" in answer["Content-Disposition"]
    root = ElementTree.fromstring(answer.content)
    assert root.find("x:file", XMLNS).attrib["target-language"] == "fr"
    codes = [code.text for code in root.iterfind(".//x:source/x:ph", XMLNS)]
    assert codes == ["<b>", "</b>"]
    data = filled(answer.content, {"Toxic": "R & D: <b>ordure</b>", "Lesson": "Leçon"})
    page = upload(client, xliff_address(drafts[0]), data)
    assert "2 texts were taken from the file." in page
    title = StringTranslation.objects.get(context__path="title")
    assert (title.data, title.tool_name) == ("Leçon", "XLIFF")
    assert StringTranslation.objects.filter(data="R &amp; D: <b>ordure</b>").exists()
    assert drafts[0].get_target_instance().draft_title == "Leçon"
    assert b"Le\xc3\xa7on" in as_xliff(drafts[0])


def test_tags_that_the_source_has_as_words_stay_words():
    text = "Type &lt;b&gt; for <b>bold</b>"
    [file] = read(xliff("key", "", ("en", "fr"), [Text(1, "p", text, text)], set()))
    assert file["texts"][0][2:4] == [text, text]


@pytest.mark.django_db
def test_a_broken_unit_is_named_with_its_reason_and_nothing_is_taken(client, drafts):
    data = filled(as_xliff(drafts[0]), {"Lesson": "Leçon {name}", "Toxic": "Ordure"})
    line = next(number for number, text in enumerate(data.decode().split("\n"), 1) if "Leçon" in text)
    page = upload(client, xliff_address(drafts[0]), data)
    assert f"Line {line}: placeholders are not the same as in the source: {{name}}." in page
    assert not StringTranslation.objects.exists()


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing(client, drafts):
    data = filled(as_xliff(drafts[0]), {"Lesson": "Leçon"})
    upload(client, xliff_address(drafts[0]), data)
    before = StringTranslation.objects.get().updated_at
    assert "Nothing is new in this file." in upload(client, xliff_address(drafts[0]), data)
    assert StringTranslation.objects.get().updated_at == before
    # What somebody else has written meanwhile is not asked about: the last file stays, whole.
    other = filled(as_xliff(drafts[0]), {"Lesson": "Cours"})
    assert "1 text was taken" in upload(client, xliff_address(drafts[0]), other)
    assert StringTranslation.objects.get().data == "Cours"


@pytest.mark.django_db
def test_texts_that_the_page_has_no_longer_are_named_and_the_others_taken(client, drafts):
    data = filled(as_xliff(drafts[0]), {"Lesson": "Leçon", "Toxic": "Ordure toxique"})
    StringSegment.objects.filter(source=drafts[0].source, string__data__startswith="Toxic").delete()
    page = upload(client, xliff_address(drafts[0]), data)
    assert "1 text was taken" in page and "Left out" in page
    assert StringTranslation.objects.get().data == "Leçon"


@pytest.mark.django_db
def test_files_of_a_course_come_back_together_or_not_at_all(client, drafts):
    archive = as_archive(drafts)
    words = {"Lesson": "Leçon"}

    def with_words(**broken: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(archive)) as packed, zipfile.ZipFile(out, "w") as repacked:
            for name in packed.namelist():
                repacked.writestr(name, filled(packed.read(name), words | (broken if name.startswith("002") else {})))
        return out.getvalue()

    address = reverse("upload_translations")
    page = upload(client, address, with_words(Lesson="<b>Leçon"), "fr.zip")
    assert "002-lesson-1-fr.xlf: Line" in page
    assert not StringTranslation.objects.exists()
    assert "2 texts were taken from the file." in upload(client, address, with_words(), "fr.zip")
    assert StringTranslation.objects.filter(data="Leçon").count() == 2


@pytest.mark.django_db
def test_the_xliff_of_another_page_is_refused_and_so_is_what_nobody_may_edit(client, drafts):
    data = filled(as_xliff(drafts[0]), {"Lesson": "Leçon"})
    assert "made for another page" in upload(client, xliff_address(drafts[1]), data)
    strange = data.replace(str(drafts[0].uuid).encode(), b"11111111-1111-1111-1111-111111111111")
    assert "of no translation that you may edit" in upload(client, reverse("upload_translations"), strange)
    client.force_login(in_role("facilitator"))
    for answer in (
        client.get(reverse("download_xliff", args=[drafts[0].pk])),
        client.post(xliff_address(drafts[0]), {"file": SimpleUploadedFile("fr.xlf", data)}),
        client.post(reverse("upload_translations"), {"file": SimpleUploadedFile("fr.xlf", data)}),
    ):
        assert answer.status_code in (302, 403)
    assert not StringTranslation.objects.exists()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff version="1.2"><file original="k"><body><trans-unit resname="title"><source>&b;</source></trans-unit></body>
</file></xliff>"""
OUTSIDE = BOMB.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/passwd"')


def of_bytes(number: int) -> bytes:
    """A file that is right but for its size."""
    empty = len(xliff("k", "", ("en", "fr"), [], set()).replace(b"<note />", b"<note></note>"))
    data = xliff("k", "x" * (number - empty), ("en", "fr"), [], set())
    assert len(data) == number
    return data


def zipped(*files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            archive.writestr(f"{number}.xlf", file)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        OUTSIDE,
        b"<xliff",
        b"<html><body>No</body></html>",
        b"<xliff><file original='a'/><file original='b'/></xliff>",
        zipped(),
        zipped(BOMB),
        zipped(of_bytes(bounds.TRANSLATION_FILE + 1)),
        zipped(*[of_bytes(bounds.TRANSLATION_FILE)] * 11),
        xliff("k", "", ("en", "fr"), [Text(n, "p", "a", "b") for n in range(bounds.TRANSLATION_TEXTS + 1)], set()),
    ],
)
def test_what_is_hostile_or_too_large_is_refused(data):
    with pytest.raises(NotATranslation):
        read_apart(read, data, bounds.TRANSLATION_READING)
