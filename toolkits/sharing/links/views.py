"""A toolkit's links, for those who own it and may share."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.core.once import once
from toolkits.sharing import actions
from toolkits.sharing.models import ShareLink, Toolkit

from .forms import LastDayForm, ShareForm, new_link_form
from .links import links


def _toolkit(request: HttpRequest, pk: uuid.UUID) -> Toolkit:
    """One's own, for those who may share. Raises Http404 for another's."""
    toolkit = get_object_or_404(Toolkit.objects.editable_by(request.user), pk=pk)
    if not request.user.has_perm("toolkits.add_sharelink"):
        raise PermissionDenied
    return toolkit


def _deed(view: Callable[[HttpRequest, ShareLink], HttpResponse | ShareLink]) -> Callable[..., HttpResponse]:
    """Something done with a link of one's own toolkit, unless it was revoked; then the list again, at that link."""

    @wraps(view)
    def done(request: HttpRequest, pk: uuid.UUID, link: int) -> HttpResponse:
        its = get_object_or_404(_toolkit(request, pk).links.select_related("toolkit"), pk=link)
        if its.revoked_at:
            messages.warning(request, _("This link was revoked. Make a new one."))
            return _to(its)
        answer = view(request, its)
        return _to(answer) if isinstance(answer, ShareLink) else answer

    return require_POST(never_cache(login_required(once(done))))


@never_cache
@login_required
@once
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    toolkit = _toolkit(request, pk)
    form = new_link_form(toolkit, request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        link = actions.share(
            toolkit,
            request.user,
            label=typed["label"],
            language=typed["language"],
            expires_at=form.expires_at(),
            passcode=typed["passcode"],
        )
        messages.success(request, _("The link is made. Copy it below."))
        return _to(link, "toolkit" if request.POST.get("from") == "toolkit" else "share_toolkit")
    return _page(request, toolkit, form)


@_deed
def revoke(request: HttpRequest, link: ShareLink) -> ShareLink:
    actions.revoke(link, by=request.user)
    messages.success(request, _("The link is revoked: whoever opens it finds nothing."))
    return link


@_deed
def rotate(request: HttpRequest, link: ShareLink) -> ShareLink:
    new = actions.rotate(link, request.user)
    messages.success(request, _("The link has a new code. The old one works no longer."))
    return new


@_deed
def extend(request: HttpRequest, link: ShareLink) -> HttpResponse | ShareLink:
    form = LastDayForm(request.POST, prefix=f"link-{link.pk}")
    if not form.is_valid():
        return _page(request, link.toolkit, new_link_form(link.toolkit), form)
    actions.extend(link, form.expires_at())
    messages.success(request, _("The link works until the day you said."))
    return link


def _page(request: HttpRequest, toolkit: Toolkit, form: ShareForm, last_day: LastDayForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "toolkit": toolkit,
        "form": form,
        "links": links(toolkit, get_language() or toolkit.language, last_day),
    }
    wrong = form.is_bound or last_day is not None
    return render(request, "toolkits/share.html", context, status=422 if wrong else 200)


def _to(link: ShareLink, page: str = "share_toolkit") -> HttpResponse:
    return redirect(reverse(page, args=[link.toolkit_id]) + f"#link-{link.pk}")
