"""A picture or document is replaced everywhere at once: its uses are named before, and nothing is lost on the way."""

import io
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import ModelLogEntry, ReferenceIndex

from brs.core.media.replacing import REPLACED
from brs.core.pages import address
from brs.core.pictures import pictures
from tests.core.test_search_in_admin import a_picture
from tests.given import a_course, a_document, in_role, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(in_role("administrator"))
    return client


def png(colour: str, size=(60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def a_lesson_with(*blocks):
    [lesson] = lessons_of(a_course(lessons=1, body=list(blocks)))
    ReferenceIndex.create_or_update_for_object(lesson)
    return lesson


def replace(client, medium, name: str, data: bytes, follow: bool = True):
    kind = "images" if hasattr(medium, "width") else "docs"
    fields = {"title": medium.title, "description": "", "collection": medium.collection_id, "tags": ""}
    fields |= {"licence": "", "source": "", "source_url": "", "file": SimpleUploadedFile(name, data)}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse(f"wagtail{kind}:edit", args=[medium.pk]), fields, follow=follow)


def source(client, lesson) -> str:
    return BeautifulSoup(client.get(address(lesson)).content, "html.parser").main.find("img", alt="Drums")["src"]


def test_every_page_shows_the_new_picture_at_once(admin):
    picture = a_picture("Drums")
    lesson = a_lesson_with(("image", {"image": picture, "alt_text": "Drums", "decorative": False}))
    before, original = source(admin, lesson), picture.file.name
    form = admin.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    assert f"Used in 1 place: “{lesson.title}”" in form and picture.usage_url in form
    answer = replace(admin, picture, "a.png", png("red", (80, 40)))
    assert "The new one is shown in 1 place." in answer.content.decode()
    after = source(admin, lesson)
    assert after != before
    # Nothing is left of the old one: neither itself nor what it was drawn into.
    assert not picture.file.storage.exists(original)
    assert not pictures().exists(before.removeprefix("/media/"))
    image = Image.open(io.BytesIO(b"".join(admin.get(after).streaming_content)))
    assert image.size == (80, 40)
    picture.refresh_from_db()
    assert (picture.width, picture.file_size) == (80, len(png("red", (80, 40))))
    entry = ModelLogEntry.objects.get(action=REPLACED)
    assert entry.data == {"name": original.rpartition("/")[2]} and entry.user is not None


def test_a_name_that_comes_back_is_another_address(admin):
    picture = a_picture("Drums")
    lesson = a_lesson_with(("image", {"image": picture, "alt_text": "Drums", "decorative": False}))
    addresses = [source(admin, lesson)]
    for colour in ("red", "blue", "red"):
        replace(admin, picture, "a.png", png(colour))
        picture.refresh_from_db()
        addresses.append(source(admin, lesson))
    assert len(set(addresses)) == 4


def test_a_document_keeps_its_name_and_old_addresses_lead_to_it(admin, client):
    name = f"form-{uuid.uuid4().hex}.csv"  # none of these lies in the folder from before
    document = a_document("Form", b"a,b\n", name)
    before, original = document.url, document.file.name
    replace(admin, document, name, b"c,d\n")
    document.refresh_from_db()
    assert document.url == before and document.filename == name
    assert b"".join(admin.get(document.url).streaming_content) == b"c,d\n"
    assert not document.file.storage.exists(original)
    replace(admin, document, "form-2027.csv", b"e\n")
    document.refresh_from_db()
    client.logout()
    assert client.get(before).headers["Location"] == document.url
    assert client.get(before.replace("form", "guessed")).status_code == 404


def test_only_the_same_kind_takes_its_place_and_nothing_is_half_done(admin):
    picture, document, film = (
        a_picture("Drums"),
        a_document("Form"),
        a_document("Film", b"\x1a\x45\xdf\xa3", "film.webm"),
    )
    for medium, name, data, words in (
        (picture, "form.pdf", b"%PDF-1.7", "cannot be read"),
        (picture, "a.png", b"%PDF-1.7", "cannot be read"),
        (film, "form.csv", b"a,b\n", "Pages use this as a film, and the new file is a document to read."),
        (document, "film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\0" * 40, "Pages use this as a document to read"),
    ):
        name_before = medium.file.name
        answer = replace(admin, medium, name, data)
        assert words in answer.content.decode(), name
        medium.refresh_from_db()
        assert medium.file.name == name_before and medium.file.storage.exists(name_before)
    assert not ModelLogEntry.objects.filter(action=REPLACED).exists()


def test_a_failure_while_saving_leaves_the_old_file(admin, monkeypatch):
    document, picture = a_document("Form"), a_picture("Drums")

    def fail(*arguments, **options):
        raise OSError("the disk is full")

    monkeypatch.setattr("brs.core.media.replacing.log", fail)
    for medium, name, data in ((document, "form.csv", b"new"), (picture, "a.png", png("red"))):
        with pytest.raises(OSError, match="full"):
            replace(admin, medium, name, data)
        name_before = medium.file.name
        medium.refresh_from_db()
        assert medium.file.name == name_before and medium.file.storage.exists(name_before)


def test_only_who_may_edit_a_file_replaces_it(client):
    document = a_document("Form")
    client.force_login(in_role("facilitator"))
    replace(client, document, "form.csv", b"new", follow=False)
    assert get_document_model().objects.get().file.read() == b"a,b\n"
