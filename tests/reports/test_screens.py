"""Reports for the Secretariat: what they show, what they are asked for, what they cost."""

import csv
import io
import json
from datetime import date
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from brs.reports.screens.exports import FORMS
from brs.reports.screens.registry import SCREENS, TABLES
from brs.reports.tables.definitions import DEFINITIONS
from tests.given import a_trainee, an_activity
from tests.reports.past import a_party, came, closed, learnt, people
from tests.reports.test_counting import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """Twelve people of Kenya in it, seven of them finished; one of Tuvalu, finished; a title like a formula."""
    course = on("basel")
    course.title = "=HYPERLINK(1)"
    course.save_revision().publish()
    kenya, tuvalu = a_party("KE", is_ldc=True), a_party("TV", "Asia-Pacific States", is_sids=True)
    for person in people(7, kenya):
        learnt(person, course, "2026-03")
    for person in people(5, kenya, gender="man"):
        learnt(person, course, "2026-06", done=1)
    learnt(a_trainee(party=tuvalu), course, "2026-03")
    closed()
    return course


def page(client: Client, name: str, **asked) -> str:
    answer = client.get(reverse("figures_screen", args=[name]), asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def exported(client: Client, name: str, **asked) -> list[dict]:
    answer = client.get(reverse("figures_export", args=[name, "json"]), asked)
    return json.loads(answer.getvalue())["rows"]


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_says_something_without_any_data(manager, name):
    closed()
    assert str(SCREENS[name].title) in page(manager, name).replace("&amp;", "&")


def test_figures_are_rounded_and_small_ones_are_not_shown(manager, course):
    rows = {row["code"]: row for row in exported(manager, "parties")}
    assert rows["KE"]["enrolled"] in (10, 15)
    assert rows["KE"]["completed"] in (5, 10)
    assert [rows["TV"][measure] for measure in ("enrolled", "completed", "certified", "came")] == [None] * 4
    html = page(manager, "attainment")
    assert html.count("fewer than 5") > 4


def test_a_filter_that_singles_somebody_out_shows_nothing(manager, course):
    for asked in ({"group": "sids"}, {"region": "asia-pacific"}, {"since": "2026-09"}, {"group": "lldc"}):
        for table in ("parties", "regions", "genders", "roles", "courses"):
            for row in exported(manager, table, **asked):
                assert not any(isinstance(value, int) for value in row.values()), (asked, table, row)


def test_filters_choose_who_is_counted(manager, course):
    total = exported(manager, "regions", group="ldc", convention="basel", until="2026-05")[-1]
    assert total["enrolled"] in (5, 10) and total["completed"] in (5, 10)
    assert exported(manager, "regions", group="ldc", since="2026-04")[-1]["enrolled"] == 5
    assert exported(manager, "courses", convention="basel")
    assert exported(manager, "courses", region="eastern-european")[0]["enrolled"] is None


@pytest.mark.parametrize(
    "asked",
    [{"region": "atlantis"}, {"convention": "x"}, {"group": "rich"}, {"since": "1999-13"}, {"until": "=1+1"}],
)
def test_what_there_is_not_is_said_at_its_field_and_nothing_is_shown(manager, course, asked):
    answer = manager.get(reverse("figures_screen", args=["attainment"]), asked)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "There is no such figure" in html and f'id="id_{[*asked][0]}_error"' in html
    assert "<table" not in html
    answer = manager.get(reverse("figures_export", args=["parties", "csv"]), asked)
    assert answer.status_code == 400 and b"no such figure" in answer.content
    assert manager.get(reverse("figures_document"), asked).status_code == 400


def test_a_period_that_ends_before_it_begins_is_refused(manager, course):
    asked = {"since": "2026-06", "until": "2026-04"}
    answer = manager.get(reverse("figures_screen", args=["people"]), asked)
    assert answer.status_code == 400 and "It ends before it begins." in answer.content.decode()


@pytest.mark.parametrize("number", ["99", "0", "-1", "x", "²", "9" * 5_000])
def test_a_page_past_the_end_is_said_and_the_nearest_shown(manager, course, number):
    html = page(manager, "courses", page=number)
    assert "There is no page" in html and "HYPERLINK" in html
    assert "There is no page" not in page(manager, "courses", page="1")


def test_what_is_not_a_report_is_not_found(manager):
    for address in ("/en/reports/x/", "/en/reports/x.csv", "/en/reports/courses.pdf", "/en/reports/period.docm"):
        assert manager.get(address).status_code == 404


def test_every_figure_leads_to_its_definition(manager, course):
    definitions = manager.get(reverse("figures_definitions")).content.decode()
    for name in DEFINITIONS:
        assert f'id="{name}"' in definitions
    for name, screen in SCREENS.items():
        html = page(manager, name)
        for table in screen.tables:
            assert f'id="{table}-head"' in html
    assert f"{reverse('figures_definitions')}#completed" in page(manager, "courses")


def test_each_export_says_what_the_screen_says(manager, course):
    for name in TABLES:
        rows = exported(manager, name)
        text = manager.get(reverse("figures_export", args=[name, "csv"])).getvalue()
        assert text.startswith("\ufeff".encode())
        lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
        sheet = manager.get(reverse("figures_export", args=[name, "xlsx"])).getvalue()
        cells = list(load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))
        assert len(lines) == len(cells) == len(rows) + 1
        assert [*cells[0]] == lines[0]


