"""When an activity is, said in words of the reader's language and in the activity's own time zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import dropwhile, groupby, zip_longest
from typing import TYPE_CHECKING

from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _

from brs.core.time_zones import offset_in_words

if TYPE_CHECKING:
    from .models import ActivityPage, Session

WEEK = 7


@dataclass(frozen=True)
class Day:
    """A day of an agenda: what it is called, and its sessions."""

    title: str
    sessions: list["Session"]


def when(activity: "ActivityPage") -> str:
    """«Tuesday, 3 March 2026, 09:00 to 17:00, Nairobi time (UTC+3)»; empty while there is no date."""
    if activity.starts_at is None:
        return ""
    first = activity.starts_at.astimezone(activity.zone)
    last = (activity.ends_at or activity.starts_at).astimezone(activity.zone)
    if first.date() != last.date():
        return span(first, last)
    hours = between(first, last if activity.ends_at else None)
    return _("%(day)s, %(hours)s, %(zone)s") % {
        "day": day_in_words(first),
        "hours": hours,
        "zone": activity.zone_in_words(),
    }


def days(activity: "ActivityPage") -> list[Day]:
    """The agenda by days; in a template they are counted from the first."""
    sessions = activity.sessions()
    first = min((session.starts_at.date() for session in sessions if session.starts_at), default=None)

    def title(session: "Session") -> str:
        if session.starts_at is None or first is None:
            return ""
        if activity.is_template:
            return _counted((session.starts_at.date() - first).days, sessions)
        return day_in_words(session.starts_at)

    return [Day(name, list(its_sessions)) for name, its_sessions in groupby(sessions, key=title)]


def span(first: date, last: date) -> str:
    """«15 to 17 December 2026»: month and year, where both days share them, are said once. One day is said as it is."""
    if first == last:
        return _date(first)
    begin, end = _parts(first), _parts(last)
    if get_format("DATE_FORMAT").startswith("Y"):
        end = _unlike(end, begin)
    else:
        begin = _unlike(begin[::-1], end[::-1])[::-1]
    return _("%(first)s to %(last)s") % {"first": "".join(begin).strip(), "last": "".join(end)}


def _parts(day: date) -> list[str]:
    """«15 », «December », «2026»; or «2026年», «12月», «15日»."""
    return re.split(r"(?<=[ 年月])", _date(day))


def _unlike(parts: list[str], model: list[str]) -> list[str]:
    """The parts from the first on that the model does not say as well."""
    return [part for part, _same in dropwhile(lambda pair: pair[0] == pair[1], zip_longest(parts, model)) if part]


def between(first: datetime, last: datetime | None) -> str:
    """«09:00 to 10:30»."""
    if last is None:
        return str(time_format(first))
    if first.utcoffset() == last.utcoffset():
        return _("%(first)s to %(last)s") % {"first": time_format(first), "last": time_format(last)}
    # The clock is changed in between: its hours alone would not say how long that is.
    hours = [f"{time_format(at)} ({offset_in_words(at)})" for at in (first, last)]
    return _("%(first)s to %(last)s") % {"first": hours[0], "last": hours[1]}


def day_in_words(day: datetime | date) -> str:
    return _("%(weekday)s, %(date)s") % {"weekday": date_format(day, "l"), "date": _date(day)}


def days_of(activity: "ActivityPage") -> list[date]:
    """The days on which there is something: those of the agenda, else all from the first to the last."""
    if activity.starts_at is None:
        return []
    fixed = sorted({session.starts_at.date() for session in activity.sessions() if session.starts_at})
    if fixed:
        return fixed
    first = activity.starts_at.astimezone(activity.zone).date()
    last = (activity.ends_at or activity.starts_at).astimezone(activity.zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _date(day: datetime | date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def _counted(days_after: int, sessions: list["Session"]) -> str:
    """A pattern of several weeks is counted in weeks."""
    fixed = [session.starts_at.date() for session in sessions if session.starts_at]
    if (max(fixed) - min(fixed)).days < WEEK:
        return _("Day %(n)s") % {"n": days_after + 1}
    return _("Week %(n)s") % {"n": days_after // WEEK + 1}
