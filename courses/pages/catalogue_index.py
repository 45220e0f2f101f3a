"""Which live course carries what, held in memory as sets of bits, so that time does not grow with the courses.

Bit n of a term's number stands for the n-th course. Each language's index is kept for an edition.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from brs.core import edition
from brs.core.folding import fold
from brs.core.pages import SOURCE_LANGUAGE
from brs.taxonomy.models import AXES, Classification, in_readers_language

from .models.course import CoursePage

FACETS = ("convention", "theme", "audience", "competency", "sdg")


@dataclass(frozen=True)
class Choice:
    """One value of an axis: its slug in addresses, its title in the reader's language, the courses that have it."""

    slug: str
    title: str
    courses: int


@dataclass(frozen=True)
class Index:
    """`pages[n]` is the id of the n-th course's page, `texts[n]` its folded title, summary and code.

    `axes`: name of an axis -> its choices. `orders`: name of an order -> places of the courses in it.
    """

    pages: list[int]
    texts: list[str]
    axes: dict[str, list[Choice]]
    orders: dict[str, list[int]]

    @property
    def everything(self) -> int:
        return (1 << len(self.pages)) - 1

    def having(self, words: str) -> int:
        """The courses whose text has each of the words somewhere."""
        wanted = fold(words).split()
        found = 0
        for place, text in enumerate(self.texts):
            if all(word in text for word in wanted):
                found |= 1 << place
        return found


def index_of(now: str) -> Index:
    """The index of an edition in the reader's language. No query while nothing was published since it was made."""
    language = get_language() or SOURCE_LANGUAGE
    return edition.kept(now, ("catalogue", language), lambda: _made(language))


def _made(language: str) -> Index:
    pages: dict[uuid.UUID, CoursePage] = {}
    spoken: dict[uuid.UUID, set[str]] = defaultdict(set)
    for page in CoursePage.objects.live().select_related("locale"):
        code = page.locale.language_code
        spoken[page.translation_key].add(code)
        if code == language or (code == SOURCE_LANGUAGE and page.translation_key not in pages):
            pages[page.translation_key] = page
    courses = list(pages.values())
    place_of = {page.translation_key: place for place, page in enumerate(courses)}
    bits: dict[tuple[str, Any], int] = defaultdict(int)
    rows = Classification.objects.filter(axis__in=FACETS).values_list("content_key", "axis", "term_key")
    for content_key, axis, term_key in rows:
        if content_key in place_of:
            bits[axis, term_key] |= 1 << place_of[content_key]
    for key, place in place_of.items():
        bits["level", pages[key].level] |= 1 << place
        for code in spoken[key]:
            bits["language", code] |= 1 << place
    axes = {}
    for axis in FACETS:
        terms = in_readers_language(AXES[axis])
        axes[axis] = [Choice(term.slug, str(term), bits[axis, key]) for key, term in terms.items() if bits[axis, key]]
    levels = [Choice(level.value, str(level.label), bits["level", level.value]) for level in CoursePage.Level]
    languages = [Choice(code, name, bits["language", code]) for code, name in settings.LANGUAGES]
    axes["level"] = [choice for choice in levels if choice.courses]
    axes["language"] = [choice for choice in languages if choice.courses]
    places = range(len(courses))
    return Index(
        pages=[page.pk for page in courses],
        texts=[fold(f"{page.title} {page.summary} {page.code}") for page in courses],
        axes=axes,
        orders={
            "title": sorted(places, key=lambda n: fold(courses[n].title)),
            "newest": sorted(places, key=lambda n: courses[n].pk, reverse=True),
            "shortest": sorted(places, key=lambda n: courses[n].estimated_minutes),
        },
    )
