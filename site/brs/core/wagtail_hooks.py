"""What every page keeps to in the admin, whatever it holds, and what the admin's widgets need."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from . import editors_bar
from .health import HealthMenuItem, HealthView
from .one_address import why_not_move

# In place of what Wagtail does by inline scripts.
SCRIPTS = ["js/admin/start-widget.js", "js/admin/touch-support.js"]


@hooks.register("insert_global_admin_js")
def instead_of_inline_scripts() -> SafeString:
    return format_html_join("", '<script type="module" src="{}"></script>', ((static(name),) for name in SCRIPTS))


@hooks.register("construct_main_menu")
def remember_who_has_been_here(request: HttpRequest, _items: list[MenuItem]) -> None:
    """The menu is on every screen of the admin."""
    editors_bar.remember(request)


@hooks.register("before_move_page")
def refuse_a_move_in_one_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    reason = why_not_move(page, destination)
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_admin_urls")
def health_screen() -> list[URLPattern]:
    return [path("health/", HealthView.as_view(), name="health")]


@hooks.register("register_reports_menu_item")
def health_menu_item() -> MenuItem:
    return HealthMenuItem(_("Health"), reverse_lazy("health"), name="health", icon_name="history", order=900)
