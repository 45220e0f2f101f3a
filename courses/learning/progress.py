"""The fold of a learner's events in a course into progress: any order, any repetition, the same result.

Plain Python; the rules are those of docs/decisions/0001-learning-state-is-a-fold-of-events.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .events import WATCHED_ENOUGH, Happening, page_of

STRONGEST_FIRST = ("passed", "done", "failed", "started")
OWN_VERBS = ("seen", "done", "answered", "reflected", "watched")


@dataclass(frozen=True)
class State:
    """`items`: item key -> started | done | passed | failed; what is missing there is not started.

    `parts`: key of a part of a page -> the payload of its last answer, reflection or watching.
    `evidence`: ids of the events that make items done or passed, in order of time.
    `outline`: number of the newest release that the learner started with or moved to, 0 where no event says; where two
    accounts became one, what was said then.
    """

    items: dict[str, str]
    parts: dict[str, dict[str, Any]]
    position: str
    completed: bool
    evidence: list[UUID]
    outline: int


def fold(happenings: Iterable[Happening]) -> State:
    """Progress from a set of events.

    An item is done while some `done` of it is not named by an `undone` (observed-remove set), or once a film was
    watched to its end; a quiz that was ever passed stays passed; the position is the latest event of a learner's own;
    one moves to newer outlines only.
    """
    events = sorted({happening.id: happening for happening in happenings}.values(), key=_when)
    undone = {
        (event.item_key, undoes) for event in events if event.verb == "undone" for undoes in event.payload["undoes"]
    }
    reached: dict[str, set[str]] = {}
    parts: dict[str, dict[str, Any]] = {}
    evidence: list[UUID] = []
    position = ""
    for event in events:
        state = _reaches(event, undone)
        if state:
            reached.setdefault(event.item_key, set()).add(state)
            reached.setdefault(page_of(event.item_key), set()).add("started")
        if state in ("done", "passed"):
            evidence.append(event.id)
        if event.verb in OWN_VERBS:
            position = event.item_key
        if event.verb in ("answered", "reflected", "watched") and event.attempt is None:
            parts[event.item_key] = event.payload
    return State(
        items={key: next(state for state in STRONGEST_FIRST if state in states) for key, states in reached.items()},
        parts=parts,
        position=position,
        completed=any(event.verb == "completed" for event in events),
        evidence=evidence,
        outline=_outline(events),
    )


def _outline(events: Iterable[Happening]) -> int:
    """The newest that was named, but by what a merging of two accounts has put another in place of."""
    naming = [event for event in events if event.verb in ("enrolled", "moved", "merged")]
    replaced = {named for event in naming for named in event.payload.get("instead_of", ())}
    return max((event.payload["outline"] for event in naming if str(event.id) not in replaced), default=0)


def latest_answers(happenings: Iterable[Happening]) -> dict[str, Any]:
    """Question key -> the answer that counts in one attempt: the one with the greatest (seq, time, id)."""
    answers = [event for event in happenings if event.verb == "answered"]
    ordered = sorted(answers, key=lambda event: (event.payload.get("seq", 0), *_when(event)))
    return {event.payload["question"]: event.payload["answer"] for event in ordered}


def _when(event: Happening) -> tuple[datetime, UUID]:
    return (event.occurred_at, event.id)


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
