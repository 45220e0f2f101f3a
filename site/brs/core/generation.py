"""Values derived from published content alone stay in each process's memory until any of that content changes.

The state of all published content is a *generation*. Its name lies in the shared cache and is renewed when a change is
committed, so that one small query tells every process whether what it keeps still holds. See docs/generations.md.
"""

import time
import uuid
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import BaseViewRestriction, Locale, Page, Site, TranslatableMixin
from wagtail.signals import page_published, page_unpublished, post_page_move

from .models import Attribution, AudioVersion

T = TypeVar("T")

NAME = "generation"
CONTENT = (
    Page,
    TranslatableMixin,
    AbstractImage,
    AbstractDocument,
    Attribution,
    AudioVersion,
    BaseViewRestriction,
    Site,
    Locale,
)
# All that saving a draft changes of a page: nothing that the public sees.
DRAFT_FIELDS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "wagtail_admin_comments",
}
# A process may die between committing a change and naming the new generation; content may be changed past all models.
LONGEST_SECONDS = 600
MOST = 1000

_cached: dict[Hashable, Any] = {}
_cached_of = ""
_MISSING: Any = object()


def current() -> str:
    """The name of the generation. One query."""
    name = cache.get(NAME) or _announce()
    return f"{name}:{int(time.time()) // LONGEST_SECONDS}"


def cached(generation: str, key: Hashable, make: Callable[[], T]) -> T:
    """The value that `make` derives from a generation, made once. It is shared: whoever gets it only reads it."""
    global _cached_of
    if generation != _cached_of or len(_cached) > MOST:
        _cached.clear()
        _cached_of = generation
    whole_key = (generation, key)  # another thread may be at another generation
    value = _cached.get(whole_key, _MISSING)
    if value is _MISSING:
        value = _cached[whole_key] = make()
    return value


def renew() -> None:
    """Say that published content has changed: here at once, everywhere when it is committed."""
    forget()
    if not any(deed is _announce for _savepoints, deed, _robust in connection.run_on_commit):
        transaction.on_commit(_announce)


def forget() -> None:
    """Keep nothing in this process."""
    _cached.clear()


def _announce() -> str:
    name = uuid.uuid4().hex
    cache.set(NAME, name, None)
    return name


@receiver([page_published, page_unpublished, post_page_move])
def _page_changed(sender: type[Page], **kwargs: Any) -> None:
    renew()


@receiver([post_save, post_delete])
def _content_changed(sender: type[Model], update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    if issubclass(sender, CONTENT) and not (update_fields and update_fields <= DRAFT_FIELDS):
        renew()


@receiver(post_delete)
def _rendition_deleted(sender: type[Model], **kwargs: Any) -> None:
    """Making one changes nothing: it happens while a page is shown."""
    if issubclass(sender, AbstractRendition):
        renew()
