"""A survey as a Django form, by Wagtail's form builder."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.contrib.forms.forms import BaseForm, FormBuilder

from .models import Survey, SurveyField

RATINGS = (_lazy("Very poor"), _lazy("Poor"), _lazy("Fair"), _lazy("Good"), _lazy("Very good"))
LONGEST_TEXT = 5000


class Builder(FormBuilder):
    """Builds forms whose choices are stored by number, so that they are the same in every language."""

    def get_field_options(self, field: SurveyField) -> dict[str, Any]:
        label = field.label if field.required else _("%(question)s (optional)") % {"question": field.label}
        return {"label": label, "help_text": conditional_escape(field.help_text), "required": field.required}

    def get_formatted_field_choices(self, field: SurveyField) -> list[tuple[int, str | Promise]]:
        return choices_of(field)

    def create_rating_field(self, field: SurveyField, options: dict[str, Any]) -> forms.Field:
        return self.create_radio_field(field, options)

    def create_radio_field(self, field: SurveyField, options: dict[str, Any]) -> forms.Field:
        return forms.TypedChoiceField(
            choices=choices_of(field), coerce=int, empty_value=None, widget=forms.RadioSelect, **options
        )

    def create_checkboxes_field(self, field: SurveyField, options: dict[str, Any]) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=choices_of(field), coerce=int, widget=forms.CheckboxSelectMultiple, **options
        )

    def create_singleline_field(self, field: SurveyField, options: dict[str, Any]) -> forms.Field:
        return forms.CharField(max_length=255, widget=forms.TextInput(attrs={"dir": "auto"}), **options)

    def create_multiline_field(self, field: SurveyField, options: dict[str, Any]) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
        return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **options)


def choices_of(field: SurveyField) -> list[tuple[int, str | Promise]]:
    """Each with its place, from 1 on. A rating has five, in the usual words unless the editor wrote five others."""
    words: Iterable[str | Promise] = field.words()
    if field.field_type == SurveyField.Kind.RATING and len(field.words()) != len(RATINGS):
        words = RATINGS
    return list(enumerate(words, start=1))


def fits(field: SurveyField, answer: Any) -> bool:
    """Whether a stored answer is one to this question: an editor may have changed what sort of question it is."""
    places = {choice for choice, _label in choices_of(field)}
    match field.field_type, answer:
        case ((SurveyField.Kind.SINGLELINE | SurveyField.Kind.MULTILINE), str()):
            return answer != ""
        case SurveyField.Kind.CHECKBOXES, [*chosen]:
            return bool(chosen) and all(type(choice) is int and choice in places for choice in chosen)
        case ((SurveyField.Kind.RATING | SurveyField.Kind.RADIO), int()):
            return type(answer) is int and answer in places
    return False


def form_class(survey: Survey) -> type[BaseForm]:
    return Builder(survey.fields.all()).get_form_class()
