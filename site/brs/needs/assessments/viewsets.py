"""Questionnaires in the editors' menu; focal points and assessments in the Secretariat's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from brs.core.languages import readers_language
from brs.core.translated_lists import TranslatedIndexView

from . import actions
from .mail import say_what_became_of
from .models import Assessment, FocalPoint, Questionnaire
from .panels import ImpactPanel
from .screen import final_lines


class QuestionnaireViewSet(SnippetViewSet):
    model = Questionnaire
    icon = "form"
    menu_label = _lazy("Questionnaires")
    menu_order = 315
    index_view_class = TranslatedIndexView
    add_to_admin_menu = True
    list_display = ["title", "slug", "is_demo"]
    panels = [
        ImpactPanel(),
        FieldPanel("title", help_text=_lazy("Shown to focal points, who choose what they answer by it.")),
        FieldPanel("slug"),
        FieldPanel("introduction", help_text=_lazy("Shown before the first item.")),
        MultiFieldPanel([FieldPanel("conventions"), FieldPanel("themes")], _lazy("Classification")),
        FieldPanel(
            "items",
            help_text=_lazy(
                "Each is an obligation, a question and five levels to choose from. The competencies, courses and "
                "tools of an item are offered where a Party has a need."
            ),
        ),
        FieldPanel("is_demo"),
    ]


class OnlyLookedAt(ModelPermissionPolicy):
    """For what people make on the site itself; what is done with it in the admin has buttons of its own."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class LookedAtViewSet(ModelViewSet):
    """A list, and nothing that could change what is in it."""

    add_to_admin_menu = True
    list_per_page = 50

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


# State of a focal point -> what it is called.
STATES = {"waiting": _lazy("Waiting"), "confirmed": _lazy("Confirmed"), "ended": _lazy("Ended")}


class Deeds(Column):
    """The buttons that confirm and end."""

    cell_template_name = "needs/admin/focal_point_deeds.html"

    def get_cell_context_data(self, instance: FocalPoint, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(context["request"])}


class FocalPointIndexView(generic.IndexView):
    search_fields = ["person__name", "person__email", "party__names", "function"]

    def get_base_queryset(self) -> QuerySet:
        return FocalPoint.objects.waiting_first().select_related("person", "party", "confirmed_by", "ended_by")


class FocalPointViewSet(LookedAtViewSet):
    model = FocalPoint
    name = "focal_points"
    icon = "user"
    menu_label = _lazy("Focal points")
    menu_order = 341
    index_view_class = FocalPointIndexView
    list_display = [
        Column("person", label=_lazy("Person")),
        Column("email", label=_lazy("E-mail address"), accessor="person.email"),
        Column("party", label=_lazy("Party")),
        Column("function", label=_lazy("Function")),
        Column("asked_at", label=_lazy("Asked"), accessor=lambda focal_point: date_format(focal_point.asked_at)),
        Column("state", label=_lazy("State"), accessor=lambda focal_point: STATES[focal_point.state()]),
        Column(
            "since",
            label=_lazy("Since"),
            accessor=lambda focal_point: focal_point.decided_at and date_format(focal_point.decided_at),
        ),
        Column("by", label=_lazy("By whom"), accessor=lambda focal_point: focal_point.decided_by or ""),
        Deeds("deeds", label=_lazy("What to do")),
    ]
    list_filter = ["party", "confirmed_at", "ended_at"]

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("confirm/<int:pk>/", require_POST(self.confirm), name="confirm"),
            path("end/<int:pk>/", require_POST(self.end), name="end"),
        ]

    def confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, lambda focal_point: actions.confirm(focal_point, request.user))

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, lambda focal_point: actions.end(focal_point, by=request.user))

    def _decide(self, request: HttpRequest, pk: int, deed) -> HttpResponse:
        """Say so to the person; not again where it was decided before."""
        if not request.user.has_perm("needs.change_focalpoint"):
            raise PermissionDenied
        focal_point = get_object_or_404(FocalPoint.objects.select_related("person", "party"), pk=pk)
        if deed(focal_point):
            focal_point.refresh_from_db(fields=["confirmed_at", "ended_at"])
            say_what_became_of(focal_point)
            messages.success(request, _("%(person)s has got a mail about it.") % {"person": focal_point.person})
        return redirect(self.get_url_name("index"))


class AssessmentIndexView(generic.IndexView):
    """What Parties have begun and submitted. What people answer for themselves is theirs alone."""

    search_fields = ["party__names"]

    def get_base_queryset(self) -> QuerySet:
        return Assessment.objects.exclude(party=None).select_related("party", "version", "submitted_by")


class AssessmentInspectView(generic.InspectView):
    template_name = "needs/admin/assessment.html"

    def get_object(self, queryset: QuerySet | None = None) -> Assessment:
        of_parties = Assessment.objects.exclude(party=None).select_related("party", "version", "submitted_by")
        return get_object_or_404(of_parties, pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = final_lines(self.object) if self.object.submitted_at else []
        return {**super().get_context_data(**kwargs), "lines": lines, "title": _title(self.object)}


class AssessmentViewSet(LookedAtViewSet):
    model = Assessment
    name = "assessments"
    icon = "clipboard-list"
    menu_label = _lazy("Assessments")
    menu_order = 342
    index_view_class = AssessmentIndexView
    inspect_view_class = AssessmentInspectView
    inspect_view_enabled = True
    inspect_template_name = AssessmentInspectView.template_name
    list_display = [
        "__str__",
        Column("title", label=_lazy("Questionnaire"), accessor=lambda assessment: _title(assessment)),
        "round",
        Column(
            "begun_at",
            label=_lazy("Begun"),
            accessor=lambda assessment: date_format(assessment.begun_at),
            sort_key="begun_at",
        ),
        Column(
            "submitted_at",
            label=_lazy("Submitted"),
            accessor=lambda assessment: date_format(assessment.submitted_at) if assessment.submitted_at else "",
            sort_key="submitted_at",
        ),
    ]
    list_filter = ["party", "submitted_at"]

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("inspect/<uuid:pk>/", self.inspect_view, name="inspect")]


def _title(assessment: Assessment) -> str:
    return assessment.version.in_language(readers_language())["title"]
