from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "brs.core"
    label = "core"

    def ready(self) -> None:
        from wagtail.admin.views.mixins import SpreadsheetExportMixin
        from wagtail.admin.widgets import BaseChooser
        from wagtail_localize.locales.components import LOCALE_COMPONENTS

        from . import admin_scripts, checks, old_addresses  # noqa: F401  they register themselves
        from .spreadsheets import IN_FILES

        # All that the admin exports: lists, reports, the site's history.
        SpreadsheetExportMixin.custom_value_preprocess |= IN_FILES
        BaseChooser.render = admin_scripts.render
        LOCALE_COMPONENTS.clear()  # its one would fill a language with live copies of the source
