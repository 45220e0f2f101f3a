"""Forms by which people join: with a code, with a slip, and without an e-mail address."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brs.activities.participants.actions import NewParticipant
from brs.activities.participants.fields import FIELDS
from brs.core.codes import LONGEST_TYPED, tidy_join_code

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

    once = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = {field.name: field.own_form_field() for field in FIELDS if field.own_question is not None}
        self.fields = {**asked, **self.fields}

    def newcomer(self) -> NewParticipant:
        return NewParticipant.of(self.cleaned_data)


def _tidied(typed: str) -> str:
    code = tidy_join_code(typed)
    if not code:
        raise forms.ValidationError(_("A code has eight letters and digits, in two groups of four."))
    return code
