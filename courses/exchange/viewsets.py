"""The bank of questions in the editors' menu, with the ways in and out of it."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from courses.questions import viewsets

from . import views


class BankView(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        query = self.request.GET.urlencode()
        if self.add_url:
            buttons.append(
                Button(_("Import questions"), reverse(views.address("import")), icon_name="upload", priority=30)
            )
        export_url = reverse(views.address("export")) + (f"?{query}" if query else "")
        buttons.append(Button(_("Export questions"), export_url, icon_name="download", priority=40))
        return buttons


class QuestionViewSet(viewsets.QuestionViewSet):
    index_view_class = BankView

    def get_urlpatterns(self) -> list[URLPattern]:
        exchange: list[Any] = [
            path("import/", self.construct_view(views.ImportView), name="import"),
            path("import/template/", self.construct_view(views.TemplateFileView), name="import_template"),
            path("import/<int:pk>/", self.construct_view(views.CheckView), name="import_check"),
            path("import/<int:pk>/undo/", self.construct_view(views.UndoView), name="import_undo"),
            path("export/", self.construct_view(views.ExportView), name="export"),
        ]
        return [*super().get_urlpatterns(), *exchange]
