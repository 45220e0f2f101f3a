"""HTML from people, cleaned. The only file that knows bleach."""

import re
from collections import Counter

import bleach
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TAGS = {"a", "b", "strong", "i", "em", "ul", "ol", "li", "p", "br", "sub", "sup"}
# Marks within marks beyond this many are for confusing programs: the time to clean them grows with their square.
DEEPEST = 100
_MARK = re.compile(r"<(/?)([a-zA-Z]+)")


def clean(html: str) -> SafeString:
    """The HTML with nothing in it but plain text marks, lists and links to the web or to an e-mail address.

    Where marks are left open beyond all measure they are text as the rest.
    """
    if _most_open(html) > DEEPEST:
        return escape(html)
    cleaned = bleach.clean(
        html, tags=TAGS, attributes={"a": ["href"]}, protocols={"http", "https", "mailto"}, strip=True
    )
    return mark_safe(cleaned)


def _most_open(html: str) -> int:
    """How many marks at most are open at once where nothing closes a mark but its own end."""
    open_marks: Counter[str] = Counter()
    deep = deepest = 0
    for end, name in _MARK.findall(html):
        name = name.lower()
        if not end and name != "br":
            open_marks[name] += 1
            deep += 1
        elif end and open_marks[name]:
            open_marks[name] -= 1
            deep -= 1
        deepest = max(deepest, deep)
    return deepest
