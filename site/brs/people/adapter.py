"""Where signing in leads to."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from .pending import pending


class Adapter(DefaultAccountAdapter):
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """What waits comes first, also where the way through sign-up and mail has lost `next`."""
        return reverse("pending") if pending(request) else super().get_login_redirect_url(request)
