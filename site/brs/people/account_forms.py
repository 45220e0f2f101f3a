"""The forms of administrators for the accounts of others, and editors about their own, in the admin.

Never an address of somebody who has one, and never a password: both change by the person's own hand alone, at
/accounts/, where an address is proven and a password asked for.
"""

from typing import Any, ClassVar

from allauth.account.internal.userkit import filter_users_by_email
from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from . import slips
from .appointing import roles_to_give
from .forms import NameField
from .models import User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name"]
        field_classes: ClassVar[dict[str, Any]] = {"name": NameField}


class AppointingForm(WagtailAdminModelForm):
    """Roles are offered up to that of whoever gives them; those that are not offered stay as they are."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        roles: forms.ModelMultipleChoiceField = self.fields["groups"]  # type: ignore[assignment]
        roles.label, roles.help_text = _("Roles"), _("Nobody gives a role above their own.")
        roles.queryset = roles_to_give(self.for_user)
        if not self.for_user.is_superuser:
            del self.fields["is_superuser"]

    def clean_groups(self) -> list[Group]:
        chosen, offered = self.cleaned_data["groups"], roles_to_give(self.for_user)
        held = Group.objects.filter(user=self.instance.pk).exclude(pk__in=offered)
        return [*chosen, *held]


class NewAccountForm(AppointingForm):
    """Its password is chosen by who opens the mail sent to the address."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["email", "name", "language", "groups", "is_superuser"]
        field_classes: ClassVar[dict[str, Any]] = {"name": NameField}
        widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if slips.is_slip_address(email) or filter_users_by_email(email):
            raise forms.ValidationError(_("There is an account with this address already."))
        return email

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(AppointingForm):
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "groups", "is_active", "is_superuser"]
        field_classes: ClassVar[dict[str, Any]] = {"name": NameField}
        widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, editing_self: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            self.fields.pop("is_superuser", None)
