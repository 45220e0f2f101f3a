"""Dates and durations of activities in words, for templates."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brs.activities.pages import dates
from brs.activities.pages.models import ActivityPage, Session
from brs.core.templatetags.brs import duration

register = template.Library()


@register.simple_tag
def when(activity: ActivityPage) -> str:
    """Its dates in words; empty while there are none."""
    return dates.when(activity)


@register.simple_tag
def lasts(activity: ActivityPage) -> str:
    """«18 hours in 6 sessions»."""
    sessions = activity.sessions()
    minutes = sum(session.minutes for session in sessions)
    words = ngettext("%(time)s in %(n)d session", "%(time)s in %(n)d sessions", len(sessions))
    return words % {"time": duration(minutes), "n": len(sessions)} if sessions else ""


@register.simple_tag
def hours(session: Session) -> str:
    """«09:00 to 10:30»; empty while it is not fixed."""
    return dates.between(session.starts_at, session.ends_at) if session.starts_at else ""


@register.simple_tag
def session_time(session: Session) -> str:
    """«Tuesday, 3 March 2026, 09:00 to 10:30»; how long it lasts while it is not fixed."""
    if session.starts_at is None:
        return duration(session.minutes)
    return f"{dates.day_in_words(session.starts_at)}, {dates.between(session.starts_at, session.ends_at)}"


@register.simple_tag
def in_language(code: str) -> str:
    """«in French»."""
    return _("in %(language)s") % {"language": settings.LANGUAGE_NAMES[code]}
