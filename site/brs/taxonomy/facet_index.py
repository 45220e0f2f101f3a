"""Which public content of a kind carries what, held in memory as sets of bits, so that time does not grow with it.

Bit n of a value's number stands for the n-th piece of content. Each language's index is kept for a generation.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from brs.core import generation
from brs.core.folding import fold
from brs.core.languages import SOURCE_LANGUAGE, best_first, readers_language
from brs.core.pages import TranslatedPage, is_public

from .models import AXES, Classification, in_readers_language

Text = str | Promise


@dataclass(frozen=True)
class OwnAxis:
    """An axis that is not of the taxonomy: its values with their titles, and which of them content has.

    `of` is given the content's live pages in whatever language, the reader's first.
    """

    values: Sequence[tuple[str, Text]]
    of: Callable[[list[Any]], Iterable[str]]


@dataclass(frozen=True)
class Arrangement:
    """How one kind of pages is arranged.

    `axes`: name in addresses -> title, in the order of showing. `words`: what a page is found by. `orders`: name ->
    title and key of sorting, the first being what readers get who ask for none. `among`: which live pages, if not all.
    """

    model: type[TranslatedPage]
    axes: dict[str, Text]
    own: dict[str, OwnAxis]
    words: Callable[[Any], str]
    orders: dict[str, tuple[Text, Callable[[Any], Any]]]
    among: Callable[[Any], Any] = lambda pages: pages


@dataclass(frozen=True)
class Choice:
    """One value of an axis: its slug in addresses, its title in the reader's language, what has it."""

    slug: str
    title: str
    bits: int


@dataclass(frozen=True)
class Index:
    """`pages[n]` is the id of the n-th page, `texts[n]` its folded words.

    `axes`: name of an axis -> its choices. `orders`: name of an order -> places of the pages in it.
    """

    pages: list[int]
    texts: list[str]
    axes: dict[str, list[Choice]]
    orders: dict[str, list[int]] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return (1 << len(self.pages)) - 1

    def having(self, words: str) -> int:
        """What has each of the words somewhere in its text."""
        wanted = fold(words).split()
        matching = 0
        for index, text in enumerate(self.texts):
            if all(word in text for word in wanted):
                matching |= 1 << index
        return matching


def index_of(arrangement: Arrangement, now: str) -> Index:
    """The index of a generation in the reader's language. No query while nothing was published since it was made."""
    language = readers_language()
    return generation.cached(now, ("index", arrangement.model, language), lambda: _made(arrangement, language))


def _made(arrangement: Arrangement, language: str) -> Index:
    versions: dict[uuid.UUID, list[TranslatedPage]] = defaultdict(list)
    live = arrangement.model._default_manager.live().annotate(is_public=is_public())  # type: ignore[attr-defined]
    for page in arrangement.among(live).select_related("locale"):
        versions[page.translation_key].append(page)
    ranked = [best_first(pages, language) for pages in versions.values()]
    served = [pages for pages in ranked if pages[0].locale.language_code in (language, SOURCE_LANGUAGE)]
    contents = [pages for pages in served if pages[0].is_public]  # type: ignore[attr-defined]
    place_of = {pages[0].translation_key: index for index, pages in enumerate(contents)}
    bits: dict[tuple[str, Any], int] = defaultdict(int)
    of_taxonomy = [axis for axis in arrangement.axes if axis in AXES]
    rows = Classification.objects.filter(axis__in=of_taxonomy).values_list("content_key", "axis", "term_key")
    for content_key, axis, term_key in rows:
        if content_key in place_of:
            bits[axis, term_key] |= 1 << place_of[content_key]
    for index, pages in enumerate(contents):
        for axis, axis_values in arrangement.own.items():
            for value in axis_values.of(pages):
                bits[axis, value] |= 1 << index
    axes = {}
    for axis in arrangement.axes:
        if axis in arrangement.own:
            axes[axis] = [Choice(value, str(title), bits[axis, value]) for value, title in arrangement.own[axis].values]
        else:
            terms = in_readers_language(AXES[axis]).items()
            axes[axis] = [Choice(term.slug, str(term), bits[axis, key]) for key, term in terms]
    shown = [pages[0] for pages in contents]
    return Index(
        pages=[page.pk for page in shown],
        texts=[fold(arrangement.words(page)) for page in shown],
        axes=axes,
        orders={
            name: sorted(range(len(shown)), key=lambda index: key(shown[index]))
            for name, (_title, key) in arrangement.orders.items()
        },
    )
