"""Search that folds: the same words whatever their case, accents, article or ending, on every database."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from .folding import fold, wanted, wanted_in_one, words

Found = TypeVar("Found", bound=QuerySet)


class Folded(index.SearchField):
    """The folded words of a field, kept beside the field as it stands."""

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        return " ".join(words(" ".join(value) if isinstance(value, list) else str(value)))


class FoldedBeginnings(index.AutocompleteField):
    """The same for lists and choosers of the admin, which search while one types: words with and without endings."""

    def get_value(self, obj: Any) -> str:
        text = str(super().get_value(obj) or "")
        return " ".join([*words(text), *fold(text).split()])


class FoldedText(PlainText):
    """Words that are folded already: the backend (`search_backend.py`) takes them as they are."""


def folded(query: str, operator: str = "and") -> FoldedText | str:
    """The words of a query as they are searched for; an empty text where it has none."""
    return _of(wanted(query), operator)


def search(query: str, among: Found) -> Found:
    """Those that have every word of the query, best first; none for a query without words. One query."""
    return _having(wanted(query), among)


def ids_matching(query: str, among: Found) -> list[int]:
    """Ids of those that have every word of the query, in no order: for a list with an order of its own. One query."""
    words = wanted(query)
    if not words:
        return []
    results = get_search_backend().search(_of(words), among.order_by(), order_by_relevance=False)
    return list(results.get_queryset().values_list("pk", flat=True))


def ids_beginning(query: str, among: Found) -> list[int]:
    """The same while one types: the last word may be the beginning of one. One query."""
    words = wanted(query)
    if not words:
        return []
    results = get_search_backend().autocomplete(_of(words), among.order_by(), order_by_relevance=False)
    return list(results.get_queryset().values_list("pk", flat=True))


def search_in_one(query: str, among: Found) -> Found:
    """Those that have the codes of the query as they stand there; none for a query without a code. One query."""
    return _having(wanted_in_one(query), among)


def _having(words: list[str], among: Found) -> Found:
    return get_search_backend().search(_of(words), among).get_queryset() if words else among.none()


def _of(words: list[str], operator: str = "and") -> FoldedText | str:
    return FoldedText(" ".join(words), operator) if words else ""
