"""The first mail to somebody whose account an administrator has made: by its link they choose their password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.permissions import policy_registry

from brs.core.limits import please_wait
from brs.core.once import once

from . import slips
from .limits import MAILS_TO_AN_ADDRESS
from .models import User


def invite(request: HttpRequest, person: User) -> None:
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    adapter = get_adapter(request)
    with override(person.language):
        link = adapter.get_reset_password_from_key_url(key)
    adapter.send_mail("account/email/invitation", person.email, {"user": person, "link": link})


def may_be_invited(person: User) -> bool:
    """Who has an address and has not chosen a password yet."""
    return person.is_active and not person.has_usable_password() and not slips.is_slip(person)


@once
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if not policy_registry.get(person).user_has_permission_for_instance(request.user, "change", person):
        raise PermissionDenied
    if not may_be_invited(person):
        raise Http404
    if request.method != "POST":
        return render(request, "people/admin/invite_again.html", {"person": person})
    if seconds := MAILS_TO_AN_ADDRESS.wait(person.email):
        messages.error(request, please_wait(seconds))
    else:
        invite(request, person)
        messages.success(request, _("The invitation is sent to %(address)s.") % {"address": person.email})
    return redirect("wagtailusers_users:edit", person.pk)
