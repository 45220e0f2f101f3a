"""Where signing in leads to, and which addresses an account may have."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from . import slips
from .pending import pending


class Adapter(DefaultAccountAdapter):
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """What waits comes first, also where the way through sign-up and mail has lost `next`."""
        return reverse("pending") if pending(request) else super().get_login_redirect_url(request)

    def clean_email(self, email: str) -> str:
        """Where one makes an account, changes its address or asks for a new password."""
        if slips.is_slip_address(email):
            raise ValidationError(_("Nothing can be sent to this address. A slip opens by its code alone."))
        return super().clean_email(email)