def test_formulas_in_names_stay_text(manager, course):
    text = manager.get(reverse("figures_export", args=["courses", "csv"])).getvalue().decode()
    assert "'=HYPERLINK(1)" in text
    sheet = manager.get(reverse("figures_export", args=["courses", "xlsx"])).getvalue()
    cell = load_workbook(io.BytesIO(sheet)).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert exported(manager, "courses")[0]["name"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_document_of_a_period_is_one_that_word_opens(manager, course, language):
    answer = manager.get(f"/{language}/reports/period.docx", {"since": "2026-03", "until": "2026-08"})
    document = Document(io.BytesIO(answer.getvalue()))
    on_screens = [table for screen in SCREENS.values() for table in screen.tables]
    assert len(document.tables) == sum(bool(exported(manager, table)) for table in on_screens)
    assert document.tables[0].cell(1, 0).text
    xml = ZipFile(io.BytesIO(answer.getvalue())).read("word/document.xml").decode()
    assert "w:tblHeader" in xml and ("w:bidiVisual" in xml) == (language == "ar")


def test_activities_show_who_came(manager, course):
    workshop = an_activity()
    for person in people(6, a_party("KE")):
        came(person, workshop, "2026-05")
    assert exported(manager, "activities")[0]["came"] is None, "those months are out already"
    closed(date(2026, 11, 1))
    assert exported(manager, "activities")[0]["came"] in (5, 10)


def test_queries_are_few_and_as_many_for_many_people(manager, course):
    def queries() -> dict[str, int]:
        counts = {}
        for name in ("", *SCREENS):
            address = reverse("figures_screen", args=[name]) if name else reverse("figures")
            manager.get(address)
            with CaptureQueriesContext(connection) as captured:
                manager.get(address)
            counts[name] = len(captured)
        return counts

    few = queries()
    other = on("stockholm")
    for number in range(20):
        learnt(a_trainee(party=a_party(f"X{chr(65 + number)}"), gender="man"), other, "2026-07")
    closed(date(2026, 12, 1))
    assert queries() == few
    assert max(few.values()) < 15, few


def test_signs_that_no_file_may_have_keep_nobody_from_the_figures(manager, course):
    course.title = "Waste\x0b\uffff"
    course.save_revision().publish()
    for address in (
        reverse("figures_document"),
        *(reverse("figures_export", args=["courses", form]) for form in FORMS),
    ):
        answer = manager.get(address)
        assert answer.status_code == 200 and answer.getvalue()
