"""What the editors' templates may use."""

from django import template
from wagtail.models import Page

from courses.pages.impact import removal_in_words, removal_of

register = template.Library()


@register.inclusion_tag("courses/removal.html")
def removal(page: Page) -> dict[str, str]:
    """Whom it touches when a page goes offline; nothing for a page that is no part of a course."""
    found = removal_of(page)
    return {"words": removal_in_words(found) if found else ""}
