"""The admin's lists and choosers find what the site's search finds: whatever the hamza, the article, the accents."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.images import get_image_model

from tests.given import a_course, a_document, in_role

TITLE = "إدارة النفايات الخطرة à l'étranger"
QUERIES = ["ادارة", "نفايات", "النفايات", "نفاي", "etranger", "ÉTRANGER", "خطره etran"]


def a_picture(title: str, **fields):
    out = io.BytesIO()
    Drawing.new("RGB", (60, 40), "teal").save(out, "PNG")
    return get_image_model().objects.create(title=title, file=ContentFile(out.getvalue(), "a.png"), **fields)


SCREENS = [
    ("wagtailadmin_explore_root", "q"),
    ("wagtailadmin_pages:search", "q"),
    ("wagtailadmin_choose_page_search", "q"),
    ("wagtailimages:index", "q"),
    ("wagtailimages_chooser:choose_results", "q"),
    ("wagtaildocs:index", "q"),
    ("wagtaildocs_chooser:choose_results", "q"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "parameter"), SCREENS)
def test_a_screen_of_the_admin_folds(client, name, parameter):
    course = a_course()
    course.title = TITLE
    course.save_revision().publish()
    a_picture(TITLE)
    a_document(TITLE)
    client.force_login(in_role("administrator"))
    for query in QUERIES:
        text = BeautifulSoup(client.get(reverse(name), {parameter: query}).content, "html.parser").get_text()
        assert TITLE in text, query
    text = client.get(reverse(name), {parameter: "رصاص"}).content.decode()
    assert "الخطرة" not in text
    assert client.get(reverse(name), {parameter: "!!! ..."}).status_code == 200


@pytest.mark.django_db
def test_the_words_of_a_picture_find_it_by_its_description(client):
    a_picture("IMG 4711", description="Ein Fass für Öl: La étiquette")
    client.force_login(in_role("administrator"))
    answer = client.get(reverse("wagtailimages:index"), {"q": "etiquette"})
    assert "IMG 4711" in answer.content.decode()
