"""What every page keeps to in the admin, whatever it holds, and what the admin's widgets need."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from . import aliases, editors_bar
from .health import HealthMenuItem, HealthView
from .links import PublishedPageLink, unpublished_targets
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


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's own at this address
def no_conversion_to_an_alias() -> list[URLPattern]:
    return [path("localize/page/<int:page_id>/convert_to_alias/", aliases.refuse_conversion)]


@hooks.register("register_rich_text_features", order=1)  # in place of Wagtail's own
def link_to_what_is_published(features: FeatureRegistry) -> None:
    features.register_link_type(PublishedPageLink)


@hooks.register("before_edit_page")
def name_unpublished_targets(request: HttpRequest, page: Page) -> None:
    titles = [target.title for target in unpublished_targets(page)[:5]] if request.method == "GET" else []
    if titles:
        named = _(", ").join(_("“%(title)s”") % {"title": title} for title in titles)
        warning = _("This page links to pages that are not published, and readers see no link: %(pages)s.")
        messages.warning(request, warning % {"pages": named})


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != aliases.MENU_ITEM]


@hooks.register("register_admin_urls")
def health_screen() -> list[URLPattern]:
    return [path("health/", HealthView.as_view(), name="health")]


@hooks.register("register_reports_menu_item")
def health_menu_item() -> MenuItem:
    return HealthMenuItem(gettext_lazy("Health"), reverse_lazy("health"), name="health", icon_name="history", order=900)
