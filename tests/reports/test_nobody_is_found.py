"""Attacks on single people through the real screens and exports: by filters, and by waiting.

Those on what everybody may see are in test_public_figures.py.
"""

import json
import uuid
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brs.people.models import User
from brs.reports.disclosure.monthly_closing import close_months
from brs.reports.screens.registry import SCREENS, TABLES
from courses.learning.models import Enrolment, Outline
from courses.pages.models import CourseIndexPage, CoursePage
from tests.given import a_home, in_role
from tests.reports.past import a_party, closed, in_month, people

pytestmark = pytest.mark.django_db
ATTEMPTS = 120
CLOSING = date(2026, 10, 3)


@pytest.fixture
def manager() -> Client:
    cache.clear()
    client = Client()
    client.force_login(in_role("manager"))
    return client


def rows(client: Client, table: str, **asked) -> list[dict]:
    answer = client.get(reverse("figures_export", args=[table, "json"]), asked)
    assert answer.status_code == 200
    return json.loads(answer.getvalue())["rows"]


def courses(count: int) -> list[Outline]:
    """Courses with keys that do not change from run to run, so that their rounding does not."""
    index = CourseIndexPage.objects.get(pk=a_home().get_children().first().pk)
    outlines = []
    for number in range(count):
        key = uuid.UUID(int=1_000 + number)
        index.add_child(
            instance=CoursePage(title=f"{number:03}", slug=f"c{number}", summary="About.", translation_key=key)
        )
        outlines.append(Outline.objects.create(course_key=key, number=1, items=[], digest=""))
    return outlines


def completed(outline: Outline, who: list[User], month: str) -> None:
    at = in_month(month)
    key = outline.course_key
    Enrolment.objects.bulk_create(
        [Enrolment(learner=person, course_key=key, outline=outline, enrolled_at=at, completed_at=at) for person in who]
    )


def test_comparing_a_region_with_its_only_other_party_tells_nothing_of_the_one_person_there(manager):
    """Kenya has 20 to 29 people in each course; Chad, the only LDC among the two, one: in every second course."""
    a_home()
    kenya = people(29, a_party("KE"))
    alone = people(1, a_party("TD", is_ldc=True))
    outlines = courses(ATTEMPTS)
    took_it = {str(outline.course_key): number % 2 == 0 for number, outline in enumerate(outlines)}
    for number, outline in enumerate(outlines):
        completed(outline, kenya[: 20 + number // 2 % 10] + (alone if number % 2 == 0 else []), "2026-03")
    close_months(CLOSING)

    region = {row["name"]: row["completed"] for row in rows(manager, "courses", region="african")}
    kenyan = {row["title"]: row["completed"] for row in rows(manager, "data") if row["month"] == "2026-09"}
    titles = {str(outline.course_key): page for outline, page in zip(outlines, sorted(region), strict=True)}
    differs = {
        did: [region[titles[key]] != kenyan[titles[key]] for key in took_it if took_it[key] is did]
        for did in (True, False)
    }
    rate = {did: sum(cases) / len(cases) for did, cases in differs.items()}
    assert min(rate.values()) > 0.2, "figures of the same number differ as well"
    assert abs(rate[True] - rate[False]) < 0.3, rate


def test_nobody_alone_in_a_cell_is_shown_under_any_filter(manager):
    """Each of a dozen people is the only one of their Party, gender and course."""
    a_home()
    outlines = courses(3)
    regions = ["African States", "Asia-Pacific States", "Eastern European States"]
    for number in range(12):
        party = a_party(f"X{chr(65 + number)}", regions[number % 3], is_ldc=number % 2 == 0, is_sids=number % 5 == 0)
        [person] = people(1, party, gender=["woman", "man", "other", ""][number % 4])
        completed(outlines[number % 3], [person], "2026-03")
    closed(CLOSING)
    asked = [
        {key: value for key, value in (("region", region), ("group", group), ("until", "2026-05")) if value}
        for region in ("", "african", "asia-pacific", "eastern-european")
        for group in ("", "ldc", "sids", "lldc")
    ]
    seen = set()
    for table in TABLES:
        for filters in asked:
            for row in rows(manager, table, **filters):
                seen |= {row[measure] for measure in ("enrolled", "completed", "certified", "came") if measure in row}
    assert seen - {None} <= {5, 10, 15}, seen
    assert None in seen
    html = "".join(manager.get(reverse("figures_screen", args=[name])).content.decode() for name in SCREENS)
    for number in range(1, 5):
        assert f'<td class="figure">{number}<' not in html
    for name in ("regions", "groups", "genders", "courses"):
        for filters in asked:
            cache.clear()
            answer = Client().get(f"/api/v1/figures/{name}", filters)
            # Fewer than five Parties are in each of the regions, and in some of the groups.
            assert answer.status_code == 422 or not filters.get("region"), filters
            for row in answer.json().get("rows", []):
                assert not any(isinstance(value, int) for value in row.values()), row


def test_who_waits_while_one_person_after_another_finishes_learns_of_five_at_a_time(manager):
    """Every month one person more; the screen and the export are read each month."""
    a_home()
    [outline] = courses(1)
    kenyans = people(14, a_party("KE"))
    month, counted, last = date(2025, 1, 1), 0, None
    for number, person in enumerate(kenyans, 1):
        completed(outline, [person], f"{month:%Y-%m}")
        month += relativedelta(months=1)
        close_months(month)
        cache.clear()
        figures = (
            rows(manager, "courses")[0]["completed"],
            rows(manager, "courses", region="african")[0]["completed"],
        )
        public = Client().get("/api/v1/figures/courses").json()["rows"][0]["completed"]
        assert public is None, "nobody has confirmed any of them"
        if last is not None and figures != last:
            assert number - counted >= 5, f"{last} became {figures} with {number - counted} people more"
            counted = number
        elif last is None:
            last = figures
        last = figures
        alone = rows(manager, "courses", since=f"{month - relativedelta(months=1):%Y-%m}")[0]["completed"]
        assert alone is None or alone >= 5
    assert last is not None and last[0] in (10, 15)


def test_many_periods_tell_no_more_than_the_months_in_which_the_figure_moved(manager):
    """All periods there are: their figures follow from those since the beginning, so there is no mean to be taken."""
    a_home()
    [outline] = courses(1)
    kenyans = people(40, a_party("KE"))
    for number in range(10):
        completed(outline, kenyans[number * 4 : number * 4 + 4], f"2025-{number + 1:02}")
    close_months(date(2025, 11, 2))
    months = [f"2025-{number:02}" for number in range(1, 11)]

    def figure(**asked) -> int:
        return rows(manager, "courses", **asked)[0]["completed"] or 0

    whole = {month: figure(until=month) for month in months}
    for index, since in enumerate(months[1:], 1):
        for until in months[index:]:
            assert figure(since=since, until=until) == whole[until] - whole[months[index - 1]]


def test_an_erased_account_changes_no_figure(manager):
    a_home()
    [outline] = courses(1)
    kenyans = people(5, a_party("KE"))
    completed(outline, kenyans, "2026-03")
    close_months(CLOSING)
    before = rows(manager, "courses"), rows(manager, "parties"), rows(manager, "data")
    kenyans[0].delete()
    close_months(date(2026, 12, 1))
    after = rows(manager, "courses"), rows(manager, "parties"), rows(manager, "data", until="2026-09")
    assert after == before
