"""What exists, as a matrix: its counts are those that somebody gets who counts by hand, and gaps are shown as gaps."""

import pytest
from django.http import QueryDict
from wagtail.models import Locale

from brs.core import generation
from brs.taxonomy.classification import classify
from brs.taxonomy.models import Convention, Theme
from courses.pages.models import CoursePage
from tests.given import a_course, a_tool
from toolkits.tools.what_exists import WhatExists, what_exists

pytestmark = pytest.mark.django_db
ADDRESS = "/en/tools/?view=matrix"


@pytest.fixture
def terms() -> dict:
    """Customs belongs to both conventions, PCBs to the second alone."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    by_slug: dict = {}
    for number, slug in enumerate(("basel", "stockholm")):
        by_slug[slug] = Convention.objects.create(slug=slug, title=slug.title(), locale=english, sort_order=number)
    for number, (slug, owners) in enumerate({"customs": ("basel", "stockholm"), "pcbs": ("stockholm",)}.items()):
        theme = Theme.objects.create(
            slug=slug, title=slug.title(), locale=english, group=by_slug["basel"], sort_order=number
        )
        theme.conventions.set(by_slug[owner] for owner in owners)
        by_slug[slug] = theme
    return by_slug


def a_course_on(convention: Convention, theme: Theme) -> CoursePage:
    course = a_course(lessons=0)
    course.conventions.set([convention])
    course.themes.set([theme])
    course.save()
    classify(course.translation_key, CoursePage)
    return course


def seen(address: str = "") -> WhatExists:
    generation.forget()
    return what_exists(QueryDict(address))


def counts(screen: WhatExists) -> dict[str, list[tuple[int, int | None]]]:
    return {row.title: [(cell.tools, cell.courses) for cell in row.cells] for row in screen.rows}


def test_each_cell_counts_what_carries_both(terms):
    basel, stockholm, customs, pcbs = (terms[slug] for slug in ("basel", "stockholm", "customs", "pcbs"))
    a_tool(basel, customs)
    a_tool(basel, stockholm, customs)
    a_tool(stockholm, pcbs)
    a_tool(stockholm)
    a_tool(customs).unpublish()
    a_course_on(basel, customs)
    screen = seen()
    assert screen.columns == ["Basel", "Stockholm"]
    assert counts(screen) == {"Customs": [(2, 1), (1, 0)], "Pcbs": [(0, 0), (1, 0)]}


def test_a_gap_is_what_is_missing_where_theme_and_convention_belong_together(terms):
    a_tool(terms["basel"], terms["customs"])
    screen = seen()
    gaps = {(row.title, cell.column) for row in screen.rows for cell in row.cells if cell.is_gap}
    assert gaps == {("Customs", "Stockholm"), ("Pcbs", "Stockholm")}
    assert (screen.gaps, screen.combinations) == (2, 3)


def test_each_number_leads_to_what_it_counts(client, terms):
    tool = a_tool(terms["basel"], terms["customs"], title="Green customs guide")
    other = a_tool(terms["stockholm"], terms["customs"], title="Other guide")
    html = client.get(ADDRESS).content.decode()
    address = "?theme=customs&amp;convention=basel"
    assert f'<a href="{address}">1 tool</a>' in html
    html = client.get("/en/tools/" + address.replace("&amp;", "&")).content.decode()
    assert tool.title in html
    assert other.title not in html


def test_what_else_is_chosen_narrows_the_counts_and_is_kept_in_the_links(client, terms):
    a_tool(terms["basel"], terms["customs"], kind="manual")
    a_tool(terms["basel"], terms["customs"], kind="form")
    screen = seen("view=matrix&type=manual")
    assert counts(screen)["Customs"][0] == (1, None)  # courses have no type
    assert screen.rows[0].cells[0].query == "type=manual&theme=customs&convention=basel"


@pytest.mark.parametrize(
    ("address", "axes"),
    [
        ("", ("theme", "convention")),
        ("rows=audience&columns=theme", ("audience", "theme")),
        ("rows=type&columns=type", ("type", "convention")),
        ("rows=convention", ("convention", "theme")),
        ("rows=nonsense&columns=%00", ("theme", "convention")),
    ],
)
def test_any_two_axes_can_be_compared_and_nonsense_changes_nothing(terms, address, axes):
    screen = seen(address)
    assert (screen.rows_axis, screen.columns_axis) == axes
    assert ("nonsense" in screen.unknown) is ("nonsense" in address)


def test_types_can_be_compared_though_no_course_has_one(terms):
    a_tool(terms["basel"], kind="manual")
    screen = seen("rows=type&columns=convention")
    assert counts(screen)["Manual"] == [(1, None), (0, None)]


def test_a_script_in_the_address_is_shown_as_text(client, terms):
    a_tool()
    html = client.get(ADDRESS + "&rows=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize("size", [3, 30])
def test_it_takes_as_many_queries_however_many_tools(client, terms, django_assert_num_queries, size):
    for _ in range(size):
        a_tool(terms["basel"], terms["customs"])
    client.get(ADDRESS)
    with django_assert_num_queries(2):
        client.get(ADDRESS)
