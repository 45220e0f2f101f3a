"""Forms of the import and the export."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter
from wagtail.models import Locale

from brs.core import bounds
from brs.core.apart import Busy, TooMuch
from brs.core.languages import readers_language
from brs.taxonomy.models import Convention, Theme

from .actions import read_file
from .drafts import one_line, shortened
from .formats.sheet import NUMBERED, ROWS_ABOVE_HEADS, Columns
from .words import COLUMNS, FORMAT_LABELS

READINGS_THAT_FAIL = {
    TooMuch: _("This file takes too long to read. Save it anew, or divide it."),
    Busy: _("Other files are being read. Try again in a minute."),
}


class ImportForm(forms.Form):
    """A file or a pasted text. `data` and `answer`: what it holds, and what its reading says."""

    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(
        label=_("Or paste the questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=bounds.LIST_TEXT,
        help_text=_("As a numbered list with lettered options, as GIFT, Aiken or cells of a spreadsheet."),
    )
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("Told from the file")), *FORMAT_LABELS.items()]
    )
    locale = forms.ModelChoiceField(label=_("Language"), queryset=Locale.objects.all(), empty_label=None)
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        required=False,
        queryset=Theme.objects.none(),
        help_text=_("For questions whose file names none that is known."),
    )
    convention = forms.ModelChoiceField(label=_("Convention"), required=False, queryset=Convention.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data_of_file = b""
        self.answer: dict[str, Any] = {}
        default = Locale.objects.filter(language_code=readers_language()).first() or Locale.get_default()
        self.fields["locale"].initial = default
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.tsv,.docx,.xml,.zip,.txt,.gift"
        for name, model in (("topic", Theme), ("convention", Convention)):
            terms = model.objects.filter(locale=default)
            self.fields[name].queryset = terms  # type: ignore[attr-defined]

    @property
    def file_name(self) -> str:
        file = self.cleaned_data.get("file")
        return file.name if file else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if bool(file) == bool(text.strip()):
            raise forms.ValidationError(_("Choose a file or paste the questions, one of both."))
        if file and file.size > bounds.QUESTION_FILE:
            raise forms.ValidationError(_("The file is larger than 8 MB. Divide it."))
        if self.errors:
            return cleaned
        self.data_of_file = file.read() if file else text.encode()
        try:
            self.answer = read_file(self.data_of_file, file.name if file else "", cleaned["format"])
        except tuple(READINGS_THAT_FAIL) as error:
            raise forms.ValidationError(READINGS_THAT_FAIL[type(error)]) from error
        return cleaned


SAMPLES = 3  # values of each column that are shown
LONGEST_SAMPLE = 80


class ColumnsForm(forms.Form):
    """What each column of a spreadsheet holds, beside the first values in it."""

    heads = forms.TypedChoiceField(
        label=_("First row with a question"),
        coerce=int,
        help_text=_("The rows above it are not read."),
    )

    def __init__(self, *args: Any, rows: list[list[str]], columns: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = min(len(rows), ROWS_ABOVE_HEADS + 1)
        self.fields["heads"].choices = [(row, f"{row + 1}: {_sample(rows[row])}") for row in range(last)]  # type: ignore
        self.fields["heads"].initial = columns.heads
        below = rows[columns.heads :]
        for at, name in enumerate(columns.fields):
            head = cell(rows[columns.heads - 1], at) if columns.heads else ""
            values = [text for row in below if (text := cell(row, at).strip())][:SAMPLES]
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=shortened(head, LONGEST_SAMPLE) or _("Column %(letter)s") % {"letter": get_column_letter(at + 1)},
                choices=COLUMNS.items(),
                initial=name,
                required=False,
                help_text=" · ".join(shortened(one_line(text), LONGEST_SAMPLE) for text in values),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first: dict[str, str] = {}
        for name, value in list(cleaned.items()):
            if name == "heads" or not value or value in NUMBERED:
                continue
            if value in first:
                self.add_error(name, _("“%(head)s” is this already.") % {"head": self.fields[first[value]].label})
            first.setdefault(value, name)
        if not {"stem", "sentence"} & first.keys() and not self.errors:
            raise forms.ValidationError(_("Say which column is the question."))
        return cleaned

    @property
    def columns(self) -> Columns:
        names = [name for name in self.fields if name != "heads"]
        return Columns(self.cleaned_data["heads"], [self.cleaned_data[name] for name in names])


def cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _sample(row: list[str]) -> str:
    return shortened(one_line(" · ".join(text for text in row if text.strip())), LONGEST_SAMPLE)


class TakeForm(forms.Form):
    """Which of the questions are taken, and whether they are published."""

    questions = forms.TypedMultipleChoiceField(coerce=int, required=True)
    publish = forms.BooleanField(required=False)

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [(str(number), str(number)) for number in range(count)]  # type: ignore
