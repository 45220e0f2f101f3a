"""Publishing, unpublishing, deleting and moving several pages at once, with the care of each by itself.

Nothing is done where one page cannot be; a course gets one release for all that was done.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from brs.core.one_address import why_not_move
from brs.core.publishing import problems_to_publish

from .releases import one_release


def address_to_publish_all(page: Page) -> str:
    """Where the page is published with all that is below it."""
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    back = reverse("wagtailadmin_explore", args=[page.pk])
    return f"{action}?{urlencode({'id': page.pk, 'include_descendants': 'on', 'next': back})}"


class OneRelease:
    """For Wagtail's bulk actions on pages."""

    @classmethod
    def execute_action(cls, objects: Iterable[Page], **context: Any) -> tuple[int, int]:
        with one_release():
            return super().execute_action(objects, **context)  # type: ignore[misc]


class PublishPages(OneRelease, PublishBulkAction):
    def get_initial(self) -> dict[str, Any]:
        return {"include_descendants": "include_descendants" in self.request.GET}

    def object_context(self, obj: Page) -> dict[str, Any]:
        context = super().object_context(obj)
        drafts = _as_last_saved([obj], with_subpages=True)
        context["problems"] = [(page, problems) for page in drafts if (problems := problems_to_publish(page))]
        return context

    def prepare_action(self, objects: list[Page], objects_without_access: Any) -> HttpResponse | None:
        with_subpages = self.cleaned_form.cleaned_data["include_descendants"]
        wrong = [page for page in _as_last_saved(objects, with_subpages) if problems_to_publish(page)]
        if not wrong:
            return None
        messages.error(self.request, _("Nothing was published: some pages are not complete yet."))
        return TemplateResponse(self.request, self.template_name, self.get_context_data(form=self.cleaned_form))


class UnpublishPages(OneRelease, UnpublishBulkAction):
    pass


class DeletePages(OneRelease, DeleteBulkAction):
    pass


class MovePages(OneRelease, MoveBulkAction):
    def prepare_action(self, pages: list[Page], pages_without_access: Any) -> HttpResponse | None:
        destination = self.cleaned_form.cleaned_data["chooser"]
        reasons = list(filter(None, (why_not_move(page, destination) for page in pages)))
        for reason in reasons:
            messages.error(self.request, reason)
        if reasons:
            return TemplateResponse(self.request, self.template_name, self.get_context_data(form=self.cleaned_form))
        return super().prepare_action(pages, pages_without_access)


BULK_ACTIONS = (PublishPages, UnpublishPages, DeletePages, MovePages)


def _as_last_saved(pages: Iterable[Page], with_subpages: bool) -> list[Page]:
    """The pages as their newest drafts say, with the drafts below them."""
    by_id = {page.pk: page for page in pages}
    if with_subpages:
        for page in pages:
            by_id |= {draft.pk: draft for draft in page.get_descendants().not_live()}
    return [page.get_latest_revision_as_object() for page in by_id.values()]
