"""The chooser of questions: filtered as the bank is, showing what each is, and taking several at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic.chooser import CheckboxSelectColumn
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
)

from .bank import TERMS, BankFilters, searched, statuses_of
from .content import type_of
from .models import Question

ALL = [("", _("All"))]
YES_NO = [("true", _("Yes")), ("false", _("No"))]


class QuestionFilterForm(LocaleFilterMixin, BaseFilterForm):
    """The bank's own filters, one choice of each, with its words."""

    q = forms.CharField(label=_("Search term"), required=False, widget=forms.TextInput({"placeholder": _("Search")}))

    def __init__(self, data: Any) -> None:
        # Wagtail's script sends what is empty too.
        chosen = data.copy()
        for name in [name for name in chosen if not chosen[name]]:
            del chosen[name]
        super().__init__(chosen)
        self.bank = BankFilters(chosen, queryset=Question.objects.all())
        filters = self.bank.filters
        choices = {name: filters[name].extra["choices"] for name in ("type", *TERMS, "measured")}
        choices |= {"difficulty": Question.Difficulty.choices, "live": YES_NO, "used": YES_NO}
        for name, rows in choices.items():
            self.fields[name] = forms.ChoiceField(
                label=filters[name].label,
                required=False,
                choices=[*ALL, *rows],
                widget=forms.Select({"data-chooser-modal-search-filter": True}),
            )
        self.fields["live"].label = _("Published")
        self.fields["locale"].label = _("Language")

    def filter(self, objects: QuerySet[Question]) -> QuerySet[Question]:
        self.bank.queryset = super().filter(objects)
        self.search_query = self.cleaned_data["q"].strip()[:200]
        self.is_searching = bool(self.search_query)
        return searched(self.bank.qs, self.search_query)


class TickColumn(CheckboxSelectColumn):
    cell_template_name = "courses/questions/chooser_tick.html"
    header_template_name = "courses/questions/chooser_tick_all.html"


class QuestionList:
    """For both views of the chooser: the whole of it, and its results alone."""

    filter_form_class = QuestionFilterForm
    results_template_name = "courses/questions/chooser_results.html"
    ordering = "-pk"
    per_page = 50
    checkbox_column = TickColumn("select", label=_("Select"), width="1%", accessor="pk")

    def get_object_list(self) -> QuerySet[Question]:
        return Question.objects.select_related("locale", "topic")

    def get_results_page(self, request: HttpRequest) -> Any:
        """Constant queries: the state of all rows at once."""
        page = super().get_results_page(request)  # type: ignore[misc]
        page.object_list = list(page.object_list)
        statuses = statuses_of(page.object_list)
        for question in page.object_list:
            question.status_in_words = statuses[question.pk]
        return page

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("type", label=_("Type"), accessor=type_of),
            Column("points", label=_("Points")),
            Column("locale", label=_("Language")),
            Column("topic", label=_("Topic"), accessor=lambda question: question.topic or ""),
            StatusTagColumn("status_in_words", label=_("Status"), primary=lambda question: question.live),
        ]


class ChooseQuestions(QuestionList, ChooseView):
    template_name = "courses/questions/chooser.html"


class QuestionResults(QuestionList, ChooseResultsView):
    pass


class ChosenQuestions(SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Question]:
        """In the order in which they were written, or stood in a file."""
        ids = [int(text) for text in pks if text.isascii() and text.isdigit() and len(text) < 10]
        return Question.objects.filter(pk__in=ids).order_by("pk")


class QuestionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseQuestions
    choose_results_view_class = QuestionResults
    chosen_multiple_view_class = ChosenQuestions
    per_page = QuestionList.per_page
