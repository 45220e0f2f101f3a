"""The agenda as plain rows: added, moved and removed without JavaScript; nothing is kept until it is saved."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from brs.activities.attendance.actions import mark_attendance
from brs.activities.pages.agenda import anew, begun_on, first_day, shifted
from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import NewParticipant, join_without_address
from brs.activities.planning import agenda_rows
from brs.activities.register.models import AttendanceMark
from brs.activities.register.registers import register_of
from tests.given import an_activity, in_role

DAY = "2027-03-02"
ZONE = ZoneInfo("UTC")


@pytest.fixture
def activity(client, db) -> ActivityPage:
    facilitator = in_role("facilitator")
    client.force_login(facilitator)
    activity = an_activity(
        starts_at=datetime(2027, 3, 2, 9, tzinfo=UTC), ends_at=datetime(2027, 3, 4, 17, tzinfo=UTC), sessions=0
    )
    register_of(activity).facilitators.add(facilitator)
    activity.agenda = [a_session("Opening", "a"), a_session("Closing", "b")]
    activity.save_revision().publish()
    activity.refresh_from_db()
    return activity


def a_session(title: str, block: str) -> dict:
    return {"type": "session", "id": block, "value": {"title": title, "day": DAY, "time": "09:00", "minutes": 60}}


def path(activity: ActivityPage) -> str:
    return reverse("edit_agenda", args=[activity.translation_key])


def rows(client, activity: ActivityPage) -> list[dict]:
    return [dict(form.initial) for form in client.get(path(activity)).context["sessions"]]


def post(client, activity: ActivityPage, sent: list[dict], **more):
    answer = client.post(path(activity), {**agenda_rows.as_fields(sent, "s"), "seen": activity.last_change, **more})
    activity.refresh_from_db()
    return answer


def titles(answer) -> list[str]:
    return [form["title"].value() for form in answer.context["sessions"]]


def test_rows_are_moved_added_and_removed_before_anything_is_saved(client, activity):
    sent = rows(client, activity)
    sent[0]["title"] = "Typed"
    assert titles(post(client, activity, sent, press="down 0")) == ["Closing", "Typed"]
    assert titles(post(client, activity, sent, press="up 1")) == ["Closing", "Typed"]
    assert titles(post(client, activity, sent, press="remove 1")) == ["Typed"]
    assert titles(post(client, activity, sent, press="add")) == ["Typed", "Closing", ""]
    for nothing in ("up 0", "down 1", "remove 9", "remove x", "dance", "up -1"):
        assert titles(post(client, activity, sent, press=nothing)) == ["Typed", "Closing"]
    assert [session.title for session in activity.sessions()] == ["Opening", "Closing"]


def test_what_is_saved_keeps_the_ids_by_which_attendance_is_kept(client, activity):
    first, second = rows(client, activity)
    new = {
        **second,
        "id": "",
        "title": "Between",
        "time": "11:00",
        "minutes": "30",
        "trainers": "Amina",
        "method": "Cases",
    }
    assert post(client, activity, [second, new, first]).status_code == 302
    sessions = activity.sessions()
    assert [session.title for session in sessions] == ["Closing", "Between", "Opening"]
    assert (sessions[0].id, sessions[2].id) == ("b", "a") and sessions[1].id not in ("", "a", "b")
    assert (sessions[1].minutes, sessions[1].trainers, sessions[1].method) == (30, "Amina", "Cases")
    assert sessions[1].starts_at == datetime(2027, 3, 2, 11, tzinfo=UTC)


def test_an_id_that_is_made_up_or_there_twice_is_not_taken(client, activity):
    first, second = rows(client, activity)
    post(client, activity, [{**first, "id": "made-up"}, second, {**second, "title": "Twice"}])
    ids = [session.id for session in activity.sessions()]
    assert ids[1] == "b" and len({*ids}) == 3 and "made-up" not in ids


def test_empty_rows_are_left_out(client, activity):
    first, _two = rows(client, activity)
    empty = agenda_rows.after(first, ZONE)
    assert post(client, activity, [empty, first, empty]).status_code == 302
    assert [session.title for session in activity.sessions()] == ["Opening"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "", "method": "Cases"}, "title"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": "4"}, "minutes"),
        ({"minutes": "an hour"}, "minutes"),
        ({"day": "2027-02-30"}, "day"),
        ({"day": "2027-03-05"}, "day"),
        ({"day": ""}, "day"),
        ({"time": "noon"}, "time"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, activity, typed, field):
    first, second = rows(client, activity)
    answer = post(client, activity, [first, {**second, "trainers": "Typed", **typed}])
    assert answer.status_code == 422
    assert [list(form.errors) for form in answer.context["sessions"]] == [[], [field]]
    html = answer.content.decode()
    assert 'value="Typed"' in html and f'href="#id_s-1-{field}"' in html and "Session 2" in html
    assert [session.title for session in activity.sessions()] == ["Opening", "Closing"]


def test_a_session_with_attendance_stays(client, activity):
    someone = join_without_address(activity, NewParticipant("Amina"), language="en")
    mark_attendance(someone, "b", is_present=True, way=AttendanceMark.Way.LIST)
    first, second = rows(client, activity)
    answer = post(client, activity, [{**first, "title": "Typed"}])
    assert answer.status_code == 422 and "“Closing” stays" in answer.content.decode()
    assert titles(answer) == ["Typed", "Closing"]
    assert post(client, activity, [second]).status_code == 302
    assert [session.id for session in activity.sessions()] == ["b"]


def test_a_change_over_somebody_elses_is_asked_for_again(client, activity):
    first, second = rows(client, activity)
    seen = activity.last_change
    post(client, activity, [second])
    answer = post(client, activity, [first], seen=seen)
    assert answer.status_code == 422 and "meanwhile" in answer.content.decode()
    assert titles(answer) == ["Opening"]
    assert [session.title for session in activity.sessions()] == ["Closing"]


def test_a_button_that_moves_rows_does_not_hide_that_somebody_else_changed_it(client, activity):
    first, second = rows(client, activity)
    seen = activity.last_change
    post(client, activity, [second])
    answer = post(client, activity, [first, second], seen=seen, press="add")
    assert titles(answer) == ["Opening", "Closing", ""] and "meanwhile" in answer.content.decode()


def test_as_many_sessions_are_saved_as_there_may_be(client, activity):
    many = [{**agenda_rows.after(None, ZONE), "title": f"Session {number}"} for number in range(agenda_rows.MOST_ROWS)]
    assert post(client, activity, many).status_code == 302
    assert len(activity.sessions()) == agenda_rows.MOST_ROWS


def test_an_empty_agenda_offers_some_rows_and_may_stay_empty(client, activity):
    assert post(client, activity, []).status_code == 302
    assert activity.sessions() == []
    assert len(rows(client, activity)) == 3
    assert post(client, activity, rows(client, activity)).status_code == 302
    assert activity.sessions() == []


@pytest.mark.parametrize("total", ["", "-1", "x", "999999999999", "9" * 5000, "1000"])
def test_a_form_that_was_tampered_with_is_no_error(client, activity, total):
    sent = {"s-TOTAL_FORMS": total, "s-INITIAL_FORMS": "0", "seen": activity.last_change}
    assert client.post(path(activity), sent).status_code in (302, 422)


def test_a_new_row_begins_when_the_one_before_ends():
    row = agenda_rows.after({**agenda_rows.after(None, ZONE), "day": DAY, "time": "09:30", "minutes": "45"}, ZONE)
    assert (row["day"], row["time"], row["minutes"], row["title"]) == (DAY, "10:15", "90", "")
    assert agenda_rows.after({**row, "time": "noon"}, ZONE)["time"] == ""


ROWS = st.lists(
    st.text(min_size=1, max_size=3).map(lambda title: {**agenda_rows.after(None, ZONE), "title": title}), max_size=6
)


@given(ROWS, st.sampled_from(["up", "down"]), st.integers(0, 7))
def test_moving_loses_and_doubles_nothing(rows, deed, number):
    after = agenda_rows.pressed(rows, f"{deed} {number}", ZONE)
    assert sorted(row["title"] for row in after) == sorted(row["title"] for row in rows)


@given(ROWS)
def test_a_form_brings_back_what_it_was_given(rows):
    assert agenda_rows.sent(agenda_rows.as_fields(rows, "s"), "s") == rows


@given(st.lists(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=5), st.dates(date(2020, 1, 1)))
def test_begun_on_a_day_the_distances_stay(days, day):
    agenda = [{"type": "session", "id": str(n), "value": {"day": d and d.isoformat()}} for n, d in enumerate(days)]
    fixed = [d for d in days if d]
    if fixed and day - min(fixed) > date.max - max(fixed):
        return
    moved = begun_on(agenda, day)
    assert first_day(moved) == (day if fixed else None)
    by = day - min(fixed) if fixed else timedelta()
    assert moved == shifted(agenda, by)
    assert [block["value"]["day"] is None for block in moved] == [d is None for d in days]
    assert not {block["id"] for block in anew(agenda)} & {block["id"] for block in agenda}
