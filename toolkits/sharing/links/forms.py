"""What facilitators say of a link that they make."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinLengthValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brs.core.codes import tidy_passcode
from toolkits.sharing.models import LINK_LASTS, ShareLink, Toolkit
from toolkits.sharing.visitors.forms import TYPED

SHORTEST_PASSCODE = 6
LONGEST = timedelta(days=3653)


class LastDayForm(forms.ModelForm):
    """Until when a link works: to the end of a day, in UTC, or without end."""

    last_day = forms.DateField(
        label=_("Works until the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty for a link without an end."),
    )

    class Meta:
        model = ShareLink
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = default_last_day

    def clean_last_day(self) -> date | None:
        day = self.cleaned_data["last_day"]
        if day and day < timezone.now().date():
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        if day and day > timezone.now().date() + LONGEST:
            raise forms.ValidationError(_("Choose a day within ten years, or none for a link without an end."))
        return day

    def expires_at(self) -> datetime | None:
        day: date | None = self.cleaned_data["last_day"]
        return datetime.combine(day + timedelta(days=1), time.min, UTC) if day else None


class ShareForm(LastDayForm):
    passcode = forms.CharField(
        label=_("Passcode (optional)"),
        required=False,
        min_length=SHORTEST_PASSCODE,
        max_length=128,
        help_text=_("Say it in the room; nobody can look it up later, nor can you."),
        widget=forms.TextInput(attrs=TYPED),
    )

    def clean_passcode(self) -> str:
        """What nobody sees does not count towards its length."""
        passcode = self.cleaned_data["passcode"]
        if passcode:
            MinLengthValidator(SHORTEST_PASSCODE)(tidy_passcode(passcode))
        return passcode

    class Meta:
        model = ShareLink
        fields: ClassVar[list[str]] = ["label", "language"]

    field_order = ["label", "last_day", "language", "passcode"]


def new_link_form(toolkit: Toolkit, sent: QueryDict | None = None) -> ShareForm:
    return ShareForm(sent, instance=ShareLink(language=toolkit.language))


def default_last_day() -> date:
    return (timezone.now() + LINK_LASTS).date()
