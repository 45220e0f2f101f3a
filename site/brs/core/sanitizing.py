"""HTML from people, cleaned. The only file that knows bleach."""

import bleach
from django.utils.safestring import SafeString, mark_safe

TAGS = {"a", "b", "strong", "i", "em", "ul", "ol", "li", "p", "br", "sub", "sup"}


def clean(html: str) -> SafeString:
    """The HTML with nothing in it but plain text marks, lists and links to the web or to an e-mail address."""
    cleaned = bleach.clean(
        html, tags=TAGS, attributes={"a": ["href"]}, protocols={"http", "https", "mailto"}, strip=True
    )
    return mark_safe(cleaned)
