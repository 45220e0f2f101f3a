"""The piece of a text that shows why it was found. Plain Python."""

import re

from brs.core.folding import wanted, words

LENGTH, BEFORE = 200, 60
_WORD = re.compile(r"\w+")

# A piece of text, and whether it is what was looked for.
Piece = tuple[str, bool]


def excerpt(text: str, query: str) -> list[Piece]:
    """Some words around the first that the query names, those named marked; the beginning where there is none."""
    text = " ".join(text.split())
    marks = _marks(text, set(wanted(query)))
    start, end = _window(text, marks[0][0] if marks else 0)
    pieces: list[Piece] = [("…", False)] if start else []
    at = start
    for mark_start, mark_end in marks:
        if start <= mark_start and mark_end <= end:
            pieces += [(text[at:mark_start], False), (text[mark_start:mark_end], True)]
            at = mark_end
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _marks(text: str, asked: set[str]) -> list[tuple[int, int]]:
    """Where the words asked for stand. Of Chinese, each of their characters that stands in a pair asked for."""
    marks: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        known = words(word.group())
        if len(known) == 1:
            if known[0] in asked:
                marks.append(word.span())
            continue
        for at in range(word.start(), word.end()):
            is_marked = text[at] in asked or text[at : at + 2] in asked or (at and text[at - 1 : at + 1] in asked)
            if is_marked and marks and marks[-1][1] == at:
                marks[-1] = (marks[-1][0], at + 1)
            elif is_marked:
                marks.append((at, at + 1))
    return marks


def _window(text: str, first: int) -> tuple[int, int]:
    """From a little before the first mark, between words where there are spaces."""
    start = max(first - BEFORE, 0)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = start + LENGTH
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start + LENGTH // 2, end)
    return start, space if space > 0 else end
