"""Keeps the reverse index: written when classified content is published or taken offline, and rebuilt by command."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published, page_unpublished

from brs.core import generation

from .models import Classification, Classified


@transaction.atomic
def classify(content_key: uuid.UUID, model: Any) -> None:
    """Make the index say of this content what its live pages (of a Classified model), in whatever language, carry."""
    wanted = {pair for page in model.objects.filter(translation_key=content_key, live=True) for pair in page.terms()}
    rows = Classification.objects.of(content_key)
    stored = {(row.axis, row.term_key): row for row in rows}
    Classification.objects.filter(pk__in=[row.pk for pair, row in stored.items() if pair not in wanted]).delete()
    Classification.objects.bulk_create(
        [
            Classification(content_key=content_key, axis=axis, term_key=term_key)
            for axis, term_key in wanted - stored.keys()
        ],
        ignore_conflicts=True,
    )
    generation.renew()  # rows written in bulk say nothing


def rebuild() -> int:
    """Write the whole index anew; how many rows it has."""
    classified = [model for model in get_page_models() if issubclass(model, Classified)]
    keys = set()
    for model in classified:
        for key in set(model.objects.live().values_list("translation_key", flat=True)):
            classify(key, model)
            keys.add(key)
    Classification.objects.exclude(content_key__in=keys).delete()
    return Classification.objects.count()


@receiver([page_published, page_unpublished])
def _status_changed(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    if issubclass(sender, Classified):
        classify(instance.translation_key, sender)


@receiver(post_delete)
def _deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    if issubclass(sender, Classified):
        classify(instance.translation_key, sender)
