"""Where signing in leads to, which addresses an account may have, and in whose words allauth writes to people."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from . import slips
from .models import User
from .pending import pending

NOWHERE = "0.0.0.0"


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whose account it is, else in that of who asks. Links lead to the site's public address,
        whatever host was asked."""
        holder = context.get("user") or User.objects.filter(email=email.lower()).first()
        with override(holder.language if holder else get_language()):
            site = settings.WAGTAILADMIN_BASE_URL
            said = {
                "site": site,
                "sign_in": site + reverse("account_login"),
                "sign_up": site + reverse("account_signup"),
                "reset": site + reverse("account_reset_password"),
                "days": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
                "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            }
            super().send_mail(template_prefix, email, {**context, **said})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Of a change that is made. An address that is left learns of it as well."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        with override(emailconfirmation.email_address.user.language):
            return settings.WAGTAILADMIN_BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.WAGTAILADMIN_BASE_URL + path
