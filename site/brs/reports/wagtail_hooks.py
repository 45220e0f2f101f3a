"""The way from the admin to the figures, which stand on the site."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reports.see_figures")

    def render_component(self, request: HttpRequest) -> Any:
        self.url = reverse("figures")  # in the language of who looks
        return super().render_component(request)


@hooks.register("register_reports_menu_item")
def figures() -> MenuItem:
    return FiguresMenuItem(_("Figures"), "", name="figures", icon_name="table", order=50)
