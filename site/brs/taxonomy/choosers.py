"""The window in which a term is chosen: one row for each, in the reader's language, searched as readers search."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from brs.core.choosing import Choice, choices_among
from brs.core.folding import fold
from brs.core.searching import ids_matching

from .models import in_readers_language


class TermFilterForm(SearchFilterMixin, BaseFilterForm):
    """The view searches: the words of all languages find a term."""

    def filter(self, objects: Any) -> Any:
        self.is_searching = bool(self.cleaned_data.get("q"))
        self.search_query = self.cleaned_data.get("q") or ""
        return objects


class OneRowEach:
    """What is chosen is the row of the source language, which stands for all."""

    filter_form_class = TermFilterForm
    model_class: Any
    filter_form: Any
    title_column: Any

    @cached_property
    def choices(self) -> dict[int, Choice]:
        return {int(choice.value): choice for choice in choices_among(self.model_class.objects.all(), set())}

    def get_object_list(self) -> QuerySet[Any]:
        return self.model_class.objects.filter(pk__in=self.choices)

    def filter_object_list(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter_object_list(objects)  # type: ignore[misc]
        query = self.filter_form.search_query or ""
        if not query.strip():
            return objects
        every = self.model_class.objects.all()
        keys = set(every.filter(pk__in=ids_matching(query, every)).values_list("translation_key", flat=True))
        wanted = fold(query).split()
        matching = [
            pk
            for pk, choice in self.choices.items()
            if choice.key in keys or all(word in choice.words for word in wanted)
        ]
        return objects.filter(pk__in=matching)

    @property
    def columns(self) -> list[Column]:
        title = self.title_column
        title.accessor = lambda term: self.choices[term.pk].label
        return [title]


class ChooseTermView(OneRowEach, ChooseView):
    pass


class ChooseTermResultsView(OneRowEach, ChooseResultsView):
    pass


def _in_readers_words(term: Any) -> str:
    return str(in_readers_language(type(term), [term.translation_key]).get(term.translation_key, term))


class ChosenTermView(SnippetChosenView):
    def get_display_title(self, instance: Any) -> str:
        return _in_readers_words(instance)


class ChosenTermsView(SnippetChosenMultipleView):
    def get_display_title(self, instance: Any) -> str:
        return _in_readers_words(instance)


class TermChooser(AdminSnippetChooser):
    def get_display_title(self, instance: Any) -> str:
        return _in_readers_words(instance)


class TermChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseTermView
    choose_results_view_class = ChooseTermResultsView
    chosen_view_class = ChosenTermView
    chosen_multiple_view_class = ChosenTermsView
    base_widget_class = TermChooser
