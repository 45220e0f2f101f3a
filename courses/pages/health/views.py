"""The health of one course, and of all of them, for those who may edit them."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from brs.core.menu import ForPageEditors

from ..models import CoursePage
from .checks import CHECKS
from .screen import BITS_PER_SECOND, SEVERITIES, STATUSES, health_of


def courses_of(user: Any) -> QuerySet[CoursePage]:
    """The courses that somebody may edit."""
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    return CoursePage.objects.filter(pk__in=editable.values("pk")).select_related("locale")


class CourseHealthView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Course health")
    header_icon = "clipboard-list"
    template_name = "courses/health.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.course = get_object_or_404(CoursePage.objects.select_related("locale"), pk=kwargs["page_id"])
        if not self.course.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.course.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("course_health_report"), "label": _("Health of courses")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [health] = health_of([self.course])
        return {**super().get_context_data(**kwargs), "health": health, "kilobits": BITS_PER_SECOND // 1000}


class CourseHealthFilters(WagtailFilterSet):
    severity = django_filters.MultipleChoiceFilter(
        label=_("Severity"), choices=list(SEVERITIES.items()), method="having", widget=CheckboxSelectMultiple
    )
    check = django_filters.MultipleChoiceFilter(
        label=_("Check"),
        choices=[(check.name, check.says) for check in CHECKS],
        method="having",
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = CoursePage
        fields = ["live"]

    def having(self, courses: QuerySet[CoursePage], name: str, chosen: list[str]) -> QuerySet[CoursePage]:
        """Those with an issue of any of these severities, or of any of these checks."""
        if not chosen:
            return courses
        counted = "counts" if name == "severity" else "checks"
        matching = [
            health.content.course.pk
            for health in health_of(courses.select_related("locale"))
            if any(getattr(health, counted)[value] for value in chosen)
        ]
        return courses.filter(pk__in=matching)


class CourseHealthReport(ReportView):
    """At most 50 courses a page."""

    model = CoursePage
    page_title = _("Health of courses")
    header_icon = "clipboard-list"
    index_url_name = "course_health_report"
    index_results_url_name = "course_health_report_results"
    any_permission_required = ["change"]
    permission_policy = page_permission_policy
    filterset_class = CourseHealthFilters
    default_ordering = "title"
    list_export = ["title", "locale", "status_in_words", "error", "warning", "advice", "review_owner", "review_by"]
    export_headings = {
        "status_in_words": _("Status"),
        "review_owner": _("Owner"),
        "review_by": _("Review by"),
        "locale": _("Language"),
        **SEVERITIES,
    }
    columns = [
        TitleColumn("title", label=_("Course"), sort_key="title", get_url=lambda course: _address(course)),
        Column("language", label=_("Language"), accessor="locale"),
        Column("status", label=_("Status"), accessor="status_in_words"),
        *(Column(severity, label=title, accessor=severity) for severity, title in SEVERITIES.items()),
        Column("owner", label=_("Owner"), accessor="review_owner"),
        Column("review_by", label=_("Review by"), accessor="review_by"),
    ]

    def get_base_queryset(self) -> QuerySet[CoursePage]:
        return courses_of(self.request.user)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        courses = list(object_list)
        for course, health in zip(courses, health_of(courses), strict=True):
            course.status_in_words = STATUSES[health.content.itself.status]
            review = health.content.review
            course.review_owner = review and review.owner or ""
            course.review_by = review and review.review_by
            for severity in SEVERITIES:
                setattr(course, severity, health.counts[severity])
        return courses


def _address(course: CoursePage) -> str:
    return reverse("course_health", args=[course.pk])


def menu_item() -> MenuItem:
    address = reverse("course_health_report")
    return ForPageEditors(_("Health of courses"), address, name="course-health", icon_name="clipboard-list", order=60)


urlpatterns = [
    path("courses/health/", CourseHealthReport.as_view(), name="course_health_report"),
    path(
        "courses/health/results/",
        CourseHealthReport.as_view(results_only=True),
        name="course_health_report_results",
    ),
    path("courses/<int:page_id>/health/", CourseHealthView.as_view(), name="course_health"),
]
