"""Pages and documents that are not for everybody: who is let in, and where others are led.

The restrictions are Wagtail's, the doors are ours. Its own sign-in lets in who has not confirmed an address; its form
for a shared password takes any number of tries, and stands on the page whose title it should not tell.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.documents.models import AbstractDocument
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page, PageViewRestriction

from brs.core.limits import Limit, TooManyTries, browser_of, give_all_back, place_of, say_wait, take_all

from .pending import with_account

# Of a room behind one address many may mistype it; guessing it from one address or many is slow.
OF_A_BROWSER = Limit("shared passwords tried in a browser", most=20, seconds=900)
OF_A_ROOM = Limit("shared passwords tried from a place", most=600, seconds=3600)
OF_A_PAGE = Limit("shared passwords of a page", most=1000, seconds=24 * 3600)

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponseBase]


def before_a_page(serve: Serve) -> Serve:
    def asked(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return _refusal(request, page.get_view_restrictions()) or serve(page, request, args, kwargs)

    return asked


def before_a_document(document: AbstractDocument, request: HttpRequest) -> HttpResponseBase | None:
    return _refusal(request, document.collection.get_view_restrictions())


def page_password(request: HttpRequest, restriction_id: int, page_id: int) -> HttpResponse:
    """Of whichever page below the restricted one: it is not asked which."""
    restriction = get_object_or_404(PageViewRestriction, pk=restriction_id, restriction_type="password")
    return _try_password(request, restriction)


def document_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    restriction = get_object_or_404(CollectionViewRestriction, pk=restriction_id, restriction_type="password")
    return _try_password(request, restriction)


def _refusal(request: HttpRequest, restrictions: Iterable[BaseViewRestriction]) -> HttpResponseBase | None:
    """What somebody gets who is not let in; None for who is."""
    restriction = next((candidate for candidate in restrictions if not candidate.accept_request(request)), None)
    if restriction is None:
        return None
    if restriction.restriction_type == BaseViewRestriction.PASSWORD:
        form = PasswordViewRestrictionForm(instance=restriction, initial={"return_url": request.get_full_path()})
        return _ask_password(request, restriction, form)
    return _sign_in(request)


@with_account
def _sign_in(request: HttpRequest) -> HttpResponse:
    """What was sent waits until they have. Who is signed in already is told that it is not for them."""
    raise PermissionDenied


def _try_password(request: HttpRequest, restriction: BaseViewRestriction) -> HttpResponse:
    if request.method != "POST":
        form = PasswordViewRestrictionForm(instance=restriction, initial={"return_url": "/"})
        return _ask_password(request, restriction, form)
    what = f"{restriction._meta.label} {restriction.pk}"
    tries = [
        (OF_A_BROWSER, (what, place_of(request), browser_of(request))),
        (OF_A_ROOM, (what, place_of(request))),
        (OF_A_PAGE, what),
    ]
    try:
        take_all(tries)
    except TooManyTries as many:
        return say_wait(request, many.seconds)
    form = PasswordViewRestrictionForm(request.POST, instance=restriction)
    if not form.is_valid():
        return _ask_password(request, restriction, form, status=422)
    give_all_back(tries)
    restriction.mark_as_passed(request)
    address = form.cleaned_data["return_url"]
    is_ours = url_has_allowed_host_and_scheme(address, request.get_host(), request.is_secure())
    return redirect(address if is_ours else "/")


def _ask_password(
    request: HttpRequest, restriction: BaseViewRestriction, form: PasswordViewRestrictionForm, status: int = 200
) -> HttpResponse:
    if isinstance(restriction, PageViewRestriction):
        action = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, restriction.page_id])
    else:
        action = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])
    return render(request, "people/shared_password.html", {"form": form, "action": action}, status=status)
