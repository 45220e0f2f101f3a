"""The database's search, with every query folded as what it searches is: that of readers and of the admin alike."""

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.search.backends import database
from wagtail.search.backends.base import BaseSearchBackend
from wagtail.search.query import And, PlainText

from .searching import Folded, FoldedBeginnings, FoldedText, folded


class FoldingBackend:
    """Stands before one of Wagtail's. Its rows are those of before: only what is asked is other words."""

    def search(self, query: Any, among: Any, *args: Any, **options: Any) -> Any:
        return super().search(_query_for(query, among), among, *args, **options)  # type: ignore[misc]

    def autocomplete(self, query: Any, among: Any, *args: Any, **options: Any) -> Any:
        return super().autocomplete(_query_for(query, among), among, *args, **options)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802  the name that Wagtail asks for
    backend = type(database.SearchBackend(params))
    return type(backend.__name__, (FoldingBackend, backend), {})(params)


def fold_media() -> None:
    """Titles and descriptions of pictures and documents, which are Wagtail's own models, are indexed folded as well."""
    for model, names in ((AbstractImage, ("title", "description")), (AbstractDocument, ("title",))):
        fields = [field for name in names for field in (Folded(name), FoldedBeginnings(name))]
        for concrete in (model, *model.__subclasses__()):
            concrete.search_fields = [*concrete.search_fields, *fields]


def _query_for(query: Any, among: type[Model] | QuerySet) -> Any:
    model = among.model if isinstance(among, QuerySet) else among
    is_folded = issubclass(model, Page) or any(isinstance(field, Folded) for field in _fields_of(model))
    return _folded(query) if is_folded else query


def _folded(query: Any) -> Any:
    """The query in folded words; an empty text, which finds nothing, for one without words."""
    if isinstance(query, str):
        return folded(query)
    if isinstance(query, And):
        parts = [part for part in map(_folded, query.subqueries) if part != ""]
        return And(parts) if len(parts) > 1 else (parts or [""])[0]
    if isinstance(query, PlainText) and not isinstance(query, FoldedText):
        return folded(query.query_string, query.operator)
    return query


def _fields_of(model: type[Model]) -> list[Any]:
    return model.get_search_fields() if hasattr(model, "get_search_fields") else []
