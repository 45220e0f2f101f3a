"""The fold of a learner's events in a course into progress: any order, any repetition, the same result.

Plain Python; the rules are those of docs/decisions/0001-learning-state-is-a-fold-of-events.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .events import WATCHED_ENOUGH, Happening


@dataclass(frozen=True)
class State:
    """`items`: item key -> started | done | passed | failed; what is missing there is not started."""

    items: dict[str, str]
    position: str
    completed: bool


def fold(happenings: Iterable[Happening]) -> State:
    """Progress from a set of events.

    An item is done while some `done` of it is not named by an `undone` (observed-remove set), or once a film was
    watched to its end; a quiz that was ever passed stays passed; the position is the latest event of a learner's own.
    """
    events = {happening.id: happening for happening in happenings}.values()
    undone = {
        (event.item_key, undoes) for event in events if event.verb == "undone" for undoes in event.payload["undoes"]
    }
    reached: dict[str, set[str]] = {}
    for event in events:
        if state := _reaches(event, undone):
            reached.setdefault(event.item_key, set()).add(state)
    own = [event for event in events if event.verb in ("seen", "done", "answered", "reflected", "watched")]
    latest = max(own, key=lambda event: (event.occurred_at, event.id), default=None)
    return State(
        items={key: next(state for state in STRONGEST_FIRST if state in states) for key, states in reached.items()},
        position=latest.item_key if latest else "",
        completed=any(event.verb == "completed" for event in events),
    )


STRONGEST_FIRST = ("passed", "done", "failed", "started")


def _reaches(event: Happening, undone: set[tuple[str, str]]) -> str:
    """The state that one event alone would bring its item to; empty for none."""
    match event.verb:
        case "done":
            return "started" if (event.item_key, str(event.id)) in undone else "done"
        case "watched":
            return "done" if event.payload["fraction"] >= WATCHED_ENOUGH else "started"
        case "passed" | "failed":
            return event.verb
        case "seen" | "answered" | "reflected":
            return "started"
    return ""
