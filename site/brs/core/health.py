"""The admin's screens of what runs without anybody: deeds by the clock, background tasks, mail on its way."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView
from django_tasks_db.models import DBTaskResult
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import background, periodic, waiting_mail
from .models import MailServer, WaitingMail

MAY_SEE = "core.view_periodicrun"
MAY_MEND = "core.change_periodicrun"
LONGEST_QUERY = 100
# State -> what it is called, and which mail is in it.
STATES = {
    "failed": (gettext_lazy("Not delivered"), waiting_mail.failed),
    "waiting": (gettext_lazy("Waiting"), waiting_mail.waiting),
}


class Screen(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    permission_required = MAY_SEE
    raise_exception = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_mend = self.request.user.has_perm(MAY_MEND)  # type: ignore[attr-defined]
        return {**super().get_context_data(**kwargs), "may_mend": may_mend}


class HealthView(Screen, TemplateView):
    """Six queries."""

    page_title = gettext_lazy("Health")
    header_icon = "history"
    template_name = "core/health.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "states": periodic.states(),
            "waiting": DBTaskResult.objects.ready().count(),
            "troubled": background.troubled(),
            "failed": background.failed().count(),
        }


class MailView(Screen, ListView):
    """Mail that waits or could not be delivered; who looks for an address sees the newest of both. Four queries.

    An address is asked for by POST: it stands in no URL, and in no log.
    """

    page_title = gettext_lazy("Mail")
    header_icon = "mail"
    template_name = "core/mail.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[WaitingMail]:
        self.query = self.request.POST.get("q", "").strip()[:LONGEST_QUERY]
        state = self.request.GET.get("state", "")
        self.state = state if state in STATES else "failed"
        shown = WaitingMail.objects.filter(to__icontains=self.query) if self.query else STATES[self.state][1]()
        newest = shown.defer("message").order_by("-made_at", "-pk")
        return newest[: self.paginate_by] if self.query else newest

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """The last page for one that is beyond it: its only mail may just have been discarded."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.get(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "server": MailServer.objects.filter(away_since__isnull=False).first(),
            "states": {name: title for name, (title, _which) in STATES.items()},
            "state": "" if self.query else self.state,
            "query": self.query,
            "here": urlencode({"state": self.state, "page": self.request.GET.get("page", "1")[:9]}),
        }


def _mends(view: Any) -> Any:
    return require_POST(permission_required(MAY_MEND, raise_exception=True)(view))


@_mends
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(WaitingMail, pk=pk)
    if waiting_mail.try_again(WaitingMail.objects.filter(pk=pk)):
        messages.success(request, _("The mail to %(address)s is being sent again.") % {"address": mail.to})
    else:
        messages.error(request, _("This mail cannot be sent: there is nothing in it that a mail may hold."))
    return _back(request)


@_mends
def send_all_again(request: HttpRequest) -> HttpResponse:
    number = waiting_mail.try_again(WaitingMail.objects.all())
    message = ngettext("%(n)d mail is being sent again.", "%(n)d mails are being sent again.", number)
    messages.success(request, message % {"n": number})
    return _back(request)


@_mends
def discard_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(WaitingMail, pk=pk)
    mail.delete()
    messages.success(request, _("The mail to %(address)s is discarded.") % {"address": mail.to})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page of the list that somebody came from."""
    came_from = {name: request.GET[name][:LONGEST_QUERY] for name in ("state", "page") if name in request.GET}
    return redirect(f"{reverse('outgoing_mail')}?{urlencode(came_from)}")


@_mends
def run_again(request: HttpRequest, pk: str) -> HttpResponse:
    if background.run_again(_troubled(pk)):
        messages.success(request, _("The task is in the queue again."))
    return redirect("health")


@_mends
def discard_task(request: HttpRequest, pk: str) -> HttpResponse:
    background.discard(_troubled(pk))
    messages.success(request, _("The task is discarded."))
    return redirect("health")


def _troubled(pk: str) -> DBTaskResult:
    """One that failed or is stuck; what runs or waits is left alone."""
    stuck = {result.pk for result in background.stuck()}
    return get_object_or_404(background.failed() | DBTaskResult.objects.filter(pk__in=stuck), pk=pk)


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


urlpatterns = [
    path("health/", HealthView.as_view(), name="health"),
    path("health/tasks/<uuid:pk>/again/", run_again, name="run_task_again"),
    path("health/tasks/<uuid:pk>/discard/", discard_task, name="discard_task"),
    path("health/mail/", MailView.as_view(), name="outgoing_mail"),
    path("health/mail/again/", send_all_again, name="send_all_again"),
    path("health/mail/<int:pk>/again/", send_again, name="send_again"),
    path("health/mail/<int:pk>/discard/", discard_mail, name="discard_mail"),
]
