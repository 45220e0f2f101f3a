"""Hooks into the admin for courses, besides their pages' panels."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .exchange.viewsets import ExportTicked, QuestionViewSet
from .pages import analysis_views, quiz_filling_views, quiz_glance_views
from .pages.bulk_actions import BULK_ACTIONS, address_to_publish_all
from .pages.health import views as health_views
from .pages.models import CoursePage, LessonPage, ModulePage, QuizPage
from .pages.trial import views as trial_views
from .questions.bank import BULK_ACTIONS as QUESTION_ACTIONS
from .questions.bank import DeleteOrArchiveQuestions

register_snippet(QuestionViewSet)
hooks.register("register_bulk_action", ExportTicked)
for action in (*BULK_ACTIONS, DeleteOrArchiveQuestions):
    hooks.register("register_bulk_action", action, order=1)  # in place of Wagtail's own of the same name
for action in QUESTION_ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("insert_global_admin_css")
def own_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def rows_of_questions() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/admin/question-rows.js"))


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def publish_the_whole_course(page: Page, user: Any, **shown: Any) -> Iterator[Button]:
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_publish():
        yield Button(_("Publish the whole course"), address_to_publish_all(page), icon_name="upload", priority=55)


# Type of pages -> what the button to the figures of learners says, and where it leads.
FIGURES = {QuizPage: (_("Item analysis"), "quiz_analysis"), CoursePage: (_("How far learners come"), "course_progress")}


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def figures_of_learners(page: Page, user: Any, **shown: Any) -> Iterator[Button]:
    if page.specific_class in FIGURES and page.permissions_for_user(user).can_edit():
        label, name = FIGURES[page.specific_class]
        yield Button(label, reverse(name, args=[page.pk]), icon_name="table", priority=57)


@hooks.register("register_admin_urls")
def analysis_screens() -> list[URLPattern]:
    return analysis_views.urlpatterns


@hooks.register("register_reports_menu_item")
def analysis_menu_item() -> MenuItem:
    return analysis_views.QuizAnalysesMenuItem(
        _("Item analysis"), reverse_lazy("quiz_analyses"), name="item-analysis", icon_name="table", order=70
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def health_of_the_course(page: Page, user: Any, **shown: Any) -> Iterator[Button]:
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Course health"), reverse("course_health", args=[page.pk]), icon_name="clipboard-list", priority=56
        )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def try_as_a_trainee(page: Page, user: Any, **shown: Any) -> Iterator[Button]:
    if (
        page.specific_class in (CoursePage, ModulePage, LessonPage, QuizPage)
        and page.permissions_for_user(user).can_edit()
    ):
        yield Button(_("Try as a trainee"), reverse("trial", args=[page.pk]), icon_name="view", priority=57)


@hooks.register("register_admin_urls")
def screens_of_courses() -> list[URLPattern]:
    return [
        *health_views.urlpatterns,
        *trial_views.urlpatterns,
        *quiz_glance_views.urlpatterns,
        *quiz_filling_views.urlpatterns,
    ]


@hooks.register("register_reports_menu_item")
def health_menu_item() -> MenuItem:
    return health_views.menu_item()
