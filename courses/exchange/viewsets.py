"""The bank of questions in the editors' menu, with the ways in and out of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from courses.questions import viewsets
from courses.questions.models import Question

from . import views
from .screen import address


class BankView(viewsets.BankView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        query = self.request.GET.copy()
        if self.locale:
            query["locale"] = self.locale.language_code
        if self.add_url:
            buttons.append(Button(_("Import questions"), reverse(address("import")), icon_name="upload", priority=30))
        export_url = f"{reverse(address('export'))}?{query.urlencode()}"
        buttons.append(Button(_("Export questions"), export_url, icon_name="download", priority=40))
        return buttons


class QuestionViewSet(viewsets.QuestionViewSet):
    index_view_class = BankView

    def get_urlpatterns(self) -> list[URLPattern]:
        exchange: list[Any] = [
            path("import/", self.construct_view(views.ImportView), name="import"),
            path("import/template/", self.construct_view(views.TemplateFileView), name="import_template"),
            path("import/<int:pk>/", self.construct_view(views.CheckView), name="import_check"),
            path("import/<int:pk>/columns/", self.construct_view(views.ColumnsView), name="import_columns"),
            path("import/<int:pk>/undo/", self.construct_view(views.UndoView), name="import_undo"),
            path("export/", self.construct_view(views.ExportView), name="export"),
        ]
        return [*super().get_urlpatterns(), *exchange]


class ExportTicked(SnippetBulkAction):
    """Leads to the export of what is ticked in the list. It changes nothing."""

    display_name = gettext_lazy("Export")
    aria_label = gettext_lazy("Export the ticked questions")
    action_type = "export"
    models = [Question]
    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        ids = [text for text in request.GET.getlist("id") if text != "all"]
        return redirect(f"{reverse(address('export'))}?{urlencode({'id': ids}, doseq=True)}")
