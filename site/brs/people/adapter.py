"""Where signing in leads to, which addresses an account may have, and in whose words allauth writes to people."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import unstash_login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from brs.core.limits import TooManyTries, give_all_back

from . import limits, slips
from .models import User
from .pending import page_of_pending, pending

NOWHERE = "0.0.0.0"
# Sent of what somebody has done who had the password or a link of their own.
NOTICES = {f"account/email/{name}" for name in ("password_changed", "password_set", "password_reset", "email_changed")}


class Adapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        """Whoever comes by a socket or with a made-up header comes from nowhere, and is let in all the same."""
        try:
            return super().get_client_ip(request)
        except (PermissionDenied, ImproperlyConfigured):
            return NOWHERE

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """What waits comes first, also where the way through sign-up and mail has lost `next`."""
        return reverse("pending") if pending(request) else super().get_login_redirect_url(request)

    def clean_email(self, email: str) -> str:
        """Where one makes an account, changes its address or asks for a new password."""
        if slips.is_slip_address(email):
            raise ValidationError(_("Nothing can be sent to this address. A slip opens by its code alone."))
        return super().clean_email(email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A try is used up; a right one is given back. allauth's own limits say nobody how long to wait."""
        self.tries = limits.sign_in_tries(request, credentials["email"])
        limits.take_or_say(self.tries)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person:
            give_all_back(self.tries)
        return person

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        answer = super().post_login(request, user, **how)
        limits.remember_browser(request, answer, user)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whose account it is, else in that of who asks. Links lead to the site's public address,
        whatever host was asked. Nobody's letterbox is filled by strangers: what is too much is not sent."""
        if template_prefix not in NOTICES:
            try:
                limits.MAILS_TO_AN_ADDRESS.take(email.lower())
            except TooManyTries:
                return
        holder = context.get("user") or User.objects.filter(email=email.lower()).first()
        with override(holder.language if holder else get_language()):
            site = settings.WAGTAILADMIN_BASE_URL
            links = {
                "site": site,
                "sign_in": site + reverse("account_login"),
                "sign_up": site + reverse("account_signup"),
                "reset": site + reverse("account_reset_password"),
                "days": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
                "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            }
            super().send_mail(template_prefix, email, {**context, **links})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Of a change that is made. An address that is left learns of it as well."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        with override(emailconfirmation.email_address.user.language):
            path = reverse("account_confirm_email", args=[emailconfirmation.key])
        goal = self._goal(request)
        query = f"?{urlencode({REDIRECT_FIELD_NAME: goal})}" if goal else ""
        return f"{settings.WAGTAILADMIN_BASE_URL}{path}{query}"

    def _goal(self, request: HttpRequest) -> str:
        """Where somebody wanted to go when they were asked to sign in: on any device they come back there."""
        stashed = unstash_login(request, peek=True)
        goal = get_next_redirect_url(request) or (stashed.redirect_url if stashed else "") or ""
        return page_of_pending(request) if goal == reverse("pending") else goal

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.WAGTAILADMIN_BASE_URL + path
