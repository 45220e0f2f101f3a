"""Hours that there are not, or twice, where the activity is: asked back in every form, and true in calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from wagtail.test.utils.form_data import nested_form_data, streamfield

from brs.activities.pages.models import ActivityPage
from brs.activities.planning import agenda_rows
from brs.activities.planning.forms import WhenForm
from brs.activities.register.registers import register_of
from tests.core.test_clock_changes import SKIPPED, TWICE
from tests.given import an_activity, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(client) -> ActivityPage:
    """In Paris, over the night in which the clock is put back."""
    facilitator = in_role("facilitator")
    client.force_login(facilitator)
    begins = datetime(2026, 10, 24, 7, tzinfo=UTC)
    page = an_activity(sessions=0, starts_at=begins, ends_at=begins + timedelta(days=2), time_zone="Europe/Paris")
    register_of(page).facilitators.add(facilitator)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def when(zone: str, begins: datetime, ends: datetime, **more: str) -> dict[str, str]:
    typed = {"first_day": f"{begins:%Y-%m-%d}", "begins": f"{begins:%H:%M}", "time_zone": zone}
    return {**typed, "last_day": f"{ends:%Y-%m-%d}", "ends": f"{ends:%H:%M}", **more}


def row(title: str, day: str, time: str, minutes: int = 120, which: str = "") -> dict[str, str]:
    empty = dict.fromkeys(agenda_rows.NAMES, "")
    return {**empty, "title": title, "day": day, "time": time, "minutes": str(minutes), "which": which}


def save_agenda(client, activity: ActivityPage, *rows: dict[str, str], **more: str):
    fields = {**agenda_rows.as_fields(list(rows), "s"), "seen": activity.last_change, **more}
    answer = client.post(reverse("edit_agenda", args=[activity.translation_key]), fields)
    activity.refresh_from_db()
    return answer


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(("zone", "at"), TWICE)
def test_dates_ask_which_of_two_hours_and_keep_what_is_typed(client, activity, zone, at):
    address = reverse("move_activity", args=[activity.translation_key])
    typed = when(zone, at, at + timedelta(days=1), seen=activity.last_change)
    answer = client.post(address, typed)
    html = page_of(answer)
    assert answer.status_code == 422 and "occurs twice" in html
    assert 'name="begins_which" value="before"' in html and 'name="begins_which" value="after"' in html
    assert all(f'value="{typed[name]}"' in html for name in ("first_day", "begins", "last_day", "ends"))
    moments = []
    for which in ("before", "after"):
        activity.refresh_from_db()
        assert client.post(address, {**typed, "seen": activity.last_change, "begins_which": which}).status_code == 302
        activity.refresh_from_db()
        moments.append(activity.starts_at)
        shown = page_of(client.get(address))
        assert f'name="begins_which" value="{which}" id="id_begins_which_{len(moments) - 1}" checked' in shown
    apart = timedelta(minutes=30) if zone == "Australia/Lord_Howe" else timedelta(hours=1)
    assert moments[1] - moments[0] == apart


@pytest.mark.parametrize(("zone", "at"), SKIPPED)
def test_dates_name_the_hours_beside_one_that_does_not_exist(client, activity, zone, at):
    typed = when(zone, at - timedelta(days=1), at, seen=activity.last_change)
    answer = client.post(reverse("move_activity", args=[activity.translation_key]), typed)
    html = page_of(answer)
    assert answer.status_code == 422 and "does not exist" in html
    assert all(hour in html for hour in SKIPPED[zone, at]) and f'value="{typed["ends"]}"' in html


def test_a_new_plan_asks_too(client, activity):
    typed = {"title": "Night", "kind": "webinar", "summary": "About.", "language": "en"}
    typed |= when("Europe/Paris", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 4))
    answer = client.post(reverse("plan_activity"), typed)
    assert page_of(answer).count('name="begins_which" value="after"') == 1
    assert client.post(reverse("plan_activity"), {**typed, "begins_which": "after"}).status_code == 302
    assert ActivityPage.objects.get(title="Night").starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_what_ends_in_the_second_hour_does_not_end_before_it_begins():
    typed = when("Europe/Paris", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 2, 10))
    typed |= {"last_day": "", "begins_which": "before", "ends_which": "after"}
    form = WhenForm(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["ends_at"].timestamp() - form.cleaned_data["starts_at"].timestamp() == 40 * 60
    assert "ends" in WhenForm({**typed, "begins_which": "after", "ends_which": "before"}).errors


def test_the_agenda_asks_and_says_again_what_was_meant(client, activity):
    twice, rest = row("Night", "2026-10-25", "02:30"), row("Day", "2026-10-25", "09:00")
    answer = save_agenda(client, activity, twice, rest)
    html = page_of(answer)
    assert answer.status_code == 422 and "occurs twice" in html and 'value="Night"' in html and 'value="Day"' in html
    assert html.count('name="s-0-which"') == 2 and "s-1-which" not in html
    answer = save_agenda(client, activity, {**twice, "which": "after"}, rest, press="add")
    assert 'name="s-0-which" value="after" id="id_s-0-which_1" checked' in page_of(answer)  # nothing typed is lost
    assert save_agenda(client, activity, {**twice, "which": "after"}, rest).status_code == 302
    session = activity.sessions()[0]
    assert session.starts_at.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    html = page_of(client.get(reverse("edit_agenda", args=[activity.translation_key])))
    assert 'name="s-0-which" value="after" id="id_s-0-which_1" checked' in html


def test_the_agenda_refuses_an_hour_that_does_not_exist(client, activity):
    begins = datetime(2027, 3, 27, 8, tzinfo=UTC)
    activity.starts_at, activity.ends_at = begins, begins + timedelta(days=2)
    activity.save_revision().publish()
    activity.refresh_from_db()
    html = page_of(save_agenda(client, activity, row("Night", "2027-03-28", "02:30")))
    assert "02:30 does not exist on 28 March 2027 in Paris" in html and "01:30 or 03:30" in html


def test_a_night_of_two_hours_is_two_hours_in_calendars_and_on_the_page(client, activity):
    """From 01:30 until the clock shows 02:30 for the second time."""
    assert save_agenda(client, activity, row("Night", "2026-10-25", "01:30")).status_code == 302
    (session,) = activity.sessions()
    assert session.ends_at.timestamp() - session.starts_at.timestamp() == 120 * 60
    answer = client.get(f"/en/activities/{activity.translation_key}.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert "01:30 (UTC+2) to 02:30 (UTC+1)" in page_of(client.get(activity.get_url()))


def test_a_calendar_takes_the_true_first_and_last_of_a_day(client, activity):
    early = row("Second", "2026-10-25", "02:10", 30, "after")
    late = row("First", "2026-10-25", "02:30", 30, "before")
    assert save_agenda(client, activity, early, late).status_code == 302
    answer = client.get(f"/en/activities/{activity.translation_key}.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 10, 25, 1, 40, tzinfo=UTC)


def test_the_row_after_begins_when_the_one_before_ends_by_the_clock_of_then(activity):
    after = agenda_rows.after(row("Night", "2026-10-25", "01:30"), activity.zone)
    assert (after["time"], after["which"]) == ("02:30", "after")


def test_sessions_that_move_to_such_an_hour_are_asked_back(client, activity):
    assert save_agenda(client, activity, row("Night", "2026-10-24", "02:30")).status_code == 302
    typed = when("Europe/Paris", datetime(2026, 3, 29, 9), datetime(2026, 3, 30, 17), seen=activity.last_change)
    answer = client.post(reverse("move_activity", args=[activity.translation_key]), typed, follow=True)
    assert "session “Night”: 02:30 does not exist on 29 March 2026 in Paris" in page_of(answer)


def test_editors_are_asked_when_a_page_is_published(activity):
    """By the clock of their own zone."""
    sent = {"go_live_at": "2026-10-25 02:30", "time_zone": "Europe/Paris"}
    sent |= {name: streamfield([]) for name in ("agenda", "outcomes", "provisions")}
    form_class = activity.get_edit_handler().get_form_class()
    with timezone.override("Europe/Paris"):
        asked = form_class(nested_form_data(sent), instance=activity)
        assert "occurs twice" in str(asked.errors["go_live_at"])
        assert "put back? Answer that under Status" in str(asked.non_field_errors())
        assert '<select name="go_live_at_which"' in str(asked["go_live_at"])
        answered = form_class(nested_form_data({**sent, "go_live_at_which": "after"}), instance=activity)
        answered.is_valid()
    assert answered.cleaned_data["go_live_at"].astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "which", "problems"),
    [
        ("2026-10-25", "", {"which": "occurs twice"}),
        ("2026-10-25", "after", {}),
        ("2026-03-29", "", {"time": "does not exist"}),
        ("2026-06-01", "", {}),
    ],
)
def test_editors_are_asked_beside_the_field_of_the_session(activity, day, which, problems):
    session = {"title": "Night", "day": day, "time": "02:30", "minutes": "60", "which": which}
    sent = {"time_zone": "Europe/Paris", "agenda": streamfield([("session", session)])}
    sent |= {name: streamfield([]) for name in ("outcomes", "provisions")}
    sent = nested_form_data(sent)
    form = activity.get_edit_handler().get_form_class()(sent, instance=activity)
    errors = form.errors.as_data().get("agenda", [])
    messages = [
        (field, str(error.message)) for error_ in errors for field, error in error_.block_errors[0].block_errors.items()
    ]
    assert len(messages) == len(problems)
    assert all(problems[field] in message for field, message in messages)
