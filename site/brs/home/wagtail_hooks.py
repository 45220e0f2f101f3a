"""Screens over all content in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .front_page import ORDER_OF_WAGTAILS, panels_for
from .translation_aids_views import aids, name_lacking_terms
from .translation_desk_views import TranslationDeskMenuItem, TranslationDeskView


@hooks.register("register_admin_urls")
def translation_desk_screen() -> list[URLPattern]:
    return [
        path("reports/translation-desk/", TranslationDeskView.as_view(), name="translation_desk"),
        path("localize/translate/<int:translation_id>/aids/", aids, name="translation_aids"),
    ]


# Before wagtail-localize, whose order is 0, publishes and answers.
FIRST = -1
hooks.register("before_edit_page", name_lacking_terms, order=FIRST)
hooks.register("before_edit_snippet", name_lacking_terms, order=FIRST)


@hooks.register("register_reports_menu_item")
def translation_desk_menu_item() -> MenuItem:
    return TranslationDeskMenuItem(
        _("Translation desk"),
        reverse_lazy("translation_desk"),
        name="translation-desk",
        icon_name="wagtail-localize-language",
        order=60,
    )


@hooks.register("construct_homepage_panels")
def front_page(request: HttpRequest, panels: list[Any]) -> None:
    for panel in panels:
        panel.order = ORDER_OF_WAGTAILS.get(type(panel), panel.order)
    panels += panels_for(request)


@hooks.register("construct_help_menu")
def nothing_of_other_editors(request: HttpRequest, items: list[MenuItem]) -> None:
    """What is new in Wagtail is no news of this site."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]
