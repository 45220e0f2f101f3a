"""Pages of activities, and the list of them."""

from .activity_page import FACTS, ActivityPage, ActivityPageQuerySet, Session, hours_asked_back, is_over, pages_of
from .index_page import ActivityIndexPage

__all__ = [
    "FACTS",
    "ActivityIndexPage",
    "ActivityPage",
    "ActivityPageQuerySet",
    "Session",
    "hours_asked_back",
    "is_over",
    "pages_of",
]
