"""The read API: what it gives, how it is asked, and that nothing asked of it breaks it."""

import uuid
from datetime import date

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from brs.api import responses
from brs.core.limits import Limit
from brs.people.models import User
from brs.taxonomy.models import Competency, Provision, Theme
from tests.given import a_course, a_home, a_tool, an_activity, in_french
from tests.reports.past import a_party, a_region, closed, confirmed, learnt, people
from tests.reports.test_counting import on

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1"
LISTS = ("courses", "tools", "activities", "conventions", "themes", "audiences", "competencies", "sdg-targets")
LISTS += ("provisions", "plans")
FIGURES = ("regions", "groups", "genders", "courses", "convention", "competency", "provision", "sdg")


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def course():
    """On Basel, with a theme, a competency and a provision; eleven people of Kenya have completed it."""
    course = on("basel")
    basel, locale = course.conventions.get(), course.locale
    course.competencies.add(Competency.objects.create(slug="control", title="Control", locale=locale))
    course.themes.add(Theme.objects.create(slug="plastic", title="Plastic", group=basel, locale=locale))
    Provision.objects.create(
        slug="bc-art-6", title="Movements", number="6", kind="article", convention=basel, locale=locale
    )
    course.save_revision().publish()
    for person in people(11, a_party("KE", is_ldc=True)):
        learnt(person, course, "2026-03")
    closed()
    return course


def got(path: str, status: int = 200, **asked) -> dict:
    answer = Client().get(f"{ADDRESS}/{path}", asked)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_the_document_is_openapi_and_names_every_address():
    document = got("openapi.json")
    validate(document)
    names = {path.removeprefix(f"{ADDRESS}/") for path in document["paths"]}
    assert names == {*LISTS, "courses/{key}", "tools/{key}", "activities/{key}", "figures/{name}"}


def test_the_docs_page_names_every_operation_without_a_script():
    html = Client().get(f"{ADDRESS}/").content.decode()
    for path in got("openapi.json")["paths"]:
        assert f"<code>GET {path}</code>" in html
    assert "<script" not in html and "//cdn" not in html


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_there_before_anything_is(name):
    a_home()
    listing = got(name)
    assert (listing["count"], listing["next"], listing["results"]) == (0, None, [])


def test_a_course_says_what_it_carries_and_where_it_is(course):
    [entry] = got("courses")["results"]
    assert entry == got(f"courses/{course.translation_key}")
    assert (entry["key"], entry["title"]) == (str(course.translation_key), course.title)
    assert entry["conventions"] == ["basel"] and entry["themes"] == ["plastic"] and entry["competencies"] == ["control"]
    assert entry["address"].endswith(f"/en/courses/{course.slug}/")
    assert Client().get(entry["address"]).status_code == 200


def test_texts_come_in_the_language_asked_for_else_in_english(course):
    other = a_course()
    french = in_french(course)
    french.title = "Le cours"
    french.save_revision().publish()
    by_key = {row["key"]: row for row in got("courses", language="fr")["results"]}
    assert by_key[str(course.translation_key)]["title"] == "Le cours"
    assert by_key[str(course.translation_key)]["languages"] == ["en", "fr"]
    assert by_key[str(other.translation_key)]["language"] == "en"
    assert len(by_key) == 2


def test_filters_leave_what_carries_the_term(course):
    a_course()
    assert got("courses")["count"] == 2
    assert got("courses", convention="basel", theme="plastic", competency="control")["count"] == 1
    assert got("courses", theme="nothing-such", status=422)["detail"] == [
        {"where": "theme", "what": "There is no “nothing-such”."}
    ]
    assert got("provisions", convention="basel")["count"] == 1
    assert got("provisions", convention="plastic", status=422)["detail"][0]["where"] == "convention"


def test_drafts_private_pages_templates_and_unlisted_activities_are_left_out(course):
    draft, private = a_course(), a_course()
    draft.unpublish()
    private.view_restrictions.create(restriction_type="login")
    an_activity(is_listed=False), an_activity(is_template=True)
    listed = an_activity()
    assert [row["key"] for row in got("courses")["results"]] == [str(course.translation_key)]
    assert [row["key"] for row in got("activities")["results"]] == [str(listed.translation_key)]
    for hidden in (draft, private):
        assert got(f"courses/{hidden.translation_key}", status=404)["error"] == "not_found"
    assert "join_code" not in Client().get(f"{ADDRESS}/activities").content.decode()


def test_lists_come_in_pages_that_lead_on(course):
    for _number in range(4):
        a_course()
    keys, next_page = [], f"{ADDRESS}/courses?page_size=2"
    while next_page:
        listing = Client().get(next_page).json()
        keys += [row["key"] for row in listing["results"]]
        next_page = listing["next"]
    assert len(keys) == len(set(keys)) == 5 == listing["count"]
    assert listing["pages"] == 3 and "page=2" in listing["previous"]
    assert got("courses", page=4, status=404)["detail"] == [{"where": "page", "what": "There is no page 4."}]
    for asked in ({"page": 0}, {"page": "x"}, {"page_size": 1000}, {"page": 10**30}, {"language": "xx"}):
        assert got("courses", status=422, **asked)["detail"][0]["where"] == [*asked][0]


