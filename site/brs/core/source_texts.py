"""The texts of the source language as they stand now, each by its hash and with the time since when.

wagtail-localize knows what a source said when it was last synchronised. By these hashes it is seen before that which
translations follow an earlier version, by how many texts, and since when.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.html import strip_tags
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin, get_translatable_models
from wagtail_localize.models import String, TranslationContext
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .folding import fold
from .languages import SOURCE_LANGUAGE
from .models import PublishedTranslation, SourceText

AT_ONCE = 200
Hashes = tuple[uuid.UUID, uuid.UUID]  # of the place, of the text
# Signs that change nothing for a reader; those of numbers and measures stay.
_SIGNS = re.compile(r"[^\w%+<>=$€°-]+")


def translated_models() -> list[type[Any]]:
    """The models whose instances are translated by themselves, not with what they are part of."""
    return [
        model for model in get_translatable_models(include_subclasses=True) if model is not Page and not is_part(model)
    ]


def is_part(model: type[Model]) -> bool:
    """Whether its rows are translated with what they are part of."""
    return any(isinstance(field, ParentalKey) for field in model._meta.get_fields())


def hashes_of(instance: Any) -> dict[Hashes, uuid.UUID] | None:
    """Of the texts that are to be translated, as wagtail-localize hashes them, each with the hash of its words.

    None where it cannot read them.
    """
    try:
        segments = extract_segments(instance)
    except TypeError:  # a block has no value at all, as code can make one: no translation of it can begin either
        return None
    return {
        hashes_at(segment.path, segment.string.data): hash_of_words(segment.string.data)
        for segment in segments
        if isinstance(segment, StringSegmentValue)
    }


def hashes_at(path: str, text: str) -> Hashes:
    return TranslationContext._get_path_id(path), String._get_data_hash(text)


def hash_of_words(text: str) -> uuid.UUID:
    """The same for texts that differ in case, white space, punctuation or tags alone."""
    return String._get_data_hash(_SIGNS.sub(" ", fold(strip_tags(text))).strip())


@transaction.atomic
def take_stock(instances: Iterable[Any]) -> None:
    """Notes what these say now. Two queries where nothing has changed since."""
    read = {instance.translation_key: hashes_of(instance) for instance in instances}
    hashes = {key: texts for key, texts in read.items() if texts is not None}
    known: dict[uuid.UUID, dict[Hashes, SourceText]] = defaultdict(dict)
    for text in SourceText.objects.filter(object_key__in=hashes):
        known[text.object_key][text.path_id, text.data_hash] = text
    now = timezone.now()
    new, changed = [], []
    for key, present in hashes.items():
        texts = known.get(key, {})
        seen_at = now if texts else None
        new += [
            SourceText(object_key=key, path_id=path, data_hash=data, words_hash=present[path, data], seen_at=seen_at)
            for path, data in present.keys() - texts.keys()
        ]
        going = [text for hashes, text in texts.items() if hashes not in present and not text.gone_at]
        replaced = {text.path_id for text in going}
        for text in going:
            text.gone_at = now
        for text_hashes, text in texts.items():
            if text_hashes in present and (text.gone_at or text.words_hash is None):
                if text.gone_at and text.path_id not in replaced:
                    text.seen_at = now  # else a change was taken back: it is as if it had never gone
                text.gone_at, text.words_hash = None, present[text_hashes]
                changed.append(text)
        changed += going
    SourceText.objects.bulk_create(new, ignore_conflicts=True)
    SourceText.objects.bulk_update(changed, ["words_hash", "seen_at", "gone_at"])


def take_stock_of_all() -> None:
    """Of all that is translated: after an upgrade, and for what was changed past the models."""
    keys: set[uuid.UUID] = set()
    for model in translated_models():
        instances = model._base_manager.filter(locale__language_code=SOURCE_LANGUAGE).iterator(AT_ONCE)
        while batch := list(islice(instances, AT_ONCE)):
            take_stock(batch)
            keys.update(instance.translation_key for instance in batch)
    deleted = set(SourceText.objects.values_list("object_key", flat=True).distinct()) - keys
    SourceText.objects.filter(object_key__in=deleted).delete()
    PublishedTranslation.objects.filter(object_key__in=deleted).delete()


@receiver(post_save)
def _source_saved(
    sender: type[Model], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """What is public has changed; a draft is saved by some of its fields."""
    if raw or update_fields or not issubclass(sender, TranslatableMixin) or is_part(sender) or sender is Page:
        return
    if instance.locale.language_code == SOURCE_LANGUAGE:
        take_stock([instance])
