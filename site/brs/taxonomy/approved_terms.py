"""Terms whose translation is settled, in a text that is translated: which it has, and whether the translation has them.

They are the terms of the glossary, the conventions and the themes that are there in both languages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wagtail.models import Locale

from brs.core.folding import phrase, wanted, words

from .models import Convention, GlossaryTerm, Term, Theme

KINDS: tuple[type[Term], ...] = (GlossaryTerm, Convention, Theme)
# Endings change most in these: a word counts from its beginning.
INFLECTED = {"ar", "ru"}
SHORTEST_BEGINNING = 3
CUT = 2


@dataclass(frozen=True)
class ApprovedTerm:
    """`phrase`: the words of the source's term, folded, in their order; `in_other_words`: those of its translation."""

    source: str
    target: str
    phrase: str
    in_other_words: tuple[str, ...]


def approved_terms(source: Locale, target: Locale) -> list[ApprovedTerm]:
    """The longest first. As many queries as there are kinds."""
    terms = []
    for model in KINDS:
        titles: dict[tuple[object, int], str] = {
            (key, locale): title
            for key, locale, title in model._base_manager.filter(locale__in=[source, target]).values_list(
                "translation_key", "locale_id", "title"
            )
        }
        for (key, locale), title in titles.items():
            translated = titles.get((key, target.pk))
            if locale == source.pk and translated and wanted(title):
                terms.append(ApprovedTerm(title, translated, phrase(wanted(title)), tuple(wanted(translated))))
    return sorted(terms, key=lambda term: -len(term.phrase))


def terms_in(text: str, terms: Iterable[ApprovedTerm]) -> list[ApprovedTerm]:
    """Those that the text has; not one that is part of a longer one that it has."""
    whole = phrase(words(text))
    present: list[ApprovedTerm] = []
    for term in terms:
        if term.phrase in whole and not any(term.phrase in longer.phrase for longer in present):
            present.append(term)
    return present


def not_said(translation: str, terms: Sequence[ApprovedTerm], language: str) -> list[ApprovedTerm]:
    """Those whose approved words are not all in the translation, in whatever form and order."""
    translated_words = set(words(translation))
    return [
        term for term in terms if not all(_is_said(word, translated_words, language) for word in term.in_other_words)
    ]


def _is_said(word: str, translated_words: set[str], language: str) -> bool:
    if word in translated_words or language not in INFLECTED:
        return word in translated_words
    beginning = word[: max(SHORTEST_BEGINNING, len(word) - CUT)]
    return any(other.startswith(beginning) for other in translated_words)
