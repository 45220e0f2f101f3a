"""What people fill in about needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brs.people.forms import parties_by_name
from brs.people.models import Party

from .gaps import LEVELS, Answer
from .scale import Priority

LONGEST = 2_000
UNKNOWN = "unknown"


class Words(forms.CharField):
    """A longer text. A line's end counts once, as it does in the browser."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class AnswerForm(forms.Form):
    """`saw`: ids of the answers that were shown with the form."""

    level = forms.ChoiceField(
        label=_("What is in place now?"),
        choices=[*((str(level), level) for level in LEVELS), (UNKNOWN, UNKNOWN)],
        error_messages={"required": _("Choose a level, or say that it is not known or not asked of you.")},
    )
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)
    evidence = Words(label=_("Evidence"), max_length=LONGEST, required=False)
    comment = Words(label=_("Comment"), max_length=LONGEST, required=False)
    saw = forms.CharField(required=False, widget=forms.HiddenInput)

    def answer(self) -> Answer:
        cleaned = self.cleaned_data
        level = None if cleaned["level"] == UNKNOWN else int(cleaned["level"])
        return Answer(level, cleaned["priority"], cleaned["evidence"], cleaned["comment"])

    @classmethod
    def filled(cls, answer: Answer | None, saw: str) -> "AnswerForm":
        """With what counts now."""
        if answer is None:
            return cls(initial={"priority": Priority.MEDIUM, "saw": saw})
        level = UNKNOWN if answer.level is None else str(answer.level)
        values = {"level": level, "priority": answer.priority, "evidence": answer.evidence, "comment": answer.comment}
        return cls(initial={**values, "saw": saw})


class FocalPointForm(forms.Form):
    party = forms.ChoiceField(label=_("Country or Party"))
    function = forms.CharField(
        label=_("Your function"),
        max_length=200,
        help_text=_("For example: competent authority, designated national authority, official contact point."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("Choose")), *parties_by_name()]  # type: ignore[attr-defined]

    def chosen_party(self) -> Party:
        return Party.objects.get(pk=self.cleaned_data["party"])
