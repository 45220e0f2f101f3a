"""What the editors' templates may use."""

from collections.abc import Sequence
from typing import Any

from django import template
from wagtail.models import Page

from courses.pages.impact import impact_of, removal_in_words, removal_of

register = template.Library()


@register.inclusion_tag("courses/removal.html")
def removal(page: Page, *, is_named: bool = False) -> dict[str, str]:
    """Whom it touches when a page goes offline; nothing for a page that is no part of a course."""
    going = removal_of(page)
    title = page.get_admin_display_title() if is_named else ""
    return {"words": removal_in_words(going) if going else "", "title": title}


@register.inclusion_tag("courses/publishing.html")
def publishing(page: Page, problems: Sequence[tuple[Page, Sequence[str]]]) -> dict[str, Any]:
    """What publishing one of several pages does, and what is not complete yet in it and below."""
    return {"page": page, "impact": impact_of(page.specific), "problems": problems}
