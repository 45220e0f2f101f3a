"""Coming into a room: by an account, by a slip, without an address; and saying that one is here."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from brs.activities.attendance import check_in
from brs.activities.participants import actions
from brs.activities.register.marks import attendance
from brs.activities.register.models import Participation
from brs.core.codes import tidy_join_code
from brs.core.languages import readers_language
from brs.core.once import once
from brs.core.qr import qr_svg
from brs.people import pending, slips

from .access import (
    IsASlip,
    Room,
    answered,
    for_visitors,
    join_code_required,
    room,
    sign_in_by_slip,
    slip_holder,
    take_a_slip,
    to_slip,
)
from .forms import CodeForm, SlipForm, WithoutAddressForm

REFUSALS = {
    actions.JoiningIsClosed: _lazy("Joining is closed. Ask the facilitator."),
    actions.ActivityIsFull: _lazy("All places are taken. Ask the facilitator."),
    actions.NotOnTheList: _lazy(
        "This activity is for those on its list. Sign in by the invited address, or ask the facilitator."
    ),
}
REFUSED = tuple(REFUSALS)


def join_code(request: HttpRequest) -> HttpResponse:
    """A code typed in; leads to its room. The code of a slip is sent on from the slip's own page."""

    def answer() -> HttpResponse:
        form = CodeForm(request.POST or None)
        if not form.is_valid():
            return _form(request, "activities/join_code.html", form)
        return answered(_lead_in, request, form.cleaned_data["code"])

    return for_visitors(answer)


@pending.resumable(_lazy("take part in the activity"))
@join_code_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    """What it is, and the ways in; for who is in: what there is."""
    entered = room(request, code)
    if request.method != "POST":
        return _join_page(request, entered)
    if entered.participation is None and not _has_own_account(request):
        return _ask_for_own_account(request)
    pending.done_with(request)
    try:
        return _arrived(
            request, entered, entered.participation or actions.join(entered.activity, request.user, with_code=True)
        )
    except REFUSED as error:
        return _join_page(request, entered, error)


@join_code_required
def join_new(request: HttpRequest, code: str) -> HttpResponse:
    """Without an address: a slip is made, and its code shown."""
    entered = room(request, code)
    if (
        entered.participation
        or _has_own_account(request)
        or entered.activity.entry == entered.activity.Entry.INVITATION
    ):
        return redirect("join", code)
    if request.method != "POST" and not entered.is_open:
        return redirect("join", code)
    form = WithoutAddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "activities/join_new.html", form, room=entered)
    take_a_slip(request, entered)
    try:
        made = actions.join_without_address(
            entered.activity,
            form.newcomer(),
            language=readers_language(),
            once=form.cleaned_data["once"],
        )
    except REFUSED as error:
        return _join_page(request, entered, error)
    sign_in_by_slip(request, made)
    _arrived(request, entered, made)
    return redirect("join_slip", code)


@join_code_required
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """One's own slip, for who is here by it; else the form that opens one. It says nothing of the room."""
    if printed := tidy_join_code(request.GET.get("slip", "")):
        return to_slip(code, printed)
    mine = _own_slip(request, code)
    if mine and request.method != "POST":
        return render(request, "activities/slip.html", {"slip": mine, "site": _site()})
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holder = slip_holder(request, code, form.cleaned_data["slip"])
            sign_in_by_slip(request, holder)
            return _arrived(request, room(request, code), holder)
        except Http404:
            form.add_error("slip", _no_slip())
        except ValueError:
            form.add_error("slip", _("What this slip did is kept under an account. Sign in with that account."))
    return _open_slip(request, code, form)


@pending.resumable(_lazy("keep what the slip did"))
@join_code_required
@once
def keep_slip(request: HttpRequest, code: str) -> HttpResponse:
    """What was done by a slip goes to somebody's own account."""
    if printed := tidy_join_code(request.GET.get("slip", "")):
        return to_slip(code, printed, "join_keep_slip")
    mine = _own_slip(request, code)
    form = SlipForm(request.POST or None, initial={"slip": mine.slip if mine else ""})
    if request.method == "POST" and form.is_valid():
        try:
            holder = slip_holder(request, code, form.cleaned_data["slip"])
            if not _has_own_account(request):
                return _ask_for_own_account(request)
            pending.done_with(request)
            participation = actions.claim(holder, request.user)
        except Http404:
            form.add_error("slip", _no_slip())
        except ValueError:
            form.add_error("slip", _("What this slip did is kept under another account."))
        else:
            messages.success(request, _("What the slip did is yours now. The slip opens nothing any more."))
            return _arrived(request, room(request, code), participation)
    return _form(request, "activities/keep_slip.html", form, code=code, has_own_account=_has_own_account(request))


