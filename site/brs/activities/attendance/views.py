"""Who is there: noted on a list, sent from an outbox, taken from another program; and what is projected."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.http import quote_etag, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from brs.activities.access import facilitator_required
from brs.activities.pages.models import ActivityPage, Session
from brs.activities.participants.forms import say_too_long
from brs.activities.participants.list_text import TooLong
from brs.activities.register.marks import AttendanceEntry
from brs.activities.register.models import AttendanceMark, Register
from brs.core.once import id_of_form
from brs.people.pending import resumable
from brs.people.sessions import is_of_another

from . import actions, live_counts
from .forms import NotABatch, PresentForm, batch_in, marks_in_form, seen_in_form
from .list_import import present_on
from .room_screen import codes, room_screen
from .sheet import attendance_sheet, changes, in_words, is_open, last_change, open_until, present_in, session_of

NAMED = 5


def in_session(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For those who run the activity: the view gets the session in place of its id."""

    @wraps(view)
    def with_session(
        request: HttpRequest, activity: ActivityPage, register: Register, session: str, **kwargs: Any
    ) -> HttpResponse:
        chosen = session_of(activity, session)
        if chosen is None:
            raise Http404
        return view(request, activity, register, chosen, **kwargs)

    return facilitator_required(with_session)


@resumable(_lazy("note who is there"))
@in_session
def attendance(request: HttpRequest, activity: ActivityPage, register: Register, session: Session) -> HttpResponse:
    query, page = request.GET.get("q", "").strip()[:100], request.GET.get("page", "1")
    if request.method == "POST":
        _keep_form(request, activity, register, session)
        back = urlencode({name: value for name, value in (("q", query), ("page", page)) if value and value != "1"})
        return redirect(reverse("attendance", args=[register.pk, session.id]) + (f"?{back}" if back else ""))
    sheet = attendance_sheet(activity, register, session, query=query, page=page)
    querystring = urlencode({"q": query}) if query else ""
    context = {
        "activity": activity,
        "roll": sheet,
        "kept": querystring,
        "batch": uuid.uuid4(),
        "sessions": activity.sessions(),
    }
    return render(request, "activities/attendance.html", context)


@require_POST
@in_session
def attendance_marks(
    request: HttpRequest, activity: ActivityPage, register: Register, session: Session
) -> HttpResponse:
    """What an outbox sends: `{"marks": [{"id", "person", "present", "age"}], "seen"}`, answered mark by mark.

    What was said since `seen` is told as well. The same batch again changes nothing.
    """
    if is_of_another(request):
        return JsonResponse({}, status=403)
    try:
        batch = batch_in(request.body, session, _people(register))
    except NotABatch:
        return JsonResponse({"error": "Not a batch of marks."}, status=400)
    if not is_open(activity):
        return JsonResponse({"error": _closed(activity)}, status=409)
    actions.note_attendance(batch.marks, way=AttendanceMark.Way.LIST, by=request.user, sent_at=timezone.now())
    seen = last_change(register, session)
    noted = changes(activity, register, session, since=batch.since)
    others = [change for change in noted if change.by != request.user.pk]
    return JsonResponse(
        {
            "kept": [str(mark.id) for mark in batch.marks],
            "refused": [str(mark_id) for mark_id in batch.refused],
            "changes": [
                {"person": str(change.participation), "present": change.is_present, "said": change.noted}
                for change in noted
            ],
            "meanwhile": in_words(others[:NAMED]),
            "present": present_in(register, session),
            "seen": seen.isoformat(),
        }
    )


@resumable(_lazy("note who is there"))
@in_session
def attendance_list(request: HttpRequest, activity: ActivityPage, register: Register, session: Session) -> HttpResponse:
    """A list of those who were there, from another program: shown first, then taken."""
    form = PresentForm(request.POST or None, request.FILES or None)
    present = None
    if request.method == "POST" and form.is_valid():
        if not is_open(activity):
            form.add_error("text", _closed(activity))
        else:
            try:
                present = present_on(register, form.cleaned_data["text"])
            except TooLong:
                say_too_long(form)
    if present and "take" in request.POST and present.people:
        form_id, now = id_of_form(request), timezone.now()
        marks = [
            AttendanceEntry(uuid.uuid5(form_id, str(person)), person, session.id, True, now)
            for person in present.people
        ]
        actions.note_attendance(marks, way=AttendanceMark.Way.IMPORT, by=request.user)
        message = ngettext("%(n)s person is marked as present.", "%(n)s people are marked as present.", len(marks))
        messages.success(request, message % {"n": len(marks)})
        return redirect("attendance", register.pk, session.id)
    context = {"activity": activity, "session": session, "found": present}
    context["form"] = PresentForm(initial={"text": present.text}) if present else form
    wrong = request.method == "POST" and not present
    return render(request, "activities/attendance_list.html", context, status=422 if wrong else 200)


@require_safe
@facilitator_required
def room_page(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    screen = room_screen(activity, register, request.GET.get("session", ""))
    return render(request, "activities/room_screen.html", {"screen": screen})


@require_safe
@in_session
def room_codes(request: HttpRequest, activity: ActivityPage, register: Register, session: Session) -> HttpResponse:
    """The codes of the next twenty minutes: nobody but who runs the activity gets those to come."""
    return JsonResponse(codes(register, session))


@require_safe
@facilitator_required
def live_page(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    """As a page, or as numbers for who asks for JSON; 304 while nothing has changed."""
    as_numbers = "application/json" in request.headers.get("Accept", "")
    etag = quote_etag(f"{live_counts.state_of(activity, register)}{as_numbers:d}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged  # type: ignore[return-value]
    now = live_counts.live(activity, register)
    answer: HttpResponse
    if as_numbers:
        present = {count.session.id: count.present for count in now.sessions}
        answer = JsonResponse({"people": now.people, "come": now.come, "sessions": present})
    else:
        answer = render(request, "activities/live.html", {"activity": activity, "live": now})
    answer["ETag"] = etag
    return answer


def _keep_form(request: HttpRequest, activity: ActivityPage, register: Register, session: Session) -> None:
    if not is_open(activity):
        messages.error(request, _closed(activity))
        return
    marks = marks_in_form(request.POST, session, _people(register))
    seen = seen_in_form(request.POST)
    noted = changes(activity, register, session, since=seen)
    meanwhile = [change for change in noted if change.by != request.user.pk]
    actions.note_attendance(marks, way=AttendanceMark.Way.LIST, by=request.user)
    message = ngettext("Saved: %(n)s change.", "Saved: %(n)s changes.", len(marks)) % {"n": len(marks)}
    messages.success(request, message)
    mine = {mark.participation for mark in marks}
    overruled = [change for change in meanwhile if change.participation in mine]
    others = [change for change in meanwhile if change.participation not in mine]
    if others:
        messages.info(request, _("Noted by others meanwhile: %(changes)s") % {"changes": in_words(others)})
    if overruled:
        words = _(
            "You and somebody else noted the same people. Both are kept, and yours, the later, counts: %(changes)s"
        )
        messages.warning(request, words % {"changes": in_words(overruled)})


def _people(register: Register) -> set[uuid.UUID]:
    return set(register.participations.values_list("pk", flat=True))


def _closed(activity: ActivityPage) -> str:
    until = open_until(activity)
    assert until is not None
    day = date_format(until.astimezone(activity.zone))
    return _("Attendance could be noted until %(day)s, two weeks after the end.") % {"day": day}
