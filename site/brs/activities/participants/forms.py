"""Forms of those who run an activity: a person on the list, and a list of people."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from brs.activities.register.models import Participation
from brs.core import bounds
from brs.core.apart import Busy, TooMuch, read_apart
from brs.core.workbook_rows import NotAWorkbook
from brs.people import slips

from .actions import NewParticipant
from .cells import LONGEST
from .fields import FIELDS
from .list_text import NotText, OldWorkbook, TooLong, text_in

ROWS_SHOWN = 10
ROWS = {"n": f"{bounds.LIST_ROWS:,}"}
NAMES = {field.name for field in FIELDS}


class PersonForm(forms.ModelForm):
    """Somebody on the list. The address of who has an account of their own is theirs to change."""

    class Meta:
        model = Participation
        fields: ClassVar[list[str]] = [field.name for field in FIELDS]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.update({field.name: field.form_field() for field in FIELDS})
        if self.instance.learner_id and not slips.is_slip(self.instance.learner):
            del self.fields["email"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email and slips.is_slip_address(email):
            raise forms.ValidationError(_("Nothing can be sent to this address."))
        others = self.instance.register.participations.exclude(pk=self.instance.pk)
        if email and (other := others.filter(email__iexact=email).first()):
            raise forms.ValidationError(_("This address is on the list already: %(name)s"), params={"name": other.name})
        return email

    def save(self, commit: bool = True, *, by: Any = None) -> Participation:
        """Writes nothing else: somebody who comes or is taken off the list in the same moment stays so."""
        written = [name for name in self.Meta.fields if name in self.fields]
        if self.has_changed():
            self.instance.corrected_at, self.instance.corrected_by = timezone.now(), by
            written += ["corrected_at", "corrected_by"]
        self.instance.save(update_fields=written)
        return self.instance

    def newcomer(self) -> NewParticipant:
        return NewParticipant.of(self.cleaned_data)


class ListForm(forms.Form):
    """A list as text, or a file with one; and what was mended beside its rows."""

    text = forms.CharField(
        label=_("List"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": ROWS_SHOWN, "dir": "auto", "spellcheck": "false", "autocomplete": "off", "wrap": "off"}
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("CSV, text or Excel (XLSX), at most 8 MB and 5,000 people."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = {"fields": ", ".join(str(field.label) for field in FIELDS)}
        self.fields["text"].help_text = _t("A row for each person: %(fields)s. Only the name must be.") % labels

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            if cleaned.get("file"):
                cleaned["text"] = _text_in(cleaned["file"])
        except forms.ValidationError as error:
            self.add_error("file", error)
        else:
            if not (cleaned.get("text") or "").strip():
                self.add_error("text", _("Paste a list, or choose a file."))
            if not cleaned.get("file") and len(cleaned.get("text") or "") > bounds.LIST_TEXT:
                say_too_long(self)
        return cleaned

    def mended(self) -> Mapping[tuple[int, str], str]:
        """Corrections typed beside rows of the text, by the row's number and the name of the field."""
        return {} if self.cleaned_data.get("file") else dict(_mended(self.data))


def say_too_long(form: ListForm) -> None:
    """At whichever field it came by."""
    form.add_error("file" if form.cleaned_data.get("file") else "text", str(TOO_LONG) % ROWS)


def _mended(data: Mapping[str, Any]) -> Iterator[tuple[tuple[int, str], str]]:
    for key in data:
        kind, _dash, rest = key.partition("-")
        number, _dash, name = rest.partition("-")
        if kind == "mend" and number.isdecimal() and len(number) < 7 and name in NAMES:
            yield (int(number), name), str(data[key])[: LONGEST * 2]


TOO_LONG = _("The list is too long: at most %(n)s rows at a time. Put it in as several.")
NOT_READ: dict[type[Exception], Any] = {
    NotAWorkbook: _("This file cannot be read. Save it as XLSX or CSV."),
    OldWorkbook: _("This is the old format of Excel. Save it as XLSX or CSV."),
    NotText: _("This file has no text in it. Choose a list as CSV or XLSX."),
    TooLong: TOO_LONG,
    TooMuch: _("This file is too large to be read. Save the sheet with the list alone, as CSV."),
    Busy: _("The files of others are being read. Send yours again in a minute."),
}


def _text_in(file: Any) -> str:
    """The text of a file. Raises ValidationError."""
    if file.size > bounds.LIST_FILE:
        raise forms.ValidationError(
            _("The file is larger than %(mb)s MB. Leave out pictures and other sheets."),
            params={"mb": bounds.LIST_FILE // 1_000_000},
        )
    try:
        return read_apart(text_in, file.read(), bounds.LIST_READING)
    except tuple(NOT_READ) as error:
        raise forms.ValidationError(NOT_READ[type(error)], params=ROWS) from None
