"""Several of many things that exist in each language: one row for each, in the reader's language, to be searched.

What is stored stays as it is: a field that holds the French row of a term goes on holding it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.forms.widgets import Script
from wagtail.admin.forms.models import register_form_field_override
from wagtail.models import Page, TranslatableMixin

from .folding import fold
from .languages import SOURCE_LANGUAGE, best, readers_language

BETWEEN = ","


@dataclass(frozen=True)
class Choice:
    """`value`: the primary keys that are stored when it is ticked. `words`: what finds it, folded."""

    key: uuid.UUID
    value: str
    label: str
    language: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Suggestion:
    """`because`: where the choices come from. They are named by their keys."""

    because: str
    keys: Sequence[uuid.UUID] = field(default_factory=list)


class TranslatedChoices(forms.CheckboxSelectMultiple):
    """Ticks, which a script makes a list to search, with what is chosen on top."""

    template_name = "core/translated_choices.html"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), label: Any = "") -> None:
        super().__init__(attrs, choices)
        self.label = label
        self.suggestions: Sequence[Suggestion] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        among: Any = self.choices  # those of a ModelMultipleChoiceField
        rows = choices_among(among.queryset, {str(pk) for pk in value or ()})
        chosen = {row.key for row in rows if row.is_chosen}
        by_key = {row.key: row for row in rows}
        suggestions = [
            (suggestion.because, [by_key[key] for key in suggestion.keys if key in by_key and key not in chosen])
            for suggestion in self.suggestions
        ]
        context["widget"] |= {
            "rows": rows,
            "label": self.label,
            "suggestions": [(because, suggested) for because, suggested in suggestions if suggested],
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [pk for value in values for pk in str(value).split(BETWEEN)]

    @property
    def media(self) -> forms.Media:
        script: Any = Script("js/admin/translated-choices.js", type="module")
        return forms.Media(js=[script])


def choices_among(rows: QuerySet[Any], chosen: set[str]) -> list[Choice]:
    """A choice for each thing, in the order of the rows in the reader's language. One query, two where it is pages."""
    language = readers_language()
    translations: dict[uuid.UUID, list[Any]] = {}
    for row in _light(rows):
        translations.setdefault(row.translation_key, []).append(row)
    shown: dict[uuid.UUID, Any] = {key: best(of_one, language) for key, of_one in translations.items()}
    order = {row.pk: position for position, of_one in enumerate(translations.values()) for row in of_one}
    return [
        Choice(
            key=key,
            value=BETWEEN.join(_stored(translations[key], chosen)),
            label=str(row),
            language=row.locale.language_code,
            words=fold(" ".join(str(translation) for translation in translations[key])),
            is_chosen=any(str(translation.pk) in chosen for translation in translations[key]),
        )
        for key, row in sorted(shown.items(), key=lambda pair: order[pair[1].pk])
    ]


def _light(rows: QuerySet[Any]) -> Iterable[Any]:
    rows = rows.select_related("locale", *getattr(rows.model, "named_with", ()))
    return rows.defer_streamfields() if issubclass(rows.model, Page) else rows  # type: ignore[attr-defined]


def _stored(of_one: list[Any], chosen: set[str]) -> list[str]:
    """Those that are stored already, else the one in the source language, else the first."""
    stored = [str(row.pk) for row in of_one if str(row.pk) in chosen]
    source: Any = best(of_one, SOURCE_LANGUAGE, live_first=False)
    return stored or [str(source.pk)]


def register() -> None:
    """The widget of every field of the admin in which several of such things are chosen."""

    def override(db_field: models.ManyToManyField) -> dict[str, Any]:
        if not issubclass(db_field.related_model, TranslatableMixin):
            return {}
        return {"widget": TranslatedChoices(label=db_field.verbose_name)}

    register_form_field_override(models.ManyToManyField, override=override)