@join_code_required
def here(request: HttpRequest, code: str, session: str, token: str) -> HttpResponse:
    """The room's changing code was scanned. Who has joined says «I am here»; others join first, and are counted too.

    A code of earlier opens no closed room to a stranger, and does not name it.
    """
    entered = room(request, code, is_in_it=lambda register: check_in.is_shown_now(register, session, token))
    its = next((block for block in entered.activity.sessions() if block.id == session), None)
    if its is None:
        raise Http404
    if request.method == "POST":
        return _arrived(request, entered, entered.participation) if entered.participation else redirect("join", code)
    try:
        scan = check_in.scan(request, entered.activity, entered.register, its, token)
    except (check_in.NotFresh, check_in.ItIsOver) as error:
        is_over = isinstance(error, check_in.ItIsOver)
        context = {"room": entered, "session": its, "is_over": is_over}
        return render(request, "activities/not_here.html", context, status=410)
    if entered.participation is None:
        return redirect("join", code)
    return render(request, "activities/here.html", {"room": entered, "scan": scan})


@join_code_required
@require_safe
def join_qr(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(qr_svg(room(request, code).address), content_type="image/svg+xml")


@join_code_required
@require_safe
def join_poster(request: HttpRequest, code: str) -> HttpResponse:
    """To print and put up at the door."""
    return render(request, "activities/join_poster.html", {"room": room(request, code), "site": _site()})


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def _lead_in(request: HttpRequest, code: str) -> HttpResponse:
    """To a room; the code of a slip stays out of the address."""
    try:
        return redirect("join", room(request, code).code)
    except IsASlip as typed:
        return _open_slip(request, typed.code, SlipForm(initial={"slip": typed.slip}))


def _open_slip(request: HttpRequest, code: str, form: SlipForm) -> HttpResponse:
    context = {"code": code, "has_own_account": _has_own_account(request)}
    return _form(request, "activities/open_slip.html", form, **context)


def _join_page(request: HttpRequest, entered: Room, error: Exception | None = None) -> HttpResponse:
    attended = []
    if entered.participation:
        present = {key[1] for key, mark in attendance(entered.participation.marks.marks()).items() if mark.is_present}
        attended = [session for session in entered.activity.sessions() if session.id in present]
    context = {
        "room": entered,
        "attended": attended,
        "scan": check_in.scanned(request, entered.activity),
        "refusal": REFUSALS[type(error)] if error else "",
        "is_slip": _is_slip(request),
        "has_own_account": _has_own_account(request),
    }
    return render(request, "activities/join.html", context, status=409 if error else 200)


def _arrived(request: HttpRequest, entered: Room, participation: Participation) -> HttpResponse:
    """In, and counted where the room's code was scanned before."""
    if scan := check_in.scanned(request, entered.activity):
        check_in.count(request, participation, scan)
        messages.success(request, _("You are marked as present: %(session)s") % {"session": scan.session.title})
    return redirect("join", entered.code)


def _has_own_account(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not slips.is_slip(request.user)


def _is_slip(request: HttpRequest) -> bool:
    return request.user.is_authenticated and slips.is_slip(request.user)


def _own_slip(request: HttpRequest, code: str) -> Participation | None:
    if not _is_slip(request):
        return None
    mine = Participation.objects.active().of(request.user).filter(register__join_code=code)
    return mine.select_related("party", "register").first()


def _ask_for_own_account(request: HttpRequest) -> HttpResponse:
    """What was sent waits; who is here by a slip is signed out of it first."""
    if _is_slip(request):
        logout(request)
    return pending.ask_to_sign_in(request)


def _no_slip() -> str:
    return _("This code opens nothing here. Compare it once more; it works until 30 days after the activity.")


def _site() -> str:
    """What people type: without the scheme."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
