"""The lists of pictures and documents say what each weighs, whose it is, where it is used, and what it lacks."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ReferenceIndex

from brs.core.models import Attribution
from brs.core.pages import address
from tests.core.test_search_in_admin import a_picture
from tests.given import a_course, a_document, in_role, lessons_of

pytestmark = pytest.mark.django_db
IMAGES, DOCUMENTS = "wagtailimages:index", "wagtaildocs:index"


@pytest.fixture
def admin(client):
    client.force_login(in_role("administrator"))
    return client


def rows(client, name, **query) -> dict[str, str]:
    """Title of each row, and all its words."""
    results = BeautifulSoup(client.get(reverse(name), query).content, "html.parser").find(id="listing-results")
    shown = results.select("tbody tr")
    return {row.select_one(".title a").get_text(strip=True): " ".join(row.get_text().split()) for row in shown}


def a_lesson_with(image):
    return lessons_of(
        a_course(lessons=1, body=[("image", {"image": image, "alt_text": "Drums", "decorative": False})])
    )[0]


def edit(client, image, **changes):
    fields = {
        "title": image.title,
        "description": image.description,
        "collection": image.collection_id,
        "tags": "",
        "licence": "",
        "source": "",
        "source_url": "",
    }
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), fields | changes)


def test_each_row_says_all(admin):
    picture = a_picture("Drums", description="Drums in a yard")
    a_picture("Fence")
    Attribution.objects.create(image=picture, licence="cc-by", source="Ana Silva")
    ReferenceIndex.create_or_update_for_object(a_lesson_with(picture))
    shown = rows(admin, IMAGES)
    for words in ("60 × 40", "bytes", "Drums in a yard", "CC BY 4.0", "Ana Silva", "Used 1 time"):
        assert words in shown["Drums"]
    assert "Missing" in shown["Fence"] and "Unknown" in shown["Fence"] and "Used 0 times" in shown["Fence"]
    document = a_document("Form")
    Attribution.objects.create(document=document, licence="un", source="BRS Secretariat")
    assert "United Nations, or our own BRS Secretariat" in rows(admin, DOCUMENTS)["Form"]


def test_filters_name_what_is_missing(admin):
    good = a_picture("Good", description="Words")
    Attribution.objects.create(image=good, licence="cc-by-sa", source="Ana")
    ReferenceIndex.create_or_update_for_object(a_lesson_with(good))
    a_picture("Bare")
    a_picture("Described", description="Words")
    assert set(rows(admin, IMAGES, missing="description")) == {"Bare"}
    assert set(rows(admin, IMAGES, missing="uses")) == {"Bare", "Described"}
    assert set(rows(admin, IMAGES, missing=["uses", "licence"])) == {"Bare", "Described"}
    assert set(rows(admin, IMAGES, licence=["cc-by-sa"])) == {"Good"}
    assert set(rows(admin, IMAGES, missing="licence", q="descr")) == {"Described"}
    a_document("A")
    assert set(rows(admin, DOCUMENTS, missing=["uses", "licence"], q="a")) == {"A"}


def test_the_lists_are_exported_as_they_are_filtered(admin):
    picture = a_picture("=Drums", description="Words")
    Attribution.objects.create(image=picture, licence="public-domain", source="Old book")
    a_picture("Fence")
    answer = admin.get(reverse(IMAGES), {"export": "csv", "licence": "public-domain"})
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert (row["Pixels"], row["Licence"], row["Author or source"]) == ("60 × 40", "Public domain", "Old book")
    sheet = load_workbook(io.BytesIO(b"".join(admin.get(reverse(IMAGES), {"export": "xlsx"}).streaming_content))).active
    assert sheet.max_row == 3
    assert admin.get(reverse(DOCUMENTS), {"export": "csv"}).status_code == 200
    assert "export=xlsx" in admin.get(reverse(IMAGES)).content.decode()
    assert "export=xlsx" in admin.get(reverse(DOCUMENTS)).content.decode()


@pytest.mark.parametrize("query", [{}, {"export": "csv"}, {"missing": ["uses", "licence"], "q": "drum"}])
def test_queries_do_not_grow_with_the_rows(admin, query):
    counts = []
    for name, make in ((IMAGES, a_picture), (DOCUMENTS, a_document)):
        for more in (3, 9):
            for number in range(more):
                make(f"Drum {number}")
            admin.get(reverse(name), query)  # small pictures for the list are drawn
            with CaptureQueriesContext(connection) as queries:
                answer = admin.get(reverse(name), query)
                if answer.streaming:
                    list(answer.streaming_content)
            counts.append(len(queries))
    assert counts[0] == counts[1] and counts[2] == counts[3]


def test_licence_and_source_are_edited_with_the_picture(admin):
    picture = a_picture("Drums")
    answer = edit(admin, picture, licence="cc-by")
    assert "name the author" in answer.content.decode()
    assert not Attribution.objects.exists()
    edit(admin, picture, licence="cc-by", source="Ana Silva", source_url="https://example.org/drums")
    edit(admin, picture, licence="cc-by-nd", source="Ana Silva", source_url="javascript:alert(1)")
    attribution = Attribution.objects.get(image=picture)
    assert (attribution.licence, attribution.source_url) == ("cc-by", "https://example.org/drums")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.create(licence="cc-by")


def test_many_that_were_sent_at_once_are_described(admin):
    """The form below each picture that was sent has no file in it, and asks for none."""
    picture, document = a_picture("A"), a_document("A")
    for name, kind, medium in (("wagtailimages", "image", picture), ("wagtaildocs", "doc", document)):
        prefix = f"{kind}-{medium.pk}"
        fields = {"title": "B", "tags": "", "collection": 1, "licence": "permission", "source": "Ana", "source_url": ""}
        address_of_form = reverse(f"{name}:edit_multiple", args=[medium.pk])
        fields = {f"{prefix}-{field}": value for field, value in fields.items()} | {f"{prefix}-description": ""}
        answer = admin.post(address_of_form, fields, headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.json()["success"], answer.json()
        medium.refresh_from_db()
        assert (medium.title, medium.attribution.source) == ("B", "Ana")


def test_readers_are_told_whose_a_picture_is_where_the_licence_asks_for_it(client, admin):
    picture = a_picture("Drums", description="Drums")
    lesson = a_lesson_with(picture)
    assert "Ana" not in client.get(address(lesson)).content.decode()
    edit(admin, picture, licence="cc-by-sa", source="Ana <b>", source_url="https://example.org/drums")
    client.logout()
    main = BeautifulSoup(client.get(address(lesson)).content, "html.parser").main
    assert main.find("a", href="https://example.org/drums").get_text(strip=True) == "Ana <b>"
    assert main.find("a", rel="license")["href"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    admin.force_login(in_role("administrator"))
    edit(admin, picture, licence="public-domain", source="Ana <b>")
    client.logout()
    assert "Ana" not in client.get(address(lesson)).content.decode()
