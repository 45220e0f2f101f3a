"""A person's toolkits in a browser: each view parses, makes one call and goes on. Foreign toolkits are not found."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from brs.core.languages import readers_language
from brs.core.limits import Limit, TooManyTries, please_wait
from brs.core.once import once
from brs.people.invitations import InviteForm
from brs.people.pending import resumable
from toolkits.sharing import actions
from toolkits.sharing.access import deed, deed_on_toolkit, page, page_of_toolkit
from toolkits.sharing.links.forms import new_link_form
from toolkits.sharing.models import Entry, Invitation, Toolkit

from .adding import thing
from .desk import desk
from .forms import EntryForm, LinkForm, SectionForm, ToolkitForm
from .workbench import owners_of, workbench

INVITATIONS = Limit("invitations by a person", most=40, seconds=24 * 60 * 60)


@page
def toolkits(request: HttpRequest) -> HttpResponse:
    screen = desk(
        request.user, readers_language(), is_archive="archived" in request.GET, page=request.GET.get("page", "1")
    )
    return render(request, "toolkits/desk.html", {"desk": screen})


@resumable(_("make the toolkit"))
@page
@once
def new(request: HttpRequest) -> HttpResponse:
    """An empty toolkit, or one that begins with what the address names."""
    sent = request.POST or request.GET
    first = thing(request, sent) if "page" in sent or "document" in sent else None
    form = ToolkitForm(request.POST or None, instance=Toolkit(owner=request.user, language=readers_language()))
    if request.method == "POST" and form.is_valid():
        toolkit = form.save()
        if first:
            first.put_in(toolkit)
        return redirect("toolkit", toolkit.pk)
    return _form(request, "toolkits/edit.html", form, first=first)


@resumable(_("add it to your toolkit"))
@deed
@once
def add(request: HttpRequest) -> HttpResponse:
    """One click: into the toolkit that is named, else the last one changed, else a first one."""
    what = thing(request, request.POST)
    toolkit = _chosen(request)
    try:
        entry = what.put_in(toolkit)
    except actions.ToolkitIsFull:
        messages.error(request, _full(toolkit))
    else:
        kit = format_html('<a href="{}#e-{}">{}</a>', reverse("toolkit", args=[toolkit.pk]), entry.pk, toolkit.title)
        messages.success(request, format_html(gettext("“{}” is now in {}."), what.title, kit))
    return redirect(_back(request) or reverse("toolkit", args=[toolkit.pk]))


@page_of_toolkit
def toolkit(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    return _workbench(request, toolkit)


@resumable(_("save the toolkit"))
@page_of_toolkit
@once
def edit(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    form = ToolkitForm(request.POST or None, instance=toolkit)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise(form.instance, form.cleaned_data["seen"])
        except actions.ChangedMeanwhile as meanwhile:
            theirs = form.say_meanwhile(meanwhile.now)
            return _form(request, "toolkits/edit.html", form, 409, toolkit=meanwhile.now, theirs=theirs)
        return redirect("toolkit", toolkit.pk)
    return _form(request, "toolkits/edit.html", form, toolkit=Toolkit.objects.get(pk=toolkit.pk))


@resumable(_("add the link"))
@deed_on_toolkit
def add_link(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    form = LinkForm(request.POST, auto_id="link_%s")
    return _added(
        request,
        toolkit,
        form,
        lambda: actions.add_link(toolkit, form.cleaned_data["url"], form.title_or_host()),
        link_form=form,
    )


@resumable(_("add the section"))
@deed_on_toolkit
@once
def add_section(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    form = SectionForm(request.POST, auto_id="section_%s")
    return _added(
        request, toolkit, form, lambda: actions.add_section(toolkit, form.cleaned_data["title"]), section_form=form
    )


@resumable(_("save your note"))
@page_of_toolkit
@once
def edit_entry(request: HttpRequest, toolkit: Toolkit, number: int) -> HttpResponse:
    entry = toolkit.entries.filter(pk=number).first()
    if entry is None:
        return _typed_for_nothing(request, toolkit) if request.method == "POST" else _gone(request, toolkit)
    form = EntryForm(request.POST or None, instance=entry)
    status, theirs = 422, []
    if request.method == "POST" and form.is_valid():
        written, seen = form.instance, form.cleaned_data["seen"]
        try:
            actions.annotate(entry, title=written.title, note=written.note, seen=seen)
        except actions.EntryIsGone:
            return _typed_for_nothing(request, toolkit)
        except actions.ChangedMeanwhile as meanwhile:
            status, theirs = 409, form.say_meanwhile(meanwhile.now)
        else:
            return _to(entry)
    rows = workbench(toolkit, request.user, readers_language()).rows
    row = next((row for row in rows if row.entry == entry), None)
    return _form(
        request, "toolkits/entry.html", form, status, toolkit=toolkit, row=row, places=len(rows), theirs=theirs
    )


@resumable(_("move the item"))
@deed_on_toolkit
@once
def move_entry(request: HttpRequest, toolkit: Toolkit, number: int) -> HttpResponse:
    """`to`: up, down or a place from 1. A script that has moved the row by itself asks for no page (`quietly`)."""
    entry = toolkit.entries.filter(pk=number).first()
    to = request.POST.get("to", "")
    steps = {"up": -1, "down": 1}.get(to)
    try:
        if entry is None:
            raise actions.EntryIsGone
        if steps:
            actions.shift(entry, steps)
        elif to.isdecimal() and len(to) < 6:
            actions.move(entry, int(to) - 1)
        else:
            messages.error(request, _("Say the place as a number."))
    except actions.EntryIsGone:
        return HttpResponse(status=409) if "quietly" in request.POST else _gone(request, toolkit)
    return HttpResponse(status=204) if "quietly" in request.POST else _to(entry)


@resumable(_("remove the item"))
@deed_on_toolkit
@once
def remove_entry(request: HttpRequest, toolkit: Toolkit, number: int) -> HttpResponse:
    entry = toolkit.entries.filter(pk=number).first()
    if entry is None:
        return _gone(request, toolkit)
    actions.remove(entry)
    messages.success(request, gettext("“%(title)s” is removed.") % {"title": entry.title})
    return redirect("toolkit", toolkit.pk)


@resumable(_("duplicate the toolkit"))
@deed_on_toolkit
@once
def duplicate(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    title = gettext("Copy of %(title)s") % {"title": toolkit.title}
    copy = actions.duplicate(toolkit, request.user, title[:200])
    messages.success(request, _("This is the copy. Give it a title of its own."))
    return redirect("edit_toolkit", copy.pk)


@resumable(_("archive the toolkit"))
@deed_on_toolkit
@once
def archive(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    actions.archive(toolkit)
    messages.success(request, gettext("“%(title)s” is archived. Its links do not work now.") % {"title": toolkit.title})
    return redirect("toolkits")


@resumable(_("restore the toolkit"))
@deed_on_toolkit
@once
def restore(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    actions.restore(toolkit)
    messages.success(request, gettext("“%(title)s” is in use again.") % {"title": toolkit.title})
    return redirect("toolkit", toolkit.pk)


@resumable(_("send the invitation"))
@page_of_toolkit
@once
def co_owners(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    """Who owns the toolkit, and who is asked to. An address is answered alike whether it has an account or not."""
    can = gettext("Of somebody with an account. They can change everything in this toolkit, as you can.")
    form = InviteForm(request.POST or None, what_they_can=can)
    if request.method == "POST" and form.is_valid():
        try:
            INVITATIONS.take(request.user.pk)
            actions.invite(toolkit, request.user, form.cleaned_data["email"])
        except TooManyTries as full:
            form.add_error("email", please_wait(full.seconds))
        except actions.TooManyOwners:
            limit = {"n": actions.MOST_OWNERS}
            form.add_error("email", gettext("A toolkit has at most %(n)s co-owners. Remove one first.") % limit)
        else:
            messages.success(
                request, _("Asked by mail. They answer on their page “My toolkits”, when they sign in by this address.")
            )
            return redirect("toolkit_co_owners", toolkit.pk)
    people, asked = owners_of(toolkit), toolkit.invitations.all()
    context: dict[str, Any] = {
        "toolkit": toolkit,
        "people": people,
        "asked": asked,
        "may_remove": request.user == toolkit.owner,
    }
    return _form(request, "toolkits/co_owners.html", form, **context)


@once
@deed_on_toolkit
def remove_co_owner(request: HttpRequest, toolkit: Toolkit, person: int) -> HttpResponse:
    """The owner may part with anyone; everybody else with themselves alone."""
    if request.user.pk not in (toolkit.owner_id, person):
        raise Http404
    toolkit.co_owners.remove(person)
    if request.user.pk == person:
        messages.success(request, gettext("You do not own “%(title)s” any more.") % {"title": toolkit.title})
        return redirect("toolkits")
    return redirect("toolkit_co_owners", toolkit.pk)


@deed_on_toolkit
def withdraw(request: HttpRequest, toolkit: Toolkit, number: int) -> HttpResponse:
    toolkit.invitations.filter(pk=number).delete()
    return redirect("toolkit_co_owners", toolkit.pk)


@deed
@once
def accept(request: HttpRequest, number: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.to(request.user).select_related("toolkit__owner"), pk=number)
    actions.accept(invitation, request.user)
    return redirect("toolkit", invitation.toolkit_id)


@deed
@once
def decline(request: HttpRequest, number: int) -> HttpResponse:
    get_object_or_404(Invitation.objects.to(request.user), pk=number).delete()
    return redirect("toolkits")


def _form(request: HttpRequest, template: str, form: Any, refused: int = 422, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=refused if form.is_bound else 200)


def _workbench(request: HttpRequest, toolkit: Toolkit, **forms: Any) -> HttpResponse:
    context = {
        "bench": workbench(toolkit, request.user, readers_language()),
        "toolkit": toolkit,
        "link_form": LinkForm(auto_id="link_%s"),
        "section_form": SectionForm(auto_id="section_%s"),
        "share_form": new_link_form(toolkit),
        **forms,
    }
    return render(request, "toolkits/toolkit.html", context, status=422 if forms else 200)


def _added(request: HttpRequest, toolkit: Toolkit, form: Any, put: Callable[[], Entry], **forms: Any) -> HttpResponse:
    """To the new entry; or back to the form with what is wrong in it."""
    if form.is_valid():
        try:
            return _to(put())
        except actions.ToolkitIsFull:
            form.add_error(None, _full(toolkit))
    return _workbench(request, toolkit, **forms)


def _chosen(request: HttpRequest) -> Toolkit:
    named = request.POST.get("toolkit")
    if not named:
        mine = Toolkit(owner=request.user, title=gettext("My list"), language=readers_language())
        return actions.last_used(request.user) or _saved(mine)
    try:
        return get_object_or_404(Toolkit.objects.editable_by(request.user), pk=uuid.UUID(named))
    except ValueError:
        raise Http404 from None


def _saved(toolkit: Toolkit) -> Toolkit:
    toolkit.save()
    return toolkit


def _full(toolkit: Toolkit) -> str:
    n = actions.MOST_ENTRIES
    text = ngettext(
        "“%(title)s” is full: it holds %(n)s entry. Remove some, or begin another toolkit.",
        "“%(title)s” is full: it holds %(n)s entries. Remove some, or begin another toolkit.",
        n,
    )
    return text % {"title": toolkit.title, "n": n}


def _to(entry: Entry) -> HttpResponse:
    return redirect(reverse("toolkit", args=[entry.toolkit_id]) + f"#e-{entry.pk}")


def _back(request: HttpRequest) -> str:
    """Where the form was, if that is on this site."""
    path = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, request.is_secure())
    return path if is_ours else ""


def _gone(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    messages.warning(request, _("This item is not in the toolkit any more: somebody has removed it."))
    return redirect("toolkit", toolkit.pk)


def _typed_for_nothing(request: HttpRequest, toolkit: Toolkit) -> HttpResponse:
    """Somebody removed what this person was writing about: what was typed is shown, to be copied."""
    typed = [text for name in ("title", "note") if (text := request.POST.get(name, ""))]
    return render(request, "toolkits/entry_gone.html", {"toolkit": toolkit, "typed": typed}, status=409)
