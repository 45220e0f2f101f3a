"""Texts whose signs are escaped by a backslash, as GIFT and Moodle's gaps write them. Plain Python."""

import re

_SIGNS = re.compile(r"\\.|####|::|->|[={}~#]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def at(text: str, sign: str, start: int = 0) -> int:
    """Where a sign stands that is not escaped; -1 where it does not."""
    return next((match.start() for match in _SIGNS.finditer(text, start) if match[0].startswith(sign)), -1)


def parted(text: str, sign: str) -> tuple[str, str]:
    """What stands before and after the first such sign."""
    position = at(text, sign)
    return (text, "") if position < 0 else (text[:position], text[position + len(sign) :])


def marked(text: str, marks: str) -> list[tuple[str, str]]:
    """What stands behind each of the marks, with it; what stands before the first has none."""
    ends = [match.start() for match in _SIGNS.finditer(text) if match[0] in marks]
    parts = [("", text[: ends[0] if ends else len(text)])]
    following = [*ends[1:], len(text)]
    return parts + [(text[end], text[end + 1 : after]) for end, after in zip(ends, following, strict=False)]


def unescaped(text: str) -> str:
    """Line breaks are written «\\n»."""
    return _ESCAPED.sub(lambda escape: "\n" if escape[1] == "n" else escape[1], text)


def bare(text: str) -> str:
    """Without what is escaped."""
    return _ESCAPED.sub("", text)
