"""The calendar by month: a plain table; each activity on its days, in its own zone."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from brs.activities.pages.models import ActivityPage
from tests.given import a_home, an_activity

pytestmark = pytest.mark.django_db

MAY = datetime(2026, 5, 1, tzinfo=UTC)


def published(begins: datetime, hours: int = 2, **fields) -> ActivityPage:
    activity = an_activity(**{"sessions": 0, "starts_at": begins, "ends_at": begins + timedelta(hours=hours), **fields})
    activity.save_revision().publish()
    return activity


def shown(client, month: str = "2026-05", language: str = "en", more: str = "") -> str:
    return client.get(f"/{language}/activities/?view=calendar&month={month}{more}").content.decode()


def days_with(page: str, title: str) -> list[int]:
    cells = re.findall(r"<td.*?</td>", page, re.DOTALL)
    return [int(re.search(r'class="day"[^>]*>(\d+)<', cell)[1]) for cell in cells if title in cell]


def test_an_activity_stands_on_each_of_its_days(client):
    activity = published(MAY + timedelta(days=4), hours=50)
    assert days_with(shown(client), activity.title) == [5, 6, 7]


def test_one_with_an_agenda_stands_on_the_days_of_its_sessions(client):
    activity = published(MAY, hours=24 * 20, sessions=1)
    agenda = activity.agenda.get_prep_value()
    agenda[0]["value"] |= {"day": "2026-05-12", "time": "09:00"}
    activity.agenda = agenda
    activity.save_revision().publish()
    assert days_with(shown(client), activity.title) == [12]


def test_the_day_is_that_of_the_activitys_zone(client):
    activity = published(datetime(2026, 4, 30, 23, tzinfo=UTC), time_zone="Asia/Tokyo")
    assert days_with(shown(client), activity.title) == [1]
    assert days_with(shown(client, "2026-04"), activity.title) == []


def test_one_that_lasts_over_the_end_of_a_month_is_in_both(client):
    activity = published(datetime(2026, 5, 31, 9, tzinfo=UTC), hours=40)
    assert days_with(shown(client), activity.title) == [31]
    assert days_with(shown(client, "2026-06"), activity.title) == [1, 2]


def test_the_way_on_leads_to_the_next_month_with_something(client):
    published(datetime(2026, 2, 3, 9, tzinfo=UTC))
    published(datetime(2026, 9, 3, 9, tzinfo=UTC), kind="webinar")
    page = shown(client)
    assert 'rel="prev"' in page and "month=2026-02" in page
    assert 'rel="next"' in page and "month=2026-09" in page
    page = shown(client, more="&type=webinar")
    assert "month=2026-02" not in page and "type=webinar" in page
    assert 'rel="next"' not in shown(client, "2026-09")


@pytest.mark.parametrize(
    "month", ["2026-13", "0000-00", "99999-01", "%00", "next", "2026-05-04", "-1-01", "0001-01", "9999-12"]
)
def test_a_month_that_is_none_shows_this_one_and_says_so(client, month):
    a_home()
    an_activity()
    answer = client.get(f"/en/activities/?view=calendar&month={month}")
    assert answer.status_code == 200
    assert "left out" in answer.content.decode()


def test_the_week_begins_as_the_reader_has_it(client):
    an_activity()
    first = re.compile(r'<th[^>]*abbr="([^"]*)"')
    assert first.search(shown(client))[1] == "Monday"
    assert first.search(shown(client, language="ar"))[1] == "الأحد"


def test_it_is_a_table_that_says_each_day_in_words(client):
    activity = published(datetime(2026, 5, 5, 9, tzinfo=UTC), cancelled_at=MAY, cancelled_because="Storm.")
    page = shown(client)
    assert '<h2 id="month">May 2026' in page and page.count('scope="col"') == 7
    assert "Tuesday, 5 May 2026" in page
    assert "(cancelled)" in page and activity.title in page
