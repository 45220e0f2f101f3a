"""Access by a room's code or by a slip's. Wrong, closed, ended: strangers are answered alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from brs.activities.attendance import check_in
from brs.activities.pages.models import ActivityPage, pages_of
from brs.activities.participants.actions import come
from brs.activities.register.models import Participation, Register
from brs.core.codes import tidy_join_code
from brs.core.languages import readers_language
from brs.core.limits import Guessing, Limit, Place, TooManyTries, place_of, say_wait, take_all
from brs.people import sessions, slips

from .forms import CodeForm

# Rooms' and slips' codes are counted together: 2^40 codes are not found at this pace.
MISSES = Guessing(
    of_a_place=Limit("rooms and slips missed from a place", most=600, seconds=600),
    anywhere=Limit("rooms and slips missed", most=1200, seconds=600),
    few=5,
)
# A full hall behind one address gets in within the hour; a script that makes accounts does not get far.
SLIPS_OF_A_PLACE = Limit("slips made from a place", most=600, seconds=3600)
SLIPS_OF_A_ROOM = Limit("slips made in a room", most=600, seconds=3600)
OPEN_AFTERWARDS = timedelta(days=30)
SLIP_SIGNED_IN = timedelta(days=7)


@dataclass(frozen=True)
class Room:
    """`participation`: of who asks, where they take part. `is_open`: whether others may join now."""

    activity: ActivityPage
    register: Register
    participation: Participation | None
    is_open: bool

    @property
    def code(self) -> str:
        return self.register.join_code

    @property
    def address(self) -> str:
        """The address that is scanned and typed, with scheme and host."""
        return settings.WAGTAILADMIN_BASE_URL + reverse("join", args=[self.code])


class IsASlip(Exception):
    """Somebody typed their personal code where the room's is asked for. `code`: the room's."""

    def __init__(self, code: str, slip: str):
        self.code, self.slip = code, slip


def room(request: HttpRequest, code: str, *, is_in_it: Callable[[Register], bool] = lambda register: False) -> Room:
    """The room of a code in its one form. Three queries.

    Raises TooManyTries; IsASlip; Http404 for strangers where the code is wrong, joining is closed or it is over for
    long. `is_in_it`: whether who asks has shown something that only those in the room see.
    """
    source = _place(request)
    register = Register.objects.filter(join_code=code).first()
    activity = _page(register) if register else None
    if register is None or activity is None or activity.is_template:
        if holder := _slip(code):
            raise IsASlip(holder.register.join_code, code)
        MISSES.missed(source, code)
        raise Http404
    participation = None
    if request.user.is_authenticated:
        participation = register.participations.active().of(request.user).select_related("party").first()
    is_open = register.joining_closed_at is None and activity.cancelled_at is None and not is_over(activity)
    if not (is_open or participation or activity.cancelled_at or is_in_it(register)):
        MISSES.missed(source, code)
        raise Http404
    return Room(activity, register, participation, is_open)


def slip_holder(request: HttpRequest, code: str, slip: str) -> Participation:
    """Whose a slip is in the room of a code. Raises TooManyTries, Http404."""
    source = _place(request)
    holder = _slip(slip)
    if holder is None or holder.register.join_code != code:
        MISSES.missed(source, f"{code} {slip}")
        raise Http404
    return holder


def is_over(activity: ActivityPage, now: datetime | None = None) -> bool:
    """Past for so long that nobody comes in any more."""
    return activity.over_at is not None and (now or timezone.now()) > activity.over_at + OPEN_AFTERWARDS


def sign_in_by_slip(request: HttpRequest, participation: Participation) -> None:
    """Into the slip's own account, never somebody's real one: for that ValueError is raised.

    The session gets a new key, and ends after some days.
    """
    if not slips.is_slip(participation.learner):
        raise ValueError("This participation has an account of its own.")
    come(participation)
    waiting = check_in.waiting(request)
    login(request, participation.learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.set_expiry(SLIP_SIGNED_IN)
    sessions.note(request)
    check_in.wait(request, waiting)


def take_a_slip(request: HttpRequest, room: Room) -> None:
    """One more slip is made in a room. Raises TooManyTries."""
    take_all([(SLIPS_OF_A_PLACE, place_of(request)), (SLIPS_OF_A_ROOM, room.register.pk)])


def join_code_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view below `/j/<code>/`: gets the code in its one form."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        tidy = tidy_join_code(code)
        if tidy and tidy != code and request.method != "POST":
            match = request.resolver_match
            assert match is not None
            query = request.META.get("QUERY_STRING", "")
            return redirect(reverse(match.view_name, kwargs={**kwargs, "code": tidy}) + (f"?{query}" if query else ""))
        return for_visitors(lambda: answered(view, request, tidy, **kwargs))

    return guarded


def for_visitors(make: Callable[[], HttpResponse]) -> HttpResponse:
    """An answer below `/j/`, for whoever comes by a code: kept by nobody."""
    answer = make()
    answer["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(answer)
    return answer


def to_slip(code: str, slip: str, name: str = "join_slip") -> HttpResponse:
    """On to a page of slips, the personal code where no log has it: what is behind «#» stays in the browser."""
    return redirect(f"{reverse(name, args=[code])}#{slip}")


def answered(view: Callable[..., HttpResponse], request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
    """Gives a view the code in its one form, and tells whoever guesses how long to wait."""
    try:
        if not code:
            raise Http404
        return view(request, code, **kwargs)
    except TooManyTries as limit:
        return say_wait(request, limit.seconds)
    except IsASlip as typed:
        return to_slip(typed.code, typed.slip)
    except Http404:
        return render(request, "activities/no_room.html", {"form": CodeForm()}, status=404)


def _place(request: HttpRequest) -> Place:
    """The network address from which a code comes. Raises TooManyTries."""
    source = place_of(request)
    if seconds := MISSES.wait(source):
        raise TooManyTries(seconds)
    return source


def _slip(slip: str) -> Participation | None:
    """Whose it is, while it opens anything."""
    active = Participation.objects.active().select_related("register", "learner", "party")
    holder = active.filter(slip=slip).first()
    activity = _page(holder.register) if holder else None
    return holder if activity and not is_over(activity) else None


def _page(register: Register) -> ActivityPage | None:
    return pages_of([register.pk], readers_language()).get(register.pk)
