"""A query in the spelling of words that are known. Plain Python."""

import difflib
import re
from collections.abc import Iterable

from brs.core.folding import fold, wanted

MOST_WORDS = 5  # of a query are looked for: each is compared with all that are known
LEAST_ALIKE = 0.7
_WORD = re.compile(r"\w+")


def in_known_words(query: str, texts: Iterable[str]) -> str:
    """The query with each word that no text has in the spelling of the one most like it, where one is like it."""
    known = {tuple(wanted(word)): fold(word) for text in texts for word in _WORD.findall(text)}
    spelt = {word: word for word in known.values()}
    changed = 0

    def nearest(match: re.Match[str]) -> str:
        nonlocal changed
        word = match.group()
        if tuple(wanted(word)) in known or changed == MOST_WORDS:
            return word
        changed += 1
        return next(iter(difflib.get_close_matches(fold(word), spelt, 1, LEAST_ALIKE)), word)

    return _WORD.sub(nearest, query)
