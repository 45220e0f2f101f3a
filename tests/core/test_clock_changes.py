"""Hours that the clock is put forward or back over, in every zone; and how the admin's forms ask back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from brs.core.clock_changes import LocalDateTimeField
from brs.core.time_zones import beside_the_gap, later, moment, readings, zones

# Hours in the middle of what is skipped, and of what comes twice; each with the distances from UTC before and after.
SKIPPED = {
    ("Europe/Paris", datetime(2026, 3, 29, 2, 30)): ("01:30", "03:30"),
    ("America/Santiago", datetime(2026, 9, 6, 0, 30)): ("23:30", "01:30"),
    ("Africa/Cairo", datetime(2026, 4, 24, 0, 30)): ("23:30", "01:30"),
    ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15)): ("01:45", "02:45"),
}
TWICE = {
    ("Europe/Paris", datetime(2026, 10, 25, 2, 30)): (2, 1),
    ("America/Santiago", datetime(2026, 4, 4, 23, 30)): (-3, -4),
    ("Africa/Cairo", datetime(2026, 10, 29, 23, 30)): (3, 2),
    ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45)): (11, 10.5),
}


@pytest.mark.parametrize(("zone", "at"), SKIPPED)
def test_an_hour_that_is_skipped_has_no_moment_and_one_on_either_side(zone, at):
    hour = at.date(), at.time(), ZoneInfo(zone)
    assert readings(*hour) == []
    assert tuple(f"{moment:%H:%M}" for moment in beside_the_gap(*hour)) == SKIPPED[zone, at]
    assert moment(*hour) == beside_the_gap(*hour)[1]


@pytest.mark.parametrize(("zone", "at"), TWICE)
def test_an_hour_that_comes_twice_has_two_moments(zone, at):
    hour = at.date(), at.time(), ZoneInfo(zone)
    before, after = readings(*hour)
    assert tuple(moment.utcoffset() / timedelta(hours=1) for moment in (before, after)) == TWICE[zone, at]
    assert before.timestamp() < after.timestamp()
    assert (moment(*hour).timestamp(), moment(*hour, is_later=True).timestamp()) == (
        before.timestamp(),
        after.timestamp(),
    )


ZONES = st.sampled_from(zones()).map(ZoneInfo)
DAYS = st.dates(date(1990, 1, 1), date(2037, 12, 30))


@given(ZONES, DAYS, st.times().map(lambda hour: hour.replace(fold=0)))
def test_every_reading_shows_that_hour_and_no_other_moment_does(zone, day, hour):
    possible = readings(day, hour, zone)
    assert len(possible) <= 2
    assert sorted(possible, key=datetime.timestamp) == possible
    for reading in possible:
        shown = datetime.fromtimestamp(reading.timestamp(), zone)
        assert (shown.date(), shown.time().replace(microsecond=0)) == (day, hour.replace(microsecond=0))
    if not possible:
        before, after = beside_the_gap(day, hour, zone)
        assert before.replace(tzinfo=None) < datetime.combine(day, hour) < after.replace(tzinfo=None)


@given(ZONES, st.datetimes(datetime(1990, 1, 2), datetime(2037, 12, 30)), st.integers(0, 3_000))
@example(ZoneInfo("Europe/Paris"), datetime(2026, 10, 24, 23, 30), 180)
@example(ZoneInfo("Australia/Lord_Howe"), datetime(2026, 10, 3, 15, 0), 60)
def test_what_lasts_so_many_minutes_does(zone, at, minutes):
    begins = at.replace(tzinfo=UTC).astimezone(zone)
    assert later(begins, minutes).timestamp() - begins.timestamp() == minutes * 60
    assert begins.timestamp() in [reading.timestamp() for reading in readings(begins.date(), begins.time(), zone)]


def sent(at: datetime, which: str = "") -> tuple[datetime | None, str, str]:
    """What a form of the admin makes of it, its error, and the field as it is shown again."""

    class Form(forms.Form):
        at = LocalDateTimeField()

    form = Form({"at": f"{at:%Y-%m-%d %H:%M}", "at_which": which})
    form.is_valid()
    return form.cleaned_data.get("at"), " ".join(form.errors.get("at", [])), str(form["at"])


@pytest.mark.parametrize(("zone", "at"), TWICE)
def test_the_admin_asks_which_and_keeps_what_was_said(zone, at):
    with timezone.override(zone):
        value, error, field = sent(at)
        assert value is None and "occurs twice" in error and f'value="{at:%Y-%m-%d %H:%M}"' in field
        assert '<select name="at_which"' in field and "selected" not in field
        for which, meant in zip(("before", "after"), readings(at.date(), at.time(), ZoneInfo(zone)), strict=True):
            value, error, field = sent(at, which)
            assert (value.timestamp(), error) == (meant.timestamp(), "")
            assert f'<option value="{which}" selected>' in field and f'value="{at:%Y-%m-%d %H:%M}"' in field
            saved = str(LocalDateTimeField().get_bound_field(forms.Form(initial={"at": meant}), "at"))
            assert f'<option value="{which}" selected>' in saved


@pytest.mark.parametrize(("zone", "at"), SKIPPED)
def test_the_admin_names_the_hours_beside_the_gap(zone, at):
    with timezone.override(zone):
        value, error, field = sent(at, "before")
    assert value is None and f'value="{at:%Y-%m-%d %H:%M}"' in field and "<select" not in field
    assert "does not exist" in error and all(hour in error for hour in SKIPPED[zone, at])


def test_any_other_hour_is_simply_taken():
    with timezone.override("Europe/Paris"):
        value, error, field = sent(datetime(2026, 6, 1, 9, 0), "after")
    assert (value.astimezone(UTC), error) == (datetime(2026, 6, 1, 7, tzinfo=UTC), "") and "<select" not in field


def test_times_alone_are_no_moments():
    assert readings(date(2026, 6, 1), time(9), ZoneInfo("UTC")) == [datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("UTC"))]
