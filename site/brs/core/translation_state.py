"""The state of a translation beside its source. Plain Python."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
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


def has_gone_since(came_at: datetime | None, gone_at: datetime, follows: datetime | None) -> bool:
    """Whether a text that is gone from the source still stands in the translation.

    What came and went again after the moment that the translation follows never stood in it.
    """
    return follows is not None and gone_at > follows and (came_at is None or came_at <= follows)


@dataclass(frozen=True)
class Noted:
    """A text of the source: in which part it stands or stood, the hash of its words, and when it came and went."""

    part: Hashable
    words: Hashable
    came_at: datetime | None
    gone_at: datetime | None


def changed_parts(texts: Iterable[Noted], follows: datetime) -> dict[Hashable, datetime]:
    """The parts of the source that say something else by now than the translation, and since when.

    A part is new, gone or in other words; where only signs, case or tags were changed it is the same.
    """
    gone: dict[Hashable, set[Hashable]] = defaultdict(set)
    came: dict[Hashable, set[Hashable]] = defaultdict(set)
    moments: dict[Hashable, list[datetime]] = defaultdict(list)
    for text in texts:
        if text.gone_at and has_gone_since(text.came_at, text.gone_at, follows):
            gone[text.part].add(text.words)
            moments[text.part].append(text.gone_at)
        elif text.gone_at is None and text.came_at and text.came_at > follows:
            came[text.part].add(text.words)
            moments[text.part].append(text.came_at)
    return {
        part: min(when) for part, when in moments.items() if gone[part] != came[part] or None in gone[part] | came[part]
    }


def later(moments: Iterable[datetime], than: datetime | None) -> int:
    """How many came later; none where nobody knows than when."""
    return sum(moment > than for moment in moments) if than else 0
