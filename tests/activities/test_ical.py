"""Activities in people's own calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from brs.activities.pages.models import ActivityPage
from tests.given import an_activity, in_french

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)


def events(client, path: str) -> list:
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def own(activity: ActivityPage, language: str = "en") -> str:
    return f"/{language}/activities/{activity.translation_key}.ics"


def with_days(*days: tuple[str, str]) -> ActivityPage:
    activity = an_activity(
        sessions=len(days), starts_at=MORNING, ends_at=MORNING + timedelta(days=3), time_zone="Africa/Nairobi"
    )
    agenda = activity.agenda.get_prep_value()
    for block, (day, begins) in zip(agenda, days, strict=True):
        block["value"] |= {"day": day, "time": begins}
    activity.agenda = agenda
    activity.save_revision().publish()
    activity.refresh_from_db()
    return activity


def test_each_day_of_the_agenda_is_an_event_with_its_own_hours(client):
    activity = with_days(("2026-03-03", "09:00"), ("2026-03-03", "14:00"), ("2026-03-05", "10:30"))
    first, second = events(client, own(activity))
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (MORNING, MORNING + timedelta(hours=6))
    assert second["DTSTART"].dt == datetime(2026, 3, 5, 7, 30, tzinfo=UTC)
    assert first["UID"] != second["UID"]
    assert "Session 1" in first["DESCRIPTION"] and "Session 2" in first["DESCRIPTION"]


def test_without_an_agenda_it_is_one_event(client):
    hours = an_activity(sessions=0, starts_at=MORNING, ends_at=MORNING + timedelta(hours=2))
    (event,) = events(client, own(hours))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (MORNING, MORNING + timedelta(hours=2))
    several = an_activity(sessions=0, starts_at=MORNING, ends_at=MORNING + timedelta(days=2))
    (event,) = events(client, own(several))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 3, 3), date(2026, 3, 6))


def test_a_cancelled_one_stays_and_says_so(client):
    activity = an_activity(sessions=0)
    activity.cancelled_at, activity.cancelled_because = timezone.now(), "Storm."
    activity.save_revision().publish()
    for path in (own(activity), "/en/activities/calendar.ics"):
        (event,) = events(client, path)
        assert event["STATUS"] == "CANCELLED"


def test_one_that_is_moved_takes_the_place_of_what_it_was(client):
    activity = an_activity(sessions=0)
    activity.save_revision().publish()
    (before,) = events(client, own(activity))
    activity.refresh_from_db()
    activity.starts_at += timedelta(days=7)
    activity.ends_at += timedelta(days=7)
    activity.save_revision().publish()
    (after,) = events(client, own(activity))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == before["DTSTART"].dt + timedelta(days=7)


def test_the_list_can_be_narrowed_as_on_the_page(client):
    an_activity(kind="webinar", title="Web")
    an_activity(title="Room")
    assert {str(event["SUMMARY"]) for event in events(client, "/en/activities/calendar.ics")} == {"Web", "Room"}
    assert {str(event["SUMMARY"]) for event in events(client, "/en/activities/calendar.ics?type=webinar")} == {"Web"}


def test_it_is_in_the_readers_language(client):
    french = in_french(an_activity(sessions=0))
    ActivityPage.objects.filter(pk=french.pk).update(title="Atelier; à midi, n° 1")
    (event,) = events(client, own(french, "fr"))
    assert event["SUMMARY"] == "Atelier; à midi, n° 1"


def test_what_has_no_date_is_a_template_a_draft_or_private_has_none(client):
    undated = an_activity(starts_at=None, ends_at=None)
    template = an_activity(is_template=True)
    draft, private = an_activity(), an_activity()
    draft.unpublish()
    private.view_restrictions.create(restriction_type="login")
    for activity in (undated, template, draft, private):
        assert client.get(own(activity)).status_code == 404
