"""The front page of the admin: what waits for the person, and quick ways to what their role does most."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from brs.core.health import MAY_SEE as MAY_SEE_HEALTH
from brs.core.languages import SOURCE_LANGUAGE
from brs.core.translation_state import State
from courses.pages.models import CourseIndexPage, CoursePage
from courses.questions.models import Question

from .front_page_figures import CourseFaults, FrontPageFigures, HardQuestion, figures
from .translation_desk import STATES, may_see
from .translation_desk_views import language_name

MOST_DRAFTS = 10
MOST_NAMED = 5
EDITING = ["change", "publish"]
TO_DO = (State.BEHIND, State.DRAFT, State.REVIEW, State.MISSING)
# Wagtail's own, in front of all but the ways. From 140 to 199 there is room for what waits for a review.
ORDER_OF_WAGTAILS = {WorkflowObjectsToModeratePanel: 110, UserObjectsInWorkflowModerationPanel: 120}


@dataclass(frozen=True)
class Way:
    label: str | Promise
    icon: str
    address: str


@dataclass(frozen=True)
class Draft:
    title: str
    kind: str
    language: str
    address: str
    changed_at: datetime | None


def ways(user: Any) -> Iterator[Way]:
    """To what the person may do. At most two queries besides those for permissions."""
    for label, icon, address in WAYS:
        target = address(user)
        if target:
            yield Way(label, icon, target)


def _new_course(user: Any) -> str | None:
    catalogue = CourseIndexPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).order_by("path").first()
    if catalogue is None or not catalogue.permissions_for_user(user).can_add_subpage():
        return None
    meta = CoursePage._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, catalogue.pk])


def _with(permission: str, name: str) -> Callable[[Any], str | None]:
    return lambda user: reverse(name) if user.has_perm(permission) else None


WAYS: list[tuple[str | Promise, str, Callable[[Any], str | None]]] = [
    (_("Create a course"), "plus", _new_course),
    (_("Import questions"), "upload", _with("courses.add_question", "wagtailsnippets_courses_question:import")),
    (
        _("Translation desk"),
        "wagtail-localize-language",
        lambda user: reverse("translation_desk") if may_see(user) else None,
    ),
    (_("Certificates"), "success", _with("certificates.view_certificate", "certificates:index")),
    (_("Focal points"), "group", _with("needs.view_focalpoint", "focal_points:index")),
    (_("People"), "user", _with("people.view_user", "wagtailusers_users:index")),
    (_("Reports for the Secretariat"), "table", _with("reports.see_figures", "figures")),
    (_("Health of the site"), "history", _with(MAY_SEE_HEALTH, "health")),
]


def drafts_of(user: Any) -> tuple[list[Draft], int]:
    """What the person changed last and nobody has published, the newest first, and how many there are in all."""
    mine = Q(latest_revision__user=user)
    editable = page_permission_policy.instances_user_has_any_permission_for(user, EDITING)
    pages = Page.objects.filter(Q(owner=user, latest_revision__user=None) | mine, pk__in=editable.values("pk"))
    pages = pages.filter(has_unpublished_changes=True, alias_of=None)
    questions = Question.objects.none()
    if user.has_perm("courses.change_question"):
        questions = Question.objects.filter(mine, has_unpublished_changes=True)
    drafts = [
        *map(_draft_page, _newest(pages, "-latest_revision_created_at").select_related("locale", "content_type")),
        *map(_draft_question, _newest(questions, "-latest_revision__created_at").select_related("locale")),
    ]
    drafts.sort(key=lambda draft: draft.changed_at.timestamp() if draft.changed_at else 0, reverse=True)
    return drafts[:MOST_DRAFTS], pages.count() + questions.count()


def _newest(instances: QuerySet[Any], order: str) -> QuerySet[Any]:
    return instances.order_by(order)[:MOST_DRAFTS]


def _draft_page(page: Page) -> Draft:
    kind = page.content_type.model_class() or Page
    return Draft(
        page.draft_title,
        capfirst(str(kind._meta.verbose_name)),
        language_name(page.locale.language_code),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page.latest_revision_created_at,
    )


def _draft_question(question: Question) -> Draft:
    return Draft(
        question.name,
        capfirst(str(Question._meta.verbose_name)),
        language_name(question.locale.language_code),
        reverse("wagtailsnippets_courses_question:edit", args=[question.pk]),
        question.latest_revision.created_at if question.latest_revision else None,
    )


class FrontPagePanel(Component):
    """`shown` is what its template gets; a panel without anything to show is left out."""

    def __init__(self, order: int, template_name: str, **shown: Any) -> None:
        self.order, self.template_name, self.shown = order, f"home/admin/{template_name}.html", shown

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self.shown


def panels_for(request: HttpRequest) -> Iterator[FrontPagePanel]:
    user = request.user
    if shown := list(ways(user)):
        yield FrontPagePanel(50, "ways", ways=shown)
    if not page_permission_policy.user_has_any_permission(user, EDITING):
        return
    drafts, total = drafts_of(user)
    yield FrontPagePanel(130, "drafts", drafts=drafts, more=total - len(drafts))
    yield from _counted(user, figures())


def _counted(user: Any, counted: FrontPageFigures | None) -> Iterator[FrontPagePanel]:
    if counted is None:
        yield FrontPagePanel(200, "not_counted")
        return
    if may_see(user):
        rows = [
            (code, language_name(code), [(state, counts[state]) for state in TO_DO])
            for code, counts in counted.translations.items()
        ]
        states = [STATES[state] for state in TO_DO]
        yield FrontPagePanel(200, "translations", rows=rows, states=states, counted_at=counted.counted_at)
    may_edit = _editable(user, [*(course.pk for course in counted.courses), *(item.quiz for item in counted.questions)])
    courses: list[CourseFaults] = [course for course in counted.courses if course.pk in may_edit]
    questions: list[HardQuestion] = [question for question in counted.questions if question.quiz in may_edit]
    if page_permission_policy.user_has_permission(user, "change"):
        yield FrontPagePanel(
            210,
            "course_faults",
            courses=courses[:MOST_NAMED],
            more=len(courses) - MOST_NAMED,
            counted_at=counted.counted_at,
        )
    yield FrontPagePanel(220, "hard_questions", questions=questions[:MOST_NAMED], counted_at=counted.counted_at)


def _editable(user: Any, pages: list[int]) -> set[int]:
    editable = page_permission_policy.instances_user_has_any_permission_for(user, EDITING)
    return set(editable.filter(pk__in=pages).values_list("pk", flat=True))
