"""The list of people on the desk: looked through, changed, and put in from wherever it was kept."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from brs.activities.access import facilitator_required
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Enlisting, Participation, Register
from brs.core.languages import readers_language
from brs.core.once import once
from brs.core.waiting_mail import undelivered_to
from brs.people import slips
from brs.people.pending import resumable

from . import actions
from .forms import ListForm, PersonForm, say_too_long
from .import_preview import ListOfPeople
from .list_text import TooLong
from .screen import lists, people


@facilitator_required
def people_page(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    asked = request.GET
    screen = people(
        register,
        query=asked.get("q", "").strip()[:100],
        state=asked.get("state", ""),
        party=asked.get("party", ""),
        page=asked.get("page", "1"),
    )
    return render(request, "activities/people.html", {"activity": activity, "register": register, "people": screen})


@resumable(_lazy("put the person on the list"))
@facilitator_required
@once
def add_person(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    form = PersonForm(request.POST or None, instance=Participation(register=register))
    if request.method == "POST" and form.is_valid():
        actions.enlist(activity, [form.newcomer()], request.user, language=readers_language())
        messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
        return redirect("activity_people", register.pk)
    return _form(request, "activities/add_person.html", form, activity=activity)


@resumable(_lazy("save what you changed"))
@facilitator_required
@once
def edit_person(request: HttpRequest, activity: ActivityPage, register: Register, person: uuid.UUID) -> HttpResponse:
    participation = get_object_or_404(
        register.participations.select_related("learner", "withdrawn_by", "corrected_by", "practical_by"), pk=person
    )
    name = participation.name
    form = PersonForm(request.POST or None, instance=participation)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("Saved: %(name)s") % {"name": form.instance.name})
        return redirect("activity_people", register.pk)
    context = {
        "activity": activity,
        "person": participation,
        "name": name,
        "is_slip": slips.is_slip(participation.learner),
        "undelivered": undelivered_to([participation.address]).get(participation.address.lower()),
    }
    return _form(request, "activities/edit_person.html", form, **context)


@require_POST
@facilitator_required
@once
def withdraw_person(
    request: HttpRequest, activity: ActivityPage, register: Register, person: uuid.UUID
) -> HttpResponse:
    participation = get_object_or_404(register.participations, pk=person)
    actions.withdraw(participation, by=request.user)
    messages.success(
        request, _("%(name)s is taken off the list. What they did is kept.") % {"name": participation.name}
    )
    return redirect("activity_people", register.pk)


@require_POST
@facilitator_required
@once
def restore_person(request: HttpRequest, activity: ActivityPage, register: Register, person: uuid.UUID) -> HttpResponse:
    participation = get_object_or_404(register.participations, pk=person)
    actions.restore(participation)
    messages.success(request, _("%(name)s is on the list.") % {"name": participation.name})
    return redirect("activity_people", register.pk)


@resumable(_lazy("Check the list"))
@facilitator_required
def enlist(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    """A list is read and shown before anybody is put on the register; right rows can go ahead of wrong ones."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _lists(request, activity, register, form)
    try:
        people_list = ListOfPeople(register, form.cleaned_data["text"], dict(form.mended()))
    except TooLong:
        say_too_long(form)
        return _lists(request, activity, register, form)
    if "take" not in request.POST:
        return _lists(request, activity, register, ListForm(initial={"text": people_list.text}), people_list)
    answer = _put_on_list(request, activity, register, people_list)
    if "Location" not in answer.headers or not people_list.reading.of("wrong"):
        return answer
    rest = ListOfPeople(register, people_list.left_over(), {})
    return _lists(request, activity, register, ListForm(initial={"text": rest.text}), rest)


@once
def _put_on_list(
    request: HttpRequest, activity: ActivityPage, register: Register, people_list: ListOfPeople
) -> HttpResponse:
    """Those of a list whose rows are right: it was read before, which may take a while."""
    rows = people_list.newcomers()
    if not rows:
        return _lists(request, activity, register, ListForm(initial={"text": people_list.text}), people_list)
    actions.enlist(activity, rows, request.user, language=readers_language())
    message = ngettext("%(n)s person is put on the list.", "%(n)s people are put on the list.", len(rows))
    messages.success(request, message % {"n": len(rows)})
    return redirect("activity_people", register.pk)


@require_POST
@facilitator_required
def undo_enlisting(request: HttpRequest, activity: ActivityPage, register: Register, number: int) -> HttpResponse:
    stay = actions.undo_enlisting(get_object_or_404(Enlisting, register=register, pk=number), by=request.user)
    if stay:
        message = ngettext(
            "The list is undone. %(n)s person stays: they have come or done something.",
            "The list is undone. %(n)s people stay: they have come or done something.",
            stay,
        )
        messages.warning(request, message % {"n": stay})
    else:
        messages.success(request, _("The list is undone."))
    return redirect("activity_enlist", register.pk)


def _lists(
    request: HttpRequest,
    activity: ActivityPage,
    register: Register,
    form: ListForm,
    people_list: ListOfPeople | None = None,
) -> HttpResponse:
    context = {"activity": activity, "lists": lists(register), "run": people_list.dry_run() if people_list else None}
    return _form(request, "activities/enlist.html", form, **context)


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
