"""Into the site: making an account, confirming its address, signing in, choosing a new password.

allauth's views, which say beside what was typed how long to wait, and lead on where they leave somebody standing.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.email_verification import (
    send_verification_email_at_login,
    verify_email_indirectly,
)
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import EmailAddress, Login
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from . import limits
from .forms import CorrectAddressForm, SignUpForm
from .models import User
from .privacy import has_account


class SaysHowLong:
    """Whoever tries too often is told beside what they typed how long to wait."""

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)  # type: ignore[misc]
        seconds = limits.seconds_to_wait(form)
        answer.status_code = 429 if seconds else 422
        if seconds:
            answer["Retry-After"] = str(seconds)
        return answer


class SignUp(SaysHowLong, account.SignupView):
    pass


class SignIn(SaysHowLong, account.LoginView):
    pass


class Reset(SaysHowLong, account.PasswordResetView):
    pass


class ResetFromKey(SaysHowLong, account.PasswordResetFromKeyView):
    """The link went to the address: whoever has it has shown that the address is theirs."""

    def form_valid(self, form: Any) -> HttpResponse:
        verify_email_indirectly(self.request, self.reset_user, self.reset_user.email)
        answer = super().form_valid(form)
        limits.remember_browser(self.request, answer, self.reset_user)
        return answer


class ChangePassword(SaysHowLong, account.PasswordChangeView):
    pass


class Confirm(account.ConfirmEmailView):
    """On whatever device the mail was read: who is not signed in there signs in, and goes on where they began."""

    def get_redirect_url(self) -> str:
        url = super().get_redirect_url()
        if self.request.user.is_authenticated or not self.get_next_url():
            return url
        return f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: url})}"


@never_cache
def look_into_your_mail(request: HttpRequest) -> HttpResponse:
    """After signing up: which address the mail went to, once more, or to another one. Known and new ones alike."""
    login = unstash_login(request, peek=True)
    if login is None:
        return render(request, "account/verification_sent.html", {"address": ""})
    address = login.email or (login.user.email if login.user else "")
    form = CorrectAddressForm(request.POST if "email" in request.POST else None)
    wait = limits.MAILS_TO_AN_ADDRESS.wait(address)
    if request.method == "POST" and "again" in request.POST:
        if not wait:
            send_verification_email_at_login(request, login)
            messages.success(request, _("We have sent the link once more."))
        return redirect("account_email_verification_sent")
    if form.is_valid():
        return _sign_up_by(request, login, form.cleaned_data["email"])
    shown = {
        "address": address,
        "wait": -(-wait // 60),
        "form": form,
        "may_correct": SignUpForm.KEPT in request.session,
        "sign_in": f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: login.redirect_url or ''})}",
    }
    return render(request, "account/verification_sent.html", shown, status=422 if form.is_bound else 200)


@transaction.atomic
def _sign_up_by(request: HttpRequest, login: Login, email: str) -> HttpResponse:
    """The same account by another address; what was typed on the way is kept in the session."""
    typed = request.session.get(SignUpForm.KEPT)
    if typed is None:
        return redirect("account_signup")
    if has_account(email):
        return perform_login(request, Login(email=email, signup=True, redirect_url=login.redirect_url))
    person = login.user
    if person is None or person.last_login or EmailAddress.objects.filter(user=person, verified=True).exists():
        person = User(**typed)
    # A row of its own: the link that went to the wrong address confirms that one alone.
    person.email = email
    person.save()
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email, primary=True)
    return perform_login(request, Login(user=person, signup=True, redirect_url=login.redirect_url))
