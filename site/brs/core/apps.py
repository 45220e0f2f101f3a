from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "brs.core"
    label = "core"

    def ready(self) -> None:
        from django_tasks.signals import task_finished, task_started
        from wagtail.admin.views.mixins import SpreadsheetExportMixin
        from wagtail.admin.widgets import BaseChooser
        from wagtail.images.models import AbstractImage
        from wagtail_localize import strings

        from . import (  # noqa: F401  some register themselves
            admin_scripts,
            checks,
            clock_changes,
            logs,
            old_addresses,
            published_translations,
            restrictions,
            running,
            source_texts,
        )
        from .aliases import hide_synchronisation_of_trees
        from .choosing import register as register_choices
        from .search_backend import fold_media
        from .spreadsheets import IN_FILES

        running.hold()
        task_started.connect(logs.begin_task)
        task_finished.connect(logs.end_task)
        # All that the admin exports: lists, reports, the site's history.
        SpreadsheetExportMixin.custom_value_preprocess |= IN_FILES
        BaseChooser.render = admin_scripts.render
        hide_synchronisation_of_trees()
        clock_changes.register_fields()
        fold_media()
        register_choices()
        # Not a picture's title, which is the name of its file until somebody gives it another.
        AbstractImage.default_alt_text = property(lambda image: image.description)
        # A formula is one text to translate, not cut in three at its figures.
        strings.INLINE_TAGS += ["sub", "sup"]
