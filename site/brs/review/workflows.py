"""Who approves what editors submit: reviewers of the convention that it is about, else whoever has the role *reviewer*.

A convention has a group, a task and a workflow of Wagtail's. They may be renamed, closed or given further steps in the
admin: the workflow is found by the group of its task.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.snippets.models import get_workflow_enabled_models

from brs.people.roles import group_of_reviewers, name_of_reviewers
from brs.taxonomy.models import Convention


class ReviewedByConvention:
    """For a page, or anything else with a workflow, before the class that brings it."""

    def about_conventions(self) -> Iterable[Convention]:
        """Those that it carries itself."""
        return ()

    def get_workflow(self) -> Workflow | None:
        """One that was assigned to a part of the site comes first."""
        assigned = super().get_workflow()  # type: ignore[misc]
        if assigned is None or not assigned.workflow_pages.filter(page__depth=1).exists():
            return assigned
        return _workflow_of(conventions_of(self)) or assigned

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None


def conventions_of(content: Any) -> set[str]:
    """Slugs of the conventions that it is about: its own, else those of the page above that has some."""
    pages = reversed(content.get_ancestors().specific()) if isinstance(content, Page) else ()
    for carrier in (content, *pages):
        if isinstance(carrier, ReviewedByConvention):
            slugs = {convention.slug for convention in carrier.about_conventions()}
            if slugs:
                return slugs
    return set()


def _workflow_of(slugs: set[str]) -> Workflow | None:
    """None where it is about several, which all reviewers look after, or where nobody is there to approve it."""
    if len(slugs) != 1:
        return None
    [slug] = slugs
    group = Group.objects.filter(name=name_of_reviewers(slug), user__is_active=True)
    task = GroupApprovalTask.objects.filter(active=True, groups__in=group)
    return Workflow.objects.active().filter(workflow_tasks__task__in=task).order_by("pk").first()


def open_to_reviewers(convention: Convention) -> None:
    """Make the group, the task and the workflow of a convention, where they are missing."""
    group = group_of_reviewers(convention.slug)
    if GroupApprovalTask.objects.filter(groups=group).exists():
        return
    name = f"Review: {convention.title}"
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task)


def set_up(**_signal: Any) -> None:
    """After every migrate: each convention has its reviewers, and snippets are submitted as pages are."""
    for convention in Convention.objects.in_source_language().filter(is_treaty=True):
        open_to_reviewers(convention)
    for_all = WorkflowPage.objects.filter(page__depth=1).select_related("workflow").first()
    for model in get_workflow_enabled_models() if for_all else ():
        if issubclass(model, ReviewedByConvention):
            content_type = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(
                content_type=content_type, defaults={"workflow": for_all.workflow}
            )
