"""Asking somebody, by their address, to work on a thing together."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .addresses import proven

LASTS = timedelta(days=90)


class InvitationQuerySet(models.QuerySet):
    def to(self, person: Any) -> "InvitationQuerySet":
        """Those that stand, to an address that the person has confirmed."""
        return self.filter(email__in=proven(person), made_at__gt=timezone.now() - LASTS)

    def prune(self) -> int:
        """Forget the addresses of who never answered; how many."""
        return self.filter(made_at__lte=timezone.now() - LASTS).delete()[0]


class InvitationByAddress(models.Model):
    """An address is asked. That it has an account is told by accepting alone."""

    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.email


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, what_they_can: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = what_they_can
