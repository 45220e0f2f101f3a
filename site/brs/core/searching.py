"""Search that folds: the same words whatever their case, accents, article or ending, on every database."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from .folding import wanted, words

Found = TypeVar("Found", bound=QuerySet)


class Folded(index.SearchField):
    """The folded words of a field, kept beside the field as it stands: that one serves the editors' search."""

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        return " ".join(words(" ".join(value) if isinstance(value, list) else str(value)))


def search(query: str, among: Found) -> Found:
    """Those that have every word of the query, best first; none for a query without words. One query."""
    asked = " ".join(wanted(query))
    return get_search_backend().search(asked, among).get_queryset() if asked else among.none()
