from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class ReviewConfig(AppConfig):
    name = "brs.review"
    label = "review"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.signals import page_published

        from brs.core.languages import SOURCE_LANGUAGE
        from brs.core.pruning import PRUNED
        from brs.taxonomy.models import Convention

        from . import (
            privacy,  # noqa: F401  it registers itself
            reports,
        )
        from .scheduling import begin, forget_deleted
        from .workflows import open_to_reviewers, set_up

        PRUNED["problems that readers reported"] = reports.prune

        def on_published(instance: Page, **_signal: Any) -> None:
            begin(instance)

        def on_deleted(instance: Page, **_signal: Any) -> None:
            forget_deleted(instance.translation_key)

        def on_convention(instance: Convention, raw: bool, **_signal: Any) -> None:
            if instance.is_treaty and instance.locale.language_code == SOURCE_LANGUAGE and not raw:
                open_to_reviewers(instance)

        page_published.connect(on_published, weak=False, dispatch_uid="review begins")
        post_delete.connect(on_deleted, sender=Page, weak=False, dispatch_uid="review goes")
        post_save.connect(on_convention, sender=Convention, weak=False, dispatch_uid="reviewers of a convention")
        post_migrate.connect(set_up, sender=self, dispatch_uid="workflows")
