"""What each published translation follows of its source, noted as it is published, and by what it is behind since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from django.dispatch import receiver
from wagtail.models import Revision, TranslatableMixin
from wagtail.signals import page_published, published
from wagtail_localize.models import Translation, TranslationContext

from .languages import SOURCE_LANGUAGE
from .machine_translation import machine_words
from .models import PublishedTranslation, SourceText
from .translation_state import Noted, changed_parts, follows_source_of

# What stands in no page that is read.
UNREAD = [TranslationContext._get_path_id(path) for path in ("seo_title", "search_description")]


@dataclass(frozen=True)
class Lag:
    """How many parts of the source say something else by now, and since when the first of them does."""

    parts: int
    since: datetime


@dataclass(frozen=True)
class Reservations:
    """What readers of a translation are told of it."""

    lag: Lag | None = None
    machine_texts: int = 0


def reservations_of(page: Any) -> Reservations:
    """Two queries, of what is public; none for the source."""
    if page.locale.language_code == SOURCE_LANGUAGE:
        return Reservations()
    noted = PublishedTranslation.objects.filter(object_key=page.translation_key, locale_id=page.locale_id).first()
    follows = noted.follows if noted else page.last_published_at
    lag = _lag(page.translation_key, follows) if follows and SOURCE_LANGUAGE in page.live_languages else None
    return Reservations(lag, noted.machine_texts if noted else 0)


def _lag(key: Any, follows: datetime) -> Lag | None:
    since = Q(gone_at__gt=follows) | Q(gone_at=None, seen_at__gt=follows)
    texts = SourceText.objects.filter(since, object_key=key).exclude(path_id__in=UNREAD)
    noted = (Noted(*text) for text in texts.values_list("path_id", "words_hash", "seen_at", "gone_at"))
    changed = changed_parts(noted, follows)
    return Lag(len(changed), min(changed.values())) if changed else None


@receiver([page_published, published])
def _note(sender: type[Model], instance: Any, revision: Revision, **kwargs: Any) -> None:
    """One that is edited by hand says what its editor saw in the source, and is looked through by whoever edits it."""
    if not isinstance(instance, TranslatableMixin) or instance.locale.language_code == SOURCE_LANGUAGE:
        return
    records = Translation.objects.filter(source__object_id=instance.translation_key, target_locale=instance.locale)
    record = records.filter(enabled=True).select_related("source").first()
    follows, machine_texts = revision.created_at, 0
    if record:
        follows = follows_source_of(record.source.last_updated_at, follows)
        machine_texts = machine_words(record).count()
    PublishedTranslation.objects.update_or_create(
        object_key=instance.translation_key,
        locale=instance.locale,
        defaults={"follows": follows, "machine_texts": machine_texts},
    )
