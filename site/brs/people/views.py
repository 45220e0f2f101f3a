"""The person's own pages."""

from collections.abc import Callable
from email.utils import parseaddr
from functools import wraps
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.core.headers import file_named

from . import pending, privacy, sessions, slips
from .forms import EmailForm, EraseForm, ProfileForm
from .mail import say_that_it_is_erased
from .models import User
from .your_data import export, your_data


def _person(request: HttpRequest) -> User:
    """A copy of its own: what is typed wrong must not show up as the person's name in the page's header."""
    return User.objects.get(pk=request.user.pk)


def with_address(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For accounts with an e-mail address. Who came by a slip is told how to get one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and slips.is_slip(request.user):
            return render(request, "people/no_address.html")
        return view(request, *args, **kwargs)

    return guarded


@pending.resumable(gettext_lazy("save your profile"))
@pending.with_account
def profile(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(person.language):
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    context = {"form": form, "is_slip": slips.is_slip(person)}
    return render(request, "people/profile.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@with_address
def email(request: HttpRequest) -> HttpResponse:
    """Ask for another address. It takes the place of the present one once the link sent to it is opened."""
    person = _person(request)
    form = EmailForm(person, request.POST if "email" in request.POST else None)
    if request.method == "POST" and "forget" in request.POST:
        EmailAddress.objects.filter(user=person, verified=False, primary=False).delete()
        return redirect("account_email")
    if form.is_valid():
        EmailAddress.objects.add_new_email(request, person, form.cleaned_data["email"])
        return redirect("account_email")
    waiting = EmailAddress.objects.filter(user=person, verified=False, primary=False).last()
    context = {"form": form, "waiting": waiting}
    return render(request, "account/email_change.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where somebody is signed in; and out of there."""
    if request.method != "POST":
        return render(request, "people/sessions.html", {"sessions": sessions.signed_in(request)})
    if "others" in request.POST:
        sessions.end_others(request, _person(request))
        messages.success(request, _("You are signed out everywhere but here."))
    elif sessions.end(request, request.POST.get("session", "")):
        messages.success(request, _("You are signed out there."))
    return redirect("sessions")


@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """Who is not signed in reads how to ask, with an account and without."""
    if not request.user.is_authenticated:
        return render(request, "people/ask_for_data.html", {"write_to": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]})
    return render(request, "people/data.html", {"data": your_data(privacy.holder_of(_person(request)))})


@never_cache
@login_required
def download(request: HttpRequest) -> HttpResponseBase:
    answer = StreamingHttpResponse(
        export(privacy.holder_of(_person(request))), content_type="application/json; charset=utf-8"
    )
    answer["Content-Disposition"] = file_named("brs-learn-data.json")
    return answer


@never_cache
@login_required
def erase(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    holder = privacy.holder_of(person)
    held = your_data(holder)
    form = EraseForm(request.POST or None, user=person, keepsakes=held.keepsakes)
    if request.method == "POST" and form.is_valid():
        logout(request)
        privacy.erase(holder, form.keeping())
        say_that_it_is_erased(person)
        return redirect("erased")
    return render(request, "people/erase.html", {"data": held, "form": form}, status=422 if form.is_bound else 200)


@never_cache
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "people/erased.html")


@never_cache
@login_required
def continue_(request: HttpRequest) -> HttpResponse:
    """What was sent before signing in, with the button that sends it again."""
    waiting = pending.pending(request)
    if waiting is None:
        return redirect("my_learning")
    return render(request, "people/continue.html", {"pending": waiting})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    pending.forget(request)
    messages.success(request, _("It is thrown away."))
    return redirect("my_learning" if request.user.is_authenticated else "account_login")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer good: say so plainly; what was typed can be sent again."""
    return render(request, "403_csrf.html", {"pending": pending.stale(request)}, status=403)
