"""Screens over all content in the admin."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .translation_desk_views import TranslationDeskMenuItem, TranslationDeskView


@hooks.register("register_admin_urls")
def translation_desk_screen() -> list[URLPattern]:
    return [path("reports/translation-desk/", TranslationDeskView.as_view(), name="translation_desk")]


@hooks.register("register_reports_menu_item")
def translation_desk_menu_item() -> MenuItem:
    return TranslationDeskMenuItem(
        _("Translation desk"),
        reverse_lazy("translation_desk"),
        name="translation-desk",
        icon_name="wagtail-localize-language",
        order=60,
    )
