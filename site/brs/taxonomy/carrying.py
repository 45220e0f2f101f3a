"""What carries a term, or goes with a course: the reverse index as people read it."""

import uuid

from wagtail.models import Page

from brs.core.pages import for_everybody

from .models import Classification


def carrying(term_key: uuid.UUID) -> list[Page]:
    """Public pages in the reader's language, else in the source's, in the order of the tree. Two queries."""
    keys = Classification.objects.carrying(term_key).values("content_key")
    return list(for_everybody(Page.objects.filter(translation_key__in=keys)).order_by("path"))
