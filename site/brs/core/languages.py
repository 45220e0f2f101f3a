"""In which of its languages something is shown: one rule for pages, terms, certificates and mail."""

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import get_language

T = TypeVar("T")
SOURCE_LANGUAGE = "en"


def readers_language() -> str:
    """That of the interface."""
    return get_language() or SOURCE_LANGUAGE


def best(rows: Iterable[T], language: str | None = None, *, live_first: bool = True) -> T | None:
    """Of one thing's translations that in `language` (the reader's), else the source, else the first; None for none.

    What is published comes before what is not, unless `live_first` is False: then drafts count alike. Rows come with
    their locale; the order in which they come changes nothing.
    """
    language = language or readers_language()
    return min(rows, key=lambda row: _rank(row, language, live_first), default=None)


def best_first(rows: Iterable[T], language: str | None = None) -> list[T]:
    """All translations of one thing, the one that `best` chooses first."""
    language = language or readers_language()
    return sorted(rows, key=lambda row: _rank(row, language, True))


def for_the_record(rows: Iterable[T], language: str) -> T | None:
    """The translation whose words are kept for good, as on a certificate: never those of a draft beside something live.

    The best that is live; where nothing is, the source.
    """
    rows = list(rows)
    live = [row for row in rows if getattr(row, "live", True)]
    return best(live, language) or best(rows, SOURCE_LANGUAGE)


def best_of_each(rows: Iterable[T], language: str | None = None, *, live_first: bool = True) -> dict[uuid.UUID, T]:
    """The best translation of each thing by its translation key, each where the first of its translations stands."""
    translations: dict[uuid.UUID, list[T]] = {}
    for row in rows:
        translations.setdefault(row.translation_key, []).append(row)  # type: ignore[attr-defined]
    chosen = {key: best(of_one, language, live_first=live_first) for key, of_one in translations.items()}
    return {key: row for key, row in chosen.items() if row is not None}


def _rank(row: Any, language: str, live_first: bool) -> tuple[bool, int, Any]:
    code = row.locale.language_code
    return (
        live_first and not getattr(row, "live", True),
        0 if code == language else 1 if code == SOURCE_LANGUAGE else 2,
        row.pk,
    )
