"""Activities as iCalendar (RFC 5545), for people's own calendars.

One activity is an event on each day of its agenda, with its own hours: calendars show nobody as busy at night. In the
list of all, each is one event from its first day to its last. The address of an online room is never in there.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vText

from brs.core.names import one_line
from brs.core.pages import address

from .models import ActivityPage, Session

A_DAY = timedelta(days=1)


def of_activity(activity: ActivityPage) -> bytes:
    """An event for each day that has sessions; without fixed sessions one for all."""
    by_day: dict[date, list[Session]] = {}
    for session in activity.sessions():
        if session.starts_at:
            by_day.setdefault(session.starts_at.date(), []).append(session)
    events = [
        _event(
            activity,
            f"{activity.translation_key}-{day:%Y%m%d}",
            min((session.starts_at for session in sessions if session.starts_at), key=datetime.timestamp),
            max((session.ends_at for session in sessions if session.ends_at), key=datetime.timestamp),
            "\n".join(session.title for session in sessions),
        )
        for day, sessions in by_day.items()
    ]
    return _calendar(activity.title, events or _as_one([activity]))


def of_list(activities: Iterable[ActivityPage], title: str) -> bytes:
    return _calendar(title, _as_one(activities))


def _as_one(activities: Iterable[ActivityPage]) -> list[Event]:
    """Hours where it is one day, whole days where it is more."""
    events = []
    for activity in activities:
        if activity.starts_at is None:
            continue
        first = activity.starts_at.astimezone(activity.zone).date()
        last = (activity.ends_at or activity.starts_at).astimezone(activity.zone).date()
        begins, ends = (first, last + A_DAY) if first != last else (activity.starts_at, activity.ends_at)
        events.append(_event(activity, str(activity.translation_key), begins, ends, activity.summary))
    return events


def _event(activity: ActivityPage, uid: str, begins: date | datetime, ends: date | datetime | None, text: str) -> Event:
    event = Event()
    properties: dict[str, Any] = {
        "uid": f"{uid}@brs-learn",
        "dtstamp": activity.last_published_at or timezone.now(),
        # Each publication has a higher number: an event that was moved takes the place of what it was.
        "sequence": activity.live_revision_id or 0,
        "status": "CANCELLED" if activity.cancelled_at else "CONFIRMED",
        "summary": one_line(activity.title),
        "description": "\n".join(one_line(line) for line in text.splitlines()),
        "location": one_line(activity.place),
        "url": settings.WAGTAILADMIN_BASE_URL + address(activity),
        "dtstart": _in_utc(begins),
        "dtend": _in_utc(ends) if ends else None,
    }
    for name, value in properties.items():
        if value not in (None, ""):
            event.add(name, value)
    return event


def _in_utc(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _calendar(title: str, events: list[Event]) -> bytes:
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//BRS Learn//activities//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", vText(one_line(title))),
    ):
        calendar.add(name, value)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