def test_what_has_not_changed_is_not_sent_again(course, django_capture_on_commit_callbacks):
    client = Client()
    first = client.get(f"{ADDRESS}/courses")
    again = client.get(f"{ADDRESS}/courses", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ADDRESS}/courses", headers={"if-none-match": f"W/{first['ETag']}"}).status_code == 304
    assert client.get(f"{ADDRESS}/courses?page_size=2", headers={"if-none-match": first["ETag"]}).status_code == 200
    connection.run_on_commit.clear()  # the test's own preparation is never committed
    with django_capture_on_commit_callbacks(execute=True):
        a_course().save_revision().publish()
    assert client.get(f"{ADDRESS}/courses", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_figures_are_sent_again_when_a_month_is_closed(course):
    client = Client()
    tag = client.get(f"{ADDRESS}/figures/regions")["ETag"]
    assert client.get(f"{ADDRESS}/figures/regions", headers={"if-none-match": tag}).status_code == 304
    closed(date(2026, 11, 2))
    assert client.get(f"{ADDRESS}/figures/regions", headers={"if-none-match": tag}).status_code == 200


def test_pages_of_other_sites_may_read_it(course):
    answer = Client().get(f"{ADDRESS}/courses")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.get("Vary", "") and not answer.cookies


def test_who_asks_too_often_is_told_when_to_come_back(course, monkeypatch):
    client = Client()
    monkeypatch.setattr(responses, "OFTEN", Limit("api in a test", most=1, seconds=600))
    assert client.get(f"{ADDRESS}/courses").status_code == 200
    answer = client.get(f"{ADDRESS}/courses")
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert answer.json()["error"] == "too_many_requests"


def test_figures_are_of_those_who_are_confirmed(course):
    assert got("figures/courses")["rows"][0]["completed"] is None
    a_region("TZ", "UG", "RW", "BI")
    confirmed(list(User.objects.filter(party="KE")))
    for person in confirmed(people(9, a_party("KE"))):
        learnt(person, course, "2026-10")
    closed(date(2026, 11, 2))
    table = got("figures/regions", region="african")
    assert table["until"] == "2026-10" and table["rules"]
    assert table["rows"][-1]["completed"] in (15, 20, 25)
    assert {column["name"] for column in table["columns"]} <= table["rows"][0].keys()
    assert got("figures/competency")["rows"][0]["completed"] in (15, 20, 25)
    assert got("figures/regions", region="eastern-european", status=422)["detail"][0]["where"] == "region"


def test_figures_of_single_parties_are_not_for_everybody(course):
    for name in ("parties", "roles", "needs", "needs-of-parties", "data", "x"):
        got(f"figures/{name}", status=422)
    for name in FIGURES:
        assert b'"KE"' not in Client().get(f"{ADDRESS}/figures/{name}").content


@pytest.mark.parametrize(
    "asked",
    [{"region": "atlantis"}, {"until": "2026-13"}, {"since": "1999-01"}, {"since": "2026-05", "until": "2026-04"}],
)
def test_figures_of_what_there_is_not_are_refused(course, asked):
    assert got("figures/regions", status=422, **asked)["detail"][0]["where"] in asked


def test_a_filter_that_a_table_has_not_is_refused_and_not_left_out(course):
    assert got("figures/sdg", status=422, convention="basel")["detail"][0]["where"] == "convention"


@pytest.mark.parametrize("path", ["nothing", "courses/", "figures", "figures/regions/x", "v2/courses"])
def test_an_address_that_there_is_not_is_answered_as_everything_else(path):
    assert got(path, status=404)["error"] == "not_found"


def test_nothing_is_changed_by_it(course):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(enforce_csrf_checks=True), method)(f"{ADDRESS}/courses").status_code in (403, 405)


def test_queries_are_as_many_for_many_rows(course):
    def queries() -> dict[str, int]:
        counts = {}
        for path in (*LISTS, *(f"figures/{name}" for name in FIGURES)):
            got(path)
            with CaptureQueriesContext(connection) as captured:
                got(path)
            counts[path] = len([query for query in captured if "cache" not in query["sql"]])
        return counts

    an_activity(), a_tool()
    few = queries()
    for _number in range(6):
        an_activity(), a_tool()
        learnt(people(1, a_party("FJ"))[0], on("basel"), "2026-05")
    closed(date(2026, 12, 1))
    cache.clear()
    assert queries() == few
    assert max(few.values()) < 15, few


def _operations() -> list[str]:
    return [*LISTS, "courses/{key}", "tools/{key}", "activities/{key}", "figures/{name}"]


@pytest.fixture
def _connection_kept():
    """A real handler gives the database's connection back, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_connection_kept")
@pytest.mark.parametrize("path", _operations())
def test_nothing_asked_of_it_is_an_error_of_the_server(course, path):
    an_activity(), a_tool()
    schema = schemathesis.openapi.from_wsgi(f"{ADDRESS}/openapi.json", WSGIHandler())

    @settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck], database=None, derandomize=True)
    @given(case=schema[f"{ADDRESS}/{path}"]["GET"].as_strategy())
    def tried(case) -> None:
        cache.clear()
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"},
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    tried()


@pytest.mark.parametrize("odd", ["%00", "%ff", "a" * 9000, "'", "../..", str(uuid.UUID(int=0))])
def test_odd_keys_are_answered_plainly(course, odd):
    for kind in ("courses", "tools", "activities"):
        assert Client().get(f"{ADDRESS}/{kind}/{odd}").status_code in (404, 422)
