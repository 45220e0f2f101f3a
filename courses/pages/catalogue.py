"""The catalogue: the courses that an address asks for, with what else could be chosen and how many each would leave."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brs.core import edition
from brs.core.pages import SOURCE_LANGUAGE

from .catalogue_index import Choice, index_of
from .models.course import CoursePage

PAGE_SIZE = 24
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Option:
    """A value of an axis that can be chosen. `count`: the courses it would leave with what the other axes say."""

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
class Catalogue:
    """`courses`: a page of CoursePages. `unknown`: asked for, but no axis has it. `kept`: parameters but `page`."""

    courses: list[CoursePage]
    page: Page
    facets: list[Facet]
    chips: list[Chip]
    unknown: list[str]
    query: str
    sort: str
    sorts: list[tuple[str, str]]
    kept: str


def catalogue(asked: QueryDict, now: str = "") -> Catalogue:
    """What the parameters of an address ask for; reads only. Within an axis any value will do, across axes all.

    `now` is the edition, where it is known.
    """
    index = index_of(now or edition.current())
    titles = axis_titles()
    query = asked.get("q", "").strip()[:LONGEST_QUERY]
    matching = index.having(query) if query else index.everything
    chosen: dict[str, list[Choice]] = {}
    unknown: list[str] = []
    for axis in titles:
        by_slug = {choice.slug: choice for choice in index.axes[axis]}
        wanted = [slug for slug in dict.fromkeys(asked.getlist(axis)) if slug]
        chosen[axis] = [by_slug[slug] for slug in wanted if slug in by_slug]
        unknown += [slug[:60] for slug in wanted if slug not in by_slug]
    allowed = {axis: _any_of(choices, index.everything) for axis, choices in chosen.items()}
    found = matching
    for bits in allowed.values():
        found &= bits
    facets = []
    for axis, title in titles.items():
        others = matching
        for other, bits in allowed.items():
            if other != axis:
                others &= bits
        options = [
            Option(choice.slug, choice.title, (choice.courses & others).bit_count(), choice in chosen[axis])
            for choice in index.axes[axis]
        ]
        facets.append(Facet(axis, title, [option for option in options if option.count or option.is_chosen]))
    sorts = {"title": _("By title"), "newest": _("Newest first"), "shortest": _("Shortest first")}
    sort = asked.get("sort", "")
    sort = sort if sort in sorts else "title"
    places = [place for place in index.orders[sort] if found >> place & 1]
    page = Paginator(places, PAGE_SIZE).get_page(asked.get("page"))
    return Catalogue(
        courses=_in_order([index.pages[place] for place in page]),
        page=page,
        facets=[facet for facet in facets if facet.options],
        chips=_chips(asked, chosen, query),
        unknown=unknown,
        query=query,
        sort=sort,
        sorts=list(sorts.items()),
        kept=_without(asked, "page"),
    )


def axis_titles() -> dict[str, str]:
    return {
        "convention": _("Convention"),
        "theme": _("Theme"),
        "audience": _("For whom"),
        "level": _("Level"),
        "language": _("Language"),
        "competency": _("Competency"),
        "sdg": _("SDG target"),
    }


def once_per_course(courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """Each course in the reader's language, else in the source language."""
    language = get_language() or SOURCE_LANGUAGE
    mine = courses.filter(locale__language_code=language)
    if language == SOURCE_LANGUAGE:
        return mine.select_related("locale")
    stand_ins = courses.filter(locale__language_code=SOURCE_LANGUAGE).exclude(
        translation_key__in=mine.values("translation_key")
    )
    return (mine | stand_ins).select_related("locale")


def _any_of(choices: list[Choice], everything: int) -> int:
    return reduce(or_, (choice.courses for choice in choices), 0) if choices else everything


def _in_order(ids: list[int]) -> list[CoursePage]:
    pages = CoursePage.objects.filter(pk__in=ids).select_related("locale").prefetch_related("conventions")
    by_id = {page.pk: page for page in pages}
    return [by_id[pk] for pk in ids if pk in by_id]


def _chips(asked: QueryDict, chosen: dict[str, list[Choice]], query: str) -> list[Chip]:
    chips = [Chip(f"“{query}”", _without(asked, "q"))] if query else []
    for axis, choices in chosen.items():
        chips += [Chip(choice.title, _without(asked, axis, choice.slug)) for choice in choices]
    return chips


def _without(asked: QueryDict, name: str, value: str | None = None) -> str:
    """The parameters without one of them (or without one value of it), and back on the first page."""
    left = asked.copy()
    left.pop("page", None)
    if name in left:
        left.setlist(name, [one for one in left.getlist(name) if value is not None and one != value])
    return left.urlencode()
