"""The screens in the admin of what learners' answers say of quizzes and courses."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from brs.core.languages import SOURCE_LANGUAGE

from .course_progress import course_progress
from .models import CoursePage, QuizPage
from .quiz_analysis import quiz_analysis

MAY_SEE = ["change", "publish"]


class AnalysisScreen(WagtailAdminTemplateMixin):
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        all_quizzes = {"url": reverse("quiz_analyses"), "label": _("Item analysis")}
        return [*super().get_breadcrumbs_items(), all_quizzes, {"url": "", "label": self.get_page_title()}]


class QuizAnalyses(WagtailAdminTemplateMixin, ListView):
    """The quizzes that somebody may change, each with its course. Constant queries."""

    page_title = _("Item analysis")
    header_icon = "table"
    template_name = "courses/admin/quiz_analyses.html"
    paginate_by = 50

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_queryset(self) -> Any:
        if not may_analyse(self.request):
            raise PermissionDenied
        quizzes = _mine(self.request, QuizPage).filter(locale__language_code=SOURCE_LANGUAGE)
        return quizzes.order_by("path")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        paths = {quiz.path[: 4 * quiz.steplen] for quiz in context["page_obj"]}
        courses = {course.path: course for course in CoursePage.objects.filter(path__in=paths)}
        rows = [(quiz, courses.get(quiz.path[: 4 * quiz.steplen])) for quiz in context["page_obj"]]
        elided = context["paginator"].get_elided_page_range(context["page_obj"].number)
        return {**context, "rows": rows, "elided_page_range": elided}


class QuizAnalysisView(AnalysisScreen, TemplateView):
    template_name = "courses/admin/quiz_analysis.html"

    def get_page_title(self) -> str:
        return self.quiz.title

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.quiz = get_object_or_404(_mine(request, QuizPage), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release = self.request.GET.get("release", "")[:9]
        language = self.request.GET.get("language", "")[:10]
        number = int(release) if release.isascii() and release.isdigit() else None
        return {
            **super().get_context_data(**kwargs),
            "quiz": self.quiz,
            "analysis": quiz_analysis(self.quiz, language, number),
            "language": language,
            "release": number,
        }


class CourseProgressView(AnalysisScreen, TemplateView):
    template_name = "courses/admin/course_progress.html"

    def get_page_title(self) -> str:
        return self.course.title

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.course = get_object_or_404(_mine(request, CoursePage), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "course": self.course, "progress": course_progress(self.course)}


def _mine(request: HttpRequest, model: type[Page]) -> Any:
    pages = page_permission_policy.instances_user_has_any_permission_for(request.user, MAY_SEE)
    return model.objects.filter(pk__in=pages.values("pk"))


def may_analyse(request: HttpRequest) -> bool:
    return page_permission_policy.user_has_any_permission(request.user, MAY_SEE)


class QuizAnalysesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_analyse(request)


urlpatterns = [
    path("reports/item-analysis/", QuizAnalyses.as_view(), name="quiz_analyses"),
    path("reports/item-analysis/quiz/<int:pk>/", QuizAnalysisView.as_view(), name="quiz_analysis"),
    path("reports/item-analysis/course/<int:pk>/", CourseProgressView.as_view(), name="course_progress"),
]
