"""The admin's screen of what runs without anybody: deeds by the clock, and what waits for the worker."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_tasks_db.models import DBTaskResult
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import periodic

MAY_SEE = "core.view_periodicrun"


class HealthView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Two queries."""

    permission_required = MAY_SEE
    raise_exception = True
    page_title = _("Health")
    header_icon = "history"
    template_name = "core/health.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = DBTaskResult.objects.ready().count()
        return {**super().get_context_data(**kwargs), "states": periodic.states(), "waiting": waiting}


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)
