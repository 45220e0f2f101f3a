"""The list of activities: what is on first, arranged by the axes; what is not listed is found nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from brs.activities.pages.catalogue import coming
from brs.activities.pages.models import ActivityPage
from brs.core.pages import address
from brs.taxonomy.models import Classification
from tests.given import a_home, an_activity, in_french

pytestmark = pytest.mark.django_db


def published(**fields) -> ActivityPage:
    activity = an_activity(**fields)
    activity.save_revision().publish()
    activity.refresh_from_db()
    return activity


def shown(client, query: str = "", language: str = "en") -> str:
    return client.get(f"/{language}/activities/?{query}").content.decode()


def in_days(number: int) -> dict:
    begins = timezone.now() + timedelta(days=number)
    return {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}


def test_what_is_on_comes_first_and_what_is_over_last(client):
    titles = ["Over", "Later", "Undated", "Now", "Soon"]
    dates = [in_days(-9), in_days(20), {"starts_at": None, "ends_at": None}, in_days(0), in_days(3)]
    for title, when in zip(titles, dates, strict=True):
        published(title=title, **when)
    page = shown(client)
    assert sorted(titles, key=page.index) == ["Now", "Soon", "Later", "Undated", "Over"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("type=webinar", {"Web"}),
        ("type=webinar&type=study-tour", {"Web", "Tour"}),
        ("language=fr", {"Tour"}),
        ("state=past", {"Web"}),
        ("state=coming&language=fr", {"Tour"}),
        ("q=nairobi", {"Tour"}),
        ("type=atlantis", {"Web", "Tour"}),
    ],
)
def test_it_is_arranged_by_type_language_and_time(client, query, titles):
    published(title="Web", kind="webinar", **in_days(-9))
    published(title="Tour", kind="study-tour", languages=["fr"], place="Nairobi", **in_days(9))
    page = shown(client, query)
    assert {title for title in ("Web", "Tour") if f">{title}</a>" in page} == titles


def test_what_is_not_listed_is_found_nowhere_but_at_its_address(client):
    hidden = published(title="Zanzibar meeting", is_listed=False)
    month = hidden.starts_at.strftime("%Y-%m")
    for path in (
        "/en/activities/",
        f"/en/activities/?view=calendar&month={month}",
        "/en/activities/?view=templates",
        "/en/activities/calendar.ics",
        "/en/search/?q=zanzibar",
        "/en/",
        "/sitemap.xml",
    ):
        page = client.get(path).content.decode()
        assert hidden.title not in page, path
        assert hidden.slug not in page, path
    page = client.get(address(hidden, "en"))
    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert not Classification.objects.of(hidden.translation_key).exists()


def test_a_template_is_shown_among_templates_alone(client):
    template = published(title="Pattern", is_template=True, starts_at=None, ends_at=None)
    assert template.title not in shown(client)
    assert template.title in shown(client, "view=templates")
    assert template.title not in client.get("/en/").content.decode()
    assert b"VEVENT" not in client.get("/en/activities/calendar.ics").content


def test_home_shows_what_comes_next_and_nothing_else(client):
    published(title="Over", **in_days(-9))
    published(title="Off", cancelled_at=timezone.now(), cancelled_because="Storm.", **in_days(2))
    published(title="Undated", starts_at=None, ends_at=None)
    second, first = published(title="Second", **in_days(8)), published(title="First", **in_days(2))
    assert [activity.pk for activity in coming()] == [first.pk, second.pk]
    page = client.get("/en/").content.decode()
    assert page.index("First") < page.index("Second")


def test_what_has_no_end_is_over_after_half_a_day():
    activity = published(starts_at=datetime(2026, 5, 4, 9, tzinfo=UTC), ends_at=None)
    assert coming(datetime(2026, 5, 4, 20, tzinfo=UTC)) == [activity]
    assert coming(datetime(2026, 5, 4, 22, tzinfo=UTC)) == []
    assert activity.state(datetime(2026, 5, 4, 22, tzinfo=UTC)) == "past"


def test_each_is_shown_once_in_the_readers_language(client):
    activity = published(title="Workshop here")
    french = in_french(activity)
    french.title = "Atelier ici"
    french.save_revision().publish()
    page = shown(client, language="fr")
    assert "Atelier ici" in page and "Workshop here" not in page
    with override("fr"):
        assert [activity.title for activity in coming()] == ["Atelier ici"]


def test_one_written_in_french_alone_is_served_to_all_and_says_so(client):
    french = in_french(published())
    french.get_translation(a_home().locale).unpublish()
    page = client.get(address(french, "ar")).content.decode()
    assert french.title in page and 'lang="fr"' in page


def test_as_many_queries_with_ten_times_the_activities(client, django_assert_max_num_queries):
    for number in range(3):
        published(**in_days(number))
    shown(client)
    with django_assert_max_num_queries(6):
        shown(client)
    for number in range(27):
        published(**in_days(number))
    shown(client)
    with django_assert_max_num_queries(6):
        shown(client)
