"""The form by which readers report a problem, and what keeps machines from filling it in."""

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from brs.core.limits import Limit
from brs.people.forms import AddressField, NameField

from .models import LONGEST_TEXT, ReaderReport

SHORTEST_TEXT = 5
FEWEST_SECONDS, MOST_SECONDS = 3, 60 * 60 * 24
SALT = "brs.review.report_form"
# A class behind one router reports what it sees in an hour; a desk of editors reads so many of a page in a day.
REPORTS_OF_A_BROWSER = Limit("problems reported from a browser", most=10, seconds=3600)
REPORTS_OF_A_PLACE = Limit("problems reported from a place", most=60, seconds=3600)
REPORTS_OF_A_PAGE = Limit("problems reported of a page", most=100, seconds=86_400)


def token_for(key: uuid.UUID) -> str:
    """Says, signed, when the form was shown and for which page."""
    return signing.dumps(str(key), salt=SALT)


class ReportForm(forms.Form):
    problem = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReaderReport.Problem.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Please describe it"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    position = NameField(
        label=_("Where on the page (optional)"),
        required=False,
        max_length=200,
        help_text=_("A heading or the first words, if that helps to find it."),
    )
    email = AddressField(
        label=_("Your e-mail address (optional)"),
        required=False,
        help_text=_("Only if you would like an answer. It is used for nothing else."),
    )
    # People do not see it; machines fill in whatever there is.
    website = forms.CharField(required=False)
    shown = forms.CharField(required=False)

    def __init__(self, *args: Any, key: uuid.UUID, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.key = key
        self.token = token_for(key)

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        shown = cleaned.get("shown", "")
        try:
            is_right = signing.loads(shown, salt=SALT, max_age=MOST_SECONDS) == str(self.key)
        except signing.BadSignature:
            is_right = False
        if is_right:
            self.token = shown
        if not is_right or _is_younger(shown, FEWEST_SECONDS):
            raise forms.ValidationError(_("Please press the button once more. Nothing is lost."))
        return cleaned


def _is_younger(token: str, seconds: int) -> bool:
    try:
        signing.loads(token, salt=SALT, max_age=seconds)
    except signing.SignatureExpired:
        return False
    return True
