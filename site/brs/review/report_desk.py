"""Problems that readers reported, as tasks of those who edit the pages."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from brs.core.languages import best_of_each
from brs.core.once import once
from brs.core.pages import address

from . import reports
from .models import LONGEST_TEXT, ReaderReport

EXCERPT = 80


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )


def with_titles(reported: Iterable[ReaderReport]) -> list[ReaderReport]:
    """Each with `page` as it was read and its `title`. One query."""
    reported = list(reported)
    pages = Page.objects.filter(translation_key__in={report.key for report in reported}).select_related("locale")
    by_language: dict[tuple[Any, str], Page] = {
        (page.translation_key, page.locale.language_code): page for page in pages
    }
    best = best_of_each(pages)
    for report in reported:
        report.page = by_language.get((report.key, report.page_language)) or best[report.key]
        report.title = report.page.get_admin_display_title()
    return reported


def language_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def subjects_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Courses and tools of which something was reported."""
    keys = ReaderReport.objects.of_pages_of(request.user).values("subject_key")
    pages = best_of_each(Page.objects.filter(translation_key__in=keys).select_related("locale"))
    titles = sorted((page.title, str(key)) for key, page in pages.items())
    return [(key, title) for title, key in titles]


class ReportFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=ReaderReport.State.choices,
        method="in_states",
        widget=forms.CheckboxSelectMultiple,
    )
    problem = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("What is wrong"),
        choices=ReaderReport.Problem.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    subject_key = django_filters.ChoiceFilter(label=gettext_lazy("Course or tool"), choices=[])
    page_language = django_filters.ChoiceFilter(label=gettext_lazy("Language"), choices=[])

    class Meta:
        model = ReaderReport
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.filters["subject_key"].extra["choices"] = subjects_of(self.request)
        codes = ReaderReport.objects.of_pages_of(self.request.user).values_list("page_language", flat=True)
        self.filters["page_language"].extra["choices"] = [
            (code, language_name(code)) for code in sorted(set(codes.distinct()))
        ]

    def in_states(self, reported: Any, _name: str, states: list[str]) -> Any:
        return reported.in_state(*states) if states else reported


class ReportsList(ReportView):
    model = ReaderReport
    page_title = gettext_lazy("Reader reports")
    header_icon = "comment"
    index_url_name = "reader_reports"
    index_results_url_name = "reader_reports_results"
    any_permission_required = ["change"]
    permission_policy = page_permission_policy
    filterset_class = ReportFilters
    default_ordering = "-reported_at"
    list_export = ["title", "get_problem_display", "text", "position", "page_language", "reported_at", "state_in_words"]
    export_headings = {
        "title": gettext_lazy("Page"),
        "get_problem_display": gettext_lazy("What is wrong"),
        "text": gettext_lazy("Text"),
        "position": gettext_lazy("Where on the page"),
        "page_language": gettext_lazy("Language"),
        "reported_at": gettext_lazy("Reported"),
        "state_in_words": gettext_lazy("State"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Page"),
            get_url=lambda report: reverse("reader_report", args=[report.pk]),
        ),
        Column("problem", label=gettext_lazy("What is wrong"), accessor="get_problem_display"),
        Column("text", label=gettext_lazy("Text"), accessor=lambda report: Truncator(report.text).chars(EXCERPT)),
        Column("language", label=gettext_lazy("Language"), accessor=lambda report: language_name(report.page_language)),
        DateColumn("reported_at", label=gettext_lazy("Reported"), sort_key="reported_at"),
        Column("state", label=gettext_lazy("State"), accessor="state_in_words"),
    ]

    def get_base_queryset(self) -> QuerySet[ReaderReport]:
        return ReaderReport.objects.of_pages_of(self.request.user)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return with_titles(object_list)


def report_for(request: HttpRequest, report_id: Any) -> ReaderReport:
    """Raises Http404 for one that is about a page that somebody may not edit."""
    if not page_permission_policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    return get_object_or_404(ReaderReport.objects.of_pages_of(request.user).select_related("closed_by"), pk=report_id)


class ReaderReportView(WagtailAdminTemplateMixin, FormView):
    page_title = gettext_lazy("Reader report")
    header_icon = "comment"
    template_name = "review/reader_report.html"
    form_class = AnswerForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        [self.report] = with_titles([report_for(request, kwargs["report_id"])])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        return _closed(self.request, self.report, form.cleaned_data["answer"])

    def get_page_subtitle(self) -> str:
        return self.report.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("reader_reports"), "label": _("Reader reports")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.report.page
        return {
            **super().get_context_data(**kwargs),
            "report": self.report,
            "languages": [language_name(self.report.page_language), language_name(self.report.language)],
            "live_address": address(page, self.report.language) if page.live else "",
        }


@require_POST
@once
def close_report(request: HttpRequest, report_id: Any) -> HttpResponse:
    return _closed(request, report_for(request, report_id), "")


def _closed(request: HttpRequest, report: ReaderReport, answer: str) -> HttpResponse:
    if not reports.close(report, request.user, answer):
        messages.error(request, _("Somebody has closed this report already. Nothing was sent."))
        return redirect("reader_report", report.pk)
    if answer and report.email:
        messages.success(request, _("Closed. The answer is on its way."))
    else:
        messages.success(request, _("Closed."))
    return redirect("reader_reports")


urlpatterns = [
    path("reader-reports/", ReportsList.as_view(), name="reader_reports"),
    path("reader-reports/results/", ReportsList.as_view(results_only=True), name="reader_reports_results"),
    path("reader-reports/<uuid:report_id>/", ReaderReportView.as_view(), name="reader_report"),
    path("reader-reports/<uuid:report_id>/close/", close_report, name="close_reader_report"),
]
