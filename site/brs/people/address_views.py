"""The data of somebody without an account, who asks by their address: the administrator answers for them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from brs.core.headers import file_named

from . import privacy
from .forms import AddressForm, EraseAddressForm
from .mail import say_that_an_address_is_erased
from .models import User
from .your_data import export, your_data

MAY_ANSWER = "people.delete_user"


@never_cache
def address_data(request: HttpRequest) -> HttpResponseBase:
    """An address is typed; then there is what is held, to be downloaded or erased. It stands in no URL and no log."""
    if not request.user.has_perm(MAY_ANSWER):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return _screen(request, form)
    address = form.cleaned_data["email"]
    holder = privacy.holder_of_address(address)
    if "download" in request.POST:
        answer = StreamingHttpResponse(export(holder), content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = file_named("brs-learn-data.json")
        return answer
    held = your_data(holder)
    wishes = {name: _("They asked: “%(wish)s”") % {"wish": label} for name, label in held.keepsakes.items()}
    erasing = EraseAddressForm(request.POST if "erase" in request.POST else None, keepsakes=wishes)
    if erasing.is_valid():
        language = _language_of(holder)
        privacy.erase(holder, erasing.keeping())
        say_that_an_address_is_erased(address, language)
        messages.success(request, _("What was held under this address is erased, and a mail to it says so."))
        return redirect("address_data")
    return _screen(request, form, data=held, erasing=erasing)


def _screen(request: HttpRequest, form: AddressForm, **context: Any) -> HttpResponse:
    is_wrong = form.errors or ("erasing" in context and context["erasing"].errors)
    return render(request, "people/admin/address_data.html", {"form": form, **context}, status=422 if is_wrong else 200)


def _language_of(holder: privacy.Holder) -> str | None:
    """That in which the person was put on a list, where they were."""
    return User.objects.filter(pk__in=holder.accounts).values_list("language", flat=True).first()
