"""The catalogue: courses that carry the terms asked for, each once, in the reader's language where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import get_language

from brs.core.pages import SOURCE_LANGUAGE
from brs.taxonomy.models import Convention, Term, Theme, in_readers_language

from .models.course import CoursePage

PAGE_SIZE = 24
AXES: dict[str, tuple[type[Term], str]] = {"convention": (Convention, "conventions"), "theme": (Theme, "themes")}


@dataclass(frozen=True)
class Facet:
    """One axis to choose from: its name in addresses, its terms in the reader's language, the slug chosen or ""."""

    axis: str
    terms: list[Term]
    chosen: str


@dataclass(frozen=True)
class Catalogue:
    """`unknown`: what was asked for that no axis has."""

    courses: Page
    facets: list[Facet]
    unknown: list[str]
    query: str


def catalogue(asked: Mapping[str, str]) -> Catalogue:
    """The courses for an address's parameters `convention`, `theme`, `q` and `page`; reads only."""
    courses = once_per_course(CoursePage.objects.live())
    facets, unknown = [], []
    for axis, (model, field) in AXES.items():
        terms = list(in_readers_language(model).values())
        chosen = asked.get(axis, "")
        if chosen and chosen not in {term.slug for term in terms}:
            unknown.append(chosen)
            chosen = ""
        if chosen:
            courses = courses.filter(**{f"{field}__slug": chosen})
        facets.append(Facet(axis, terms, chosen))
    query = asked.get("q", "").strip()[:100]
    if query:
        courses = courses.filter(title__icontains=query) | courses.filter(summary__icontains=query)
    found = courses.prefetch_related("conventions").order_by("title").distinct()
    return Catalogue(Paginator(found, PAGE_SIZE).get_page(asked.get("page")), facets, unknown, query)


def once_per_course(courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """Each course in the reader's language, else in the source language."""
    language = get_language() or SOURCE_LANGUAGE
    translated = courses.filter(locale__language_code=language).values_list("translation_key", flat=True)
    mine = courses.filter(locale__language_code=language)
    if language == SOURCE_LANGUAGE:
        return mine.select_related("locale")
    stand_ins = courses.filter(locale__language_code=SOURCE_LANGUAGE).exclude(translation_key__in=translated)
    return (mine | stand_ins).select_related("locale")
