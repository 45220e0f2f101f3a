"""Planning an activity in a browser: each view parses, makes one call and goes on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.activities.access import facilitator_required
from brs.activities.pages.models import ActivityPage, hours_asked_back
from brs.activities.register.models import Invitation, Register
from brs.core.languages import readers_language
from brs.core.limits import Limit, TooManyTries, please_wait
from brs.core.once import once
from brs.people.invitations import InviteForm
from brs.people.pending import resumable, with_account

from . import actions, mail
from .dashboard import may_copy
from .forms import CancelForm, LearningForm, PlanForm, ToolkitsForm, WhenForm, WordsForm, dates_of, initial_plan
from .saving import CHANGED_MEANWHILE, is_stale, saved

MOST_WARNINGS = 5
ASKING = Limit("ask to run an activity", 30, 24 * 60 * 60)


@resumable(_("plan the activity"))
@never_cache
@with_account
@once
def plan(request: HttpRequest) -> HttpResponse:
    """From nothing, or (`from`) like a template or another activity."""
    if not request.user.has_perm("activities.run_activity"):
        raise Http404
    like = may_copy(request.user, request.GET.get("from", ""))
    form = PlanForm(request.POST or None, initial=initial_plan(request.user, readers_language(), like))
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        page = actions.plan(request.user, form.values(), language=language, like=like)
        _ask_about_hours(request, page)
        return redirect("desk_activity", page.translation_key)
    return _form(request, "activities/plan.html", form, like=like)


@resumable(_("save the activity"))
@facilitator_required
@once
def edit(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    page = activity.original()
    form = WordsForm(request.POST or None, instance=page)
    return _revised(request, page, form, gettext("Words, place, who may join"))


@resumable(_("save courses, tests and certificate"))
@facilitator_required
@once
def learning(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    page = activity.original()
    form = LearningForm(request.POST or None, page=page)
    return _revised(request, page, form, gettext("Courses, tests, certificate"))


@resumable(_("change the dates"))
@facilitator_required
@once
def move(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    page = activity.original()
    form = WhenForm(request.POST or None, initial=dates_of(page))

    def move_to_dates() -> None:
        dates = form.cleaned_data
        actions.move(page, dates["starts_at"], dates["ends_at"], dates["time_zone"], request.user)

    if request.method == "POST" and _is_kept(request, page, form, move_to_dates):
        page.refresh_from_db()
        _ask_about_hours(request, page)
        return saved(request, page)
    return _form(request, "activities/move.html", form, activity=page, told=_told(page))


@resumable(_("cancel the activity"))
@facilitator_required
@once
def cancel(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    page = activity.original()
    if request.method == "POST" and "revive" in request.POST:
        actions.revive(page, request.user)
        return redirect("desk_activity", page.translation_key)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel(page, form.cleaned_data["reason"], request.user)
        return redirect("desk_activity", page.translation_key)
    return _form(request, "activities/cancel.html", form, activity=activity, told=_told(page))


@resumable(_("ask somebody to run the activity"))
@facilitator_required
@once
def facilitators(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    """Who runs it, and who is asked to. An address is answered alike whether it has an account or not."""
    form = InviteForm(request.POST or None, what_they_can=gettext("They can do all that you can with this activity."))
    if request.method == "POST" and form.is_valid():
        try:
            ASKING.take(request.user.pk)
            actions.ask_to_run(activity, request.user, form.cleaned_data["email"])
        except TooManyTries as full:
            form.add_error("email", please_wait(full.seconds))
        except actions.TooManyFacilitators:
            limit = {"n": actions.MOST_FACILITATORS}
            form.add_error("email", gettext("An activity is run by at most %(n)s people.") % limit)
        else:
            messages.success(request, _("Asked. They answer at “Activities I run”, when they sign in by this address."))
            return redirect("activity_facilitators", register.pk)
    people, asked = register.facilitators.order_by("name", "pk"), register.invitations.all()
    context = {"activity": activity, "people": people, "asked": asked, "may_remove": _oversees(request)}
    return _form(request, "activities/facilitators.html", form, **context)


@require_POST
@once
@facilitator_required
def stop_running(request: HttpRequest, activity: ActivityPage, register: Register, person: int) -> HttpResponse:
    """Everybody may leave; who oversees activities may take others from them."""
    if request.user.pk != person and not _oversees(request):
        raise Http404
    try:
        actions.stop_running(register, person, by=request.user)
    except actions.LastFacilitator:
        messages.error(request, _("Somebody has to run it: ask somebody else first."))
        return redirect("activity_facilitators", register.pk)
    return redirect("activity_facilitators", register.pk) if request.user.pk != person else redirect("desk")


@require_POST
@facilitator_required
def withdraw(request: HttpRequest, activity: ActivityPage, register: Register, number: int) -> HttpResponse:
    register.invitations.filter(pk=number).delete()
    return redirect("activity_facilitators", register.pk)


@require_POST
@never_cache
@with_account
@once
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to run an activity, or not."""
    invitation = get_object_or_404(Invitation.objects.to(request.user).select_related("register"), pk=number)
    if "agree" in request.POST:
        actions.agree_to_run(invitation, request.user)
        return redirect("desk_activity", invitation.register_id)
    invitation.delete()
    return redirect("desk")


@resumable(_("save the toolkits"))
@facilitator_required
def toolkits(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ToolkitsForm(data, person=request.user, register=register)
    if form.is_valid():
        actions.use_toolkits(register, list(form.cleaned_data["toolkits"]), form.seen())
        return saved(request, activity)
    return _form(request, "activities/toolkits.html", form, activity=activity)


def _oversees(request: HttpRequest) -> bool:
    return request.user.has_perm("activities.oversee_activities")


def _is_kept(request: HttpRequest, page: ActivityPage, form: forms.BaseForm, deed: Callable[[], None]) -> bool:
    """Do what a form says if it is right, and was filled in over the page as it is now; it says what is wrong."""
    if form.is_valid() and not is_stale(request, page):
        try:
            deed()
            return True
        except actions.ChangedMeanwhile:
            pass  # in this very moment
    if form.is_bound and is_stale(request, page):
        form.add_error(None, CHANGED_MEANWHILE)
    return False


def _revised(request: HttpRequest, page: ActivityPage, form: Any, title: str) -> HttpResponse:
    if request.method == "POST" and _is_kept(
        request, page, form, lambda: actions.revise(page, form.changes(), request.user)
    ):
        return saved(request, page)
    return _form(request, "activities/edit.html", form, activity=page, title=title)


def _form(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _ask_about_hours(request: HttpRequest, page: ActivityPage) -> None:
    """Sessions that moved along may begin in an hour that there is not on their new day, or twice."""
    asked = [
        (block.value["title"], problem)
        for block in page.agenda
        for _field, problem in hours_asked_back(block.value, page.zone)
    ]
    for title, problem in asked[:MOST_WARNINGS]:
        named = {"title": title, "problem": problem}
        messages.warning(request, gettext("Choose in the agenda, session “%(title)s”: %(problem)s") % named)


def _told(page: ActivityPage) -> int:
    """How many a change of dates is sent to."""
    return len(mail.addresses(page.translation_key)) if page.state() != "past" else 0
