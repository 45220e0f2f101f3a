"""What the editors' screens of the exchange share: who sees them, and which imports are theirs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from brs.core.once import once
from courses.questions.models import Question

from .models import QuestionImport


def address(name: str) -> str:
    """The name of one of the bank's addresses in the admin."""
    return Question.snippet_viewset.get_url_name(name)  # type: ignore[attr-defined]


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """For those who may add questions, who are all that may edit them."""

    header_icon = "help"
    permission = "courses.add_question"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        bank = {"url": reverse(address("list")), "label": _("Questions")}
        return [*super().get_breadcrumbs_items(), bank, {"url": "", "label": self.get_page_title()}]


def of_editor(request: HttpRequest) -> QuerySet[QuestionImport]:
    """Imports are those of who made them; whoever may delete questions sees all."""
    mine = {} if request.user.has_perm("courses.delete_question") else {"made_by": request.user}  # type: ignore[union-attr]
    return QuestionImport.objects.filter(**mine).select_related("locale", "topic", "convention")


class OfImport(Screen):
    """Of one import."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.question_import: QuestionImport | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_perm(self.permission):  # type: ignore[union-attr]
            self.question_import = get_object_or_404(of_editor(request), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class ImportedScreen(OfImport):
    """Where something is made or ended."""

    @method_decorator(once)  # type: ignore[arg-type]
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)
