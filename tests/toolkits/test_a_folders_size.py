"""How large an offline folder may be, what is left out of it, and what it weighs before it is made."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.given import a_course, a_document, a_link, a_toolkit, lessons_of
from tests.toolkits.offline_folders import pages, text_of, unpacked, unresolved
from toolkits.sharing import actions
from toolkits.sharing.contents.folder import folder, weight

pytestmark = pytest.mark.django_db


def test_a_document_over_the_limit_is_left_out_and_that_is_said(full, settings):
    settings.OFFLINE_DOCUMENT_BYTES = 300
    files = unpacked(full)
    assert not any(path.endswith(".csv") for path in files)
    index = pages(files)["index.html"].get_text(" ", strip=True)
    assert "Not in this folder" in index
    assert "Form, to fill in" in index
    assert "400" in index and "too large for the folder" in index
    assert "http://testserver/documents/" in index
    assert unresolved(files) == []
    assert json.loads(files["manifest.json"])["left_out"][0]["why"] == "large"


def test_a_full_folder_takes_no_more_documents_and_says_so(settings):
    settings.OFFLINE_FOLDER_BYTES = 1000
    toolkit = a_toolkit()
    for number in range(3):
        actions.add_document(toolkit, a_document(f"Form {number}", b"x" * 400, f"{number}.csv"))
    files = unpacked(toolkit)
    assert len([path for path in files if path.endswith(".csv")]) == 2
    assert "the folder was full before it" in text_of(files)
    assert weight(toolkit, "en").files == len(files)


def test_a_file_that_the_site_lost_is_left_out_and_that_is_said(full):
    document = get_document_model().objects.get(title="Form, to fill in")
    Path(document.file.path).unlink()
    image = get_image_model().objects.get()
    for rendition in image.renditions.all():
        Path(rendition.file.path).unlink()
    files = unpacked(full)
    assert "the site did not find the file" in text_of(files)
    assert unresolved(files) == []


def test_its_weight_is_told_before_it_is_made(full, client):
    files = unpacked(full)
    expected = weight(full, "en")
    assert expected.files == len(files)
    html = client.get(f"/t/{a_link(full).code}/").content.decode()
    assert f"{expected.files} files" in html
    client.force_login(full.owner)
    assert f"{expected.files} files" in client.get(f"/en/toolkits/{full.pk}/").content.decode()


def queries(lessons: int) -> int:
    toolkit, course, form = a_toolkit(links=lessons), a_course(lessons=lessons), a_document()
    for page in (course, *lessons_of(course)):
        actions.add_page(toolkit, page.translation_key, page.title)
    actions.add_document(toolkit, form)
    toolkit.refresh_from_db()
    folder(toolkit, "en")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        folder(toolkit, "en")
    return len(captured)


def test_what_is_in_it_takes_as_many_queries_however_much_it_is():
    assert queries(3) == queries(30) <= 20
