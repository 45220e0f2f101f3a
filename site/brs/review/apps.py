from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


class ReviewConfig(AppConfig):
    name = "brs.review"
    label = "review"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.signals import page_published

        from . import privacy  # noqa: F401  it registers itself
        from .scheduling import begin, forget_deleted

        def on_published(instance: Page, **_signal: Any) -> None:
            begin(instance)

        def on_deleted(instance: Page, **_signal: Any) -> None:
            forget_deleted(instance.translation_key)

        page_published.connect(on_published, weak=False, dispatch_uid="review begins")
        post_delete.connect(on_deleted, sender=Page, weak=False, dispatch_uid="review goes")
