"""What people type to join."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brs.activities.participants.actions import Row
from brs.core.codes import LONGEST_TYPED, tidy_join_code
from brs.people.forms import NameField, parties_by_name
from brs.people.models import Party, User

TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}


class CodeForm(forms.Form):
    """A room's code, or the personal one of a slip: whoever types here need not know which it is."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_TYPED,
        help_text=_("Eight letters and digits, for instance 7K2M-9QX4."),
        widget=forms.TextInput(attrs=TYPED),
    )

    def clean_code(self) -> str:
        return _tidied(self.cleaned_data["code"])


class SlipForm(forms.Form):
    slip = forms.CharField(
        label=_("Personal code"),
        max_length=LONGEST_TYPED,
        help_text=_("It stands on your slip: eight letters and digits."),
        widget=forms.TextInput(attrs=TYPED),
    )

    def clean_slip(self) -> str:
        return _tidied(self.cleaned_data["slip"])


class WithoutAddressForm(forms.Form):
    """`once`: made with the form, so that one that is sent twice makes one slip."""

    name = NameField(
        label=_("Your name, as it shall stand on certificates"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    party = forms.ChoiceField(label=_("Country or Party"), required=False)
    organisation = NameField(
        label=_("Organisation (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    gender = forms.ChoiceField(
        label=_("Gender (optional)"), required=False, choices=[("", _("Not said")), *User.Gender.choices]
    )
    once = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("Not said")), *parties_by_name()]  # type: ignore[attr-defined]

    def row(self) -> Row:
        said = self.cleaned_data
        party = Party.objects.get(pk=said["party"]) if said["party"] else None
        return Row(said["name"], "", party, said["organisation"], said["gender"])


def _tidied(typed: str) -> str:
    code = tidy_join_code(typed)
    if not code:
        raise forms.ValidationError(_("A code has eight letters and digits, in two groups of four."))
    return code
