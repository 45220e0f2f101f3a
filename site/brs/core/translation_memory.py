"""What was translated before, for texts that wait for it: the same text, or one that is nearly so, and its translation.

The memory is wagtail-localize's record of all words. A text that is nearly the same shares one of its longest words:
so few are compared by letters, and no index has to be kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from rapidfuzz import fuzz, process
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from .folding import fold
from .translation_checks import problems

NEAR = 75  # per cent of letters
OFFERED = 3  # of one text
COMPARED = 400  # texts that share a word with it: first the rarest word, the newest texts
REMEMBERED = 100_000  # texts, the newest
WORDS_SHARED = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggestion:
    """`words`: a translation; `per_cent`: how near its source is; `title`: of the page where it stands."""

    per_cent: int
    words: str
    source: str
    title: str


def suggestions(translation: Translation, segments: Iterable[StringSegment]) -> dict[int, list[Suggestion]]:
    """By the segment's primary key, best first. Two queries, however many segments."""
    texts = {segment.pk: segment.string.data for segment in segments}
    if not texts:
        return {}
    words = StringTranslation.objects.filter(
        locale=translation.target_locale_id,
        translation_of__locale=translation.source.locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        has_error=False,
    )
    newest = words.order_by("-pk").values_list("translation_of_id", "translation_of__data")[:REMEMBERED]
    remembered = dict(newest.iterator(chunk_size=5_000))
    near = {pk: list(_near(text, strings)) for pk, text, strings in _sharing_words(texts, remembered)}
    chosen = {string for matches in near.values() for string, _per_cent in matches}
    translated: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = words.filter(translation_of__in=chosen).order_by("-updated_at")
    for string, data, title in rows.values_list("translation_of_id", "data", "context__object__sources__object_repr"):
        translated[string].append((data, title or ""))
    return {
        pk: offered
        for pk, matches in near.items()
        if (offered := list(_offered(texts[pk], matches, remembered, translated)))
    }


def _sharing_words(texts: dict[int, str], remembered: dict[int, str]) -> Iterator[tuple[int, str, dict[int, str]]]:
    """Each text with what shares one of its longest words."""
    longest = {pk: _longest_words(text) for pk, text in texts.items()}
    looked_for = {word for of_text in longest.values() for word in of_text}
    having: dict[str, list[int]] = defaultdict(list)
    for string, data in remembered.items():
        for word in looked_for.intersection(_WORD.findall(data.lower())):
            having[word].append(string)
    for pk, text in texts.items():
        by_rarity = sorted((having[word] for word in longest[pk]), key=len)
        strings = dict.fromkeys(islice(chain.from_iterable(by_rarity), COMPARED))
        yield pk, text, {string: remembered[string] for string in strings}


def _longest_words(text: str) -> list[str]:
    return sorted(set(_WORD.findall(text.lower())), key=len)[-WORDS_SHARED:]


def _near(text: str, strings: dict[int, str]) -> Iterator[tuple[int, int]]:
    matches: Any = process.extract(text, strings, scorer=fuzz.ratio, score_cutoff=NEAR, limit=2 * OFFERED)
    for data, score, string in matches:
        yield string, 100 if data == text else min(99, int(score))


def _offered(
    text: str, matches: list[tuple[int, int]], remembered: dict[int, str], translated: dict[int, list[tuple[str, str]]]
) -> Iterator[Suggestion]:
    """Each translation once, and none whose tags or placeholders do not fit the text."""
    met: set[str] = set()
    for string, per_cent in matches:
        for words, title in translated[string]:
            if len(met) < OFFERED and fold(words) not in met and not any(problems(text, words)):
                met.add(fold(words))
                yield Suggestion(per_cent, words, remembered[string], title)
