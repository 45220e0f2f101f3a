"""A catalogue: the pages that an address asks for, with what else could be chosen and how many each would leave."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import QueryDict

from brs.core import generation
from brs.core.pages import TranslatedPage

from .facet_index import Arrangement, Choice, Index, index_of

PAGE_SIZE = 24
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Option:
    """A value of an axis that can be chosen. `count`: what it would leave with what the other axes say."""

    slug: str
    title: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    axis: str
    title: str
    options: list[Option]

    @property
    def is_used(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address's parameters without it."""

    title: str
    without: str


@dataclass(frozen=True)
class CatalogueQuery:
    """What an address asks for: the words, the choices of each axis, and what no axis has."""

    query: str
    chosen: dict[str, list[Choice]]
    unknown: list[str]

    def found(self, index: Index, but: str = "") -> int:
        """What has the words and, on each axis but the named one, any of the values chosen."""
        bits = index.having(self.query) if self.query else index.everything
        for axis, choices in self.chosen.items():
            if choices and axis != but:
                bits &= reduce(or_, (choice.bits for choice in choices))
        return bits


@dataclass(frozen=True)
class Catalogue:
    """`shown`: the pages of one page of the list. `kept`: the address's parameters but `page`."""

    shown: list[Any]
    page: ListPage
    facets: list[Facet]
    chips: list[Chip]
    unknown: list[str]
    query: str
    sort: str
    sorts: list[tuple[str, str]]
    kept: str


def catalogue(arrangement: Arrangement, parameters: QueryDict, now: str = "") -> Catalogue:
    """What the parameters of an address ask for; reads only. Within an axis any value will do, across axes all.

    `now` is the generation, where it is known.
    """
    index = index_of(arrangement, now or generation.current())
    selection = read(index, parameters)
    sorts = {name: str(title) for name, (title, _key) in arrangement.orders.items()}
    sort = parameters.get("sort", "")
    sort = sort if sort in sorts else next(iter(sorts))
    matching = selection.found(index)
    page = Paginator([position for position in index.orders[sort] if matching >> position & 1], PAGE_SIZE).get_page(
        parameters.get("page")
    )
    return Catalogue(
        shown=_in_order(arrangement.model, [index.pages[position] for position in page]),
        page=page,
        facets=_facets(arrangement, index, selection),
        chips=chips_of(parameters, selection),
        unknown=selection.unknown,
        query=selection.query,
        sort=sort,
        sorts=list(sorts.items()),
        kept=_without(parameters, "page"),
    )


def read(index: Index, parameters: QueryDict) -> CatalogueQuery:
    chosen: dict[str, list[Choice]] = {}
    unknown: list[str] = []
    for axis, choices in index.axes.items():
        by_slug = {choice.slug: choice for choice in choices}
        wanted = [slug for slug in dict.fromkeys(parameters.getlist(axis)) if slug]
        chosen[axis] = [by_slug[slug] for slug in wanted if slug in by_slug]
        unknown += [slug[:60] for slug in wanted if slug not in by_slug]
    return CatalogueQuery(parameters.get("q", "").strip()[:LONGEST_QUERY], chosen, unknown)


def _facets(arrangement: Arrangement, index: Index, selection: CatalogueQuery) -> list[Facet]:
    facets = []
    for axis, title in arrangement.axes.items():
        others = selection.found(index, but=axis)
        options = [
            Option(choice.slug, choice.title, (choice.bits & others).bit_count(), choice in selection.chosen[axis])
            for choice in index.axes[axis]
        ]
        facets.append(Facet(axis, str(title), [option for option in options if option.count or option.is_chosen]))
    return [facet for facet in facets if facet.options]


def _in_order(model: type[TranslatedPage], ids: list[int]) -> list[TranslatedPage]:
    pages = model._default_manager.filter(pk__in=ids).select_related("locale").prefetch_related("conventions")
    by_id = {page.pk: page for page in pages}
    return [by_id[pk] for pk in ids if pk in by_id]


def chips_of(parameters: QueryDict, selection: CatalogueQuery) -> list[Chip]:
    chips = [Chip(f"“{selection.query}”", _without(parameters, "q"))] if selection.query else []
    for axis, choices in selection.chosen.items():
        chips += [Chip(choice.title, _without(parameters, axis, choice.slug)) for choice in choices]
    return chips


def _without(parameters: QueryDict, name: str, value: str | None = None) -> str:
    """The parameters without one of them (or without one value of it), and back on the first page."""
    left = parameters.copy()
    left.pop("page", None)
    if name in left:
        left.setlist(name, [chosen for chosen in left.getlist(name) if value is not None and chosen != value])
    return left.urlencode()
