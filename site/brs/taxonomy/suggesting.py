"""Terms that a page may well carry: those of the page above it, and those that its own text names."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search.index import SearchField

from brs.core.choosing import Suggestion
from brs.core.folding import fold, phrase, words
from brs.core.languages import SOURCE_LANGUAGE
from brs.core.quoting import quoted
from brs.core.searching import Folded

from .models import AXES, CLASSIFIED_FIELDS, Classified

LONGEST_TEXT = 100_000
SHORTEST_NAME = 4  # characters, and of Chinese 2


def suggestions_for(page: Classified, parent: Page | None) -> dict[str, list[Suggestion]]:
    """By the name of the field. A query for each axis, and two for what is above."""
    suggested: dict[str, list[Suggestion]] = defaultdict(list)
    above = _classified_above(parent)
    text = _text_of(page)
    languages = {page.locale.language_code, SOURCE_LANGUAGE} if page.locale_id else {SOURCE_LANGUAGE}  # type: ignore[attr-defined]
    for axis, name in CLASSIFIED_FIELDS.items():
        if above is not None:
            keys = [term.translation_key for term in getattr(above, name).all()]
            suggested[name].append(Suggestion(_("As in %(page)s:") % {"page": quoted(above.title)}, keys))
        terms = AXES[axis].objects.filter(locale__language_code__in=languages)
        suggested[name].append(Suggestion(_("Named in the text:"), named_in(text, terms)))
    return suggested


def named_in(text: str, terms: Iterable[Any]) -> list[uuid.UUID]:
    """Keys of the terms whose title stands in the text; of whole words, singular or plural."""
    folded, stems = fold(text), phrase(words(text))
    return list(dict.fromkeys(term.translation_key for term in terms if _stands_in(term.title, folded, stems)))


def _stands_in(title: str, folded: str, stems: str) -> bool:
    name = fold(title)
    if not name.isascii() and not any(letter.isspace() for letter in name) and _is_chinese(name):
        return len(name) > 1 and name in folded
    return len(name) >= SHORTEST_NAME and phrase(words(name)) in stems


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in name)


def _text_of(page: Classified) -> str:
    """By which the page is searched."""
    fields = [field for field in page.get_search_fields() if isinstance(field, SearchField)]  # type: ignore[attr-defined]
    values = [field.get_value(page) for field in fields if not isinstance(field, Folded)]
    return strip_tags(" ".join(str(value) for value in values))[:LONGEST_TEXT]


def _classified_above(parent: Page | None) -> Any:
    """The nearest page above that carries terms."""
    if parent is None:
        return None
    above = parent.get_ancestors(inclusive=True).order_by("-depth")
    return next((page.specific for page in above if issubclass(page.specific_class or Page, Classified)), None)
