"""Where somebody is signed in: listed and ended by themselves. What is kept of each is allauth's `UserSession`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import User

# What a browser says of itself -> what people call it; the first that fits, since most also name others.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class SignedIn:
    """Somebody's browser: what it is, since when, from which network address, and whether it is the one in use."""

    pk: int
    device: str
    since: datetime
    address: str
    is_this: bool


def note(request: HttpRequest) -> None:
    """Put the browser on its person's list."""
    UserSession.objects.create_from_request(request)


def is_of_another(request: HttpRequest) -> bool:
    """Whether a page sends what one person did, and somebody else has signed in in this browser since."""
    return request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk)


def signed_in(request: HttpRequest) -> list[SignedIn]:
    """Of whoever asks: the newest first. Two queries, three where the browser in use was not on the list yet."""
    this = request.session.session_key
    if not UserSession.objects.filter(session_key=this).exists():
        note(request)
    return [
        SignedIn(session.pk, device_of(session.user_agent), session.created_at, session.ip, session.session_key == this)
        for session in _live(request.user).order_by("-created_at")
    ]


def end(request: HttpRequest, pk: str) -> bool:
    """Sign somebody out of one of their browsers; whether it was theirs."""
    ended = [session for session in _live(request.user) if str(session.pk) == pk]
    end_sessions(request, ended)
    return bool(ended)


def end_others(request: HttpRequest, person: User) -> None:
    """Sign somebody out of all their browsers but the one in use."""
    end_sessions(
        request, UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key or "")
    )


def on_new_password(request: HttpRequest, user: User, **_signal: Any) -> None:
    """What was opened by the old one is over; so it is not listed either."""
    end_others(request, user)


def prune() -> int:
    """Forget browsers whose sign-in has ended by itself; how many."""
    return UserSession.objects.exclude(session_key__in=_unexpired()).delete()[0]


def device_of(user_agent: str) -> str:
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or _("Another browser")


def _live(person: Any) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=person, session_key__in=_unexpired())


def _unexpired() -> QuerySet:
    return Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
