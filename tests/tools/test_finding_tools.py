"""Finding tools by the axes of courses, and by what tools have of their own: type, language, format."""

import uuid

import pytest
from django.http import QueryDict
from wagtail.models import Locale

from brs.core import generation
from brs.taxonomy.facets import Catalogue, catalogue
from brs.taxonomy.models import Convention
from tests.given import a_tool
from toolkits.tools.catalogue import TOOLS

pytestmark = pytest.mark.django_db


def edition_in(format: str, *languages: str) -> dict:
    value = {"languages": languages, "format": format, "date": "", "kilobytes": None, "url": "https://example.org/"}
    return {"type": "link", "value": value, "id": str(uuid.uuid4())}


def found(address: str = "") -> Catalogue:
    generation.forget()
    return catalogue(TOOLS, QueryDict(address))


def titles(shown: Catalogue) -> list[str]:
    return [tool.title for tool in shown.shown]


def counts(shown: Catalogue, axis: str) -> dict[str, int]:
    [facet] = [facet for facet in shown.facets if facet.axis == axis]
    return {option.slug: option.count for option in facet.options if option.count}


@pytest.fixture
def three() -> None:
    english, _ = Locale.objects.get_or_create(language_code="en")
    basel = Convention.objects.create(slug="basel", title="Basel", locale=english)
    a_tool(basel, title="A manual", kind="manual", editions=[edition_in("pdf", "en", "fr"), edition_in("video", "ar")])
    a_tool(basel, title="B form", kind="form", editions=[edition_in("pdf", "fr")])
    a_tool(title="C method", kind="methodology", summary="Inventories of PCBs")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["A manual", "B form", "C method"]),
        ("convention=basel", ["A manual", "B form"]),
        ("type=form&type=methodology", ["B form", "C method"]),
        ("language=fr", ["A manual", "B form"]),
        ("language=ar&format=video", ["A manual"]),
        ("format=pdf&type=form", ["B form"]),
        ("q=inventories", ["C method"]),
        ("q=methodology", ["C method"]),
        ("q=manual&convention=basel", ["A manual"]),
    ],
)
def test_axes_narrow_and_values_of_one_axis_widen(three, address, expected):
    assert titles(found(address)) == expected


def test_counts_say_what_a_choice_would_leave(three):
    shown = found("language=fr")
    assert counts(shown, "type") == {"manual": 1, "form": 1}
    assert counts(shown, "format") == {"pdf": 2, "video": 1}
    assert counts(shown, "language") == {"en": 1, "fr": 2, "ar": 1}


def test_a_tools_languages_are_its_own_not_its_pages(three):
    assert counts(found(), "language") == {"en": 1, "fr": 2, "ar": 1}


def test_what_is_not_live_is_not_there(three):
    a_tool(title="D draft", live=False)
    assert titles(found()) == ["A manual", "B form", "C method"]


@pytest.mark.parametrize("size", [3, 30])
def test_the_catalogue_takes_as_many_queries_however_many_tools(client, django_assert_num_queries, size):
    for _ in range(size):
        a_tool(editions=[edition_in("pdf", "en")])
    client.get("/en/tools/")
    with django_assert_num_queries(3):
        client.get("/en/tools/")
