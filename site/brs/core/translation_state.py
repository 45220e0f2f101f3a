"""The state of a translation beside its source. Plain Python."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    REVIEW = "review"
    BEHIND = "behind"
    PUBLISHED = "published"


def state_of(*, is_there: bool, is_live: bool, in_review: bool, texts_lacking: int, has_changes: bool) -> State:
    """What is to be done next decides: what nobody reads yet is a draft, however many texts it lacks.

    `has_changes`: words that are written, and not published yet.
    """
    if not is_there:
        return State.MISSING
    if in_review:
        return State.REVIEW
    if not is_live:
        return State.DRAFT
    if texts_lacking:
        return State.BEHIND
    return State.DRAFT if has_changes else State.PUBLISHED


def follows_source_of(synced_at: datetime, written_at: datetime | None) -> datetime:
    """The moment whose source a translation says: texts that went later still stand in it.

    It is written from the source as that was synchronised last, and says what was there when it was written.
    """
    return min(synced_at, written_at) if written_at else synced_at


def later(moments: Iterable[datetime], than: datetime | None) -> int:
    """How many came later; none where nobody knows than when."""
    return sum(moment > than for moment in moments) if than else 0
