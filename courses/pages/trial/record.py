"""What somebody pretends to have done in a course that they try: in their session alone, never in the database.

One course at a time. Progress is the fold of pretended events, as a learner's is of theirs.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.learning.events import Happening
from courses.learning.progress import State, fold
from courses.learning.rules import is_complete

IN_SESSION = "trial"
MOST_EVENTS = 500
# How far one pretends to be when the trial begins: name -> its words, and of how many of so many items that is.
BEGINNINGS: dict[str, tuple[str | Promise, float]] = {
    "new": (_("Just enrolled"), 0),
    "halfway": (_("Halfway"), 0.5),
    "done": (_("All done"), 1),
}
BEGAN_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Trial:
    """`events`: item key, verb and payload of what was done since. `attempts`: by key of the quiz, see quiz.py."""

    course_key: str
    beginning: str = "new"
    events: list[list[Any]] = field(default_factory=list)
    attempts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, item_key: str, verb: str, payload: Mapping[str, Any] | None = None) -> None:
        if len(self.events) < MOST_EVENTS:
            self.events = [*self.events, [item_key, verb, dict(payload or {})]]

    def undo(self, item_key: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Take back that an item is done, also where the beginning says so."""
        done = [str(event.id) for event in self.happenings(items) if (event.item_key, event.verb) == (item_key, "done")]
        self.add(item_key, "undone", {"undoes": done})

    def happenings(self, items: Sequence[Mapping[str, Any]]) -> list[Happening]:
        _words, share = BEGINNINGS[self.beginning]
        before = items[: int(len(items) * share)]
        pretended = [[item["key"], "passed" if item["kind"] == "quiz" else "done", {}] for item in before]
        return [
            Happening(
                uuid.uuid5(uuid.NAMESPACE_URL, f"{number}"), key, verb, BEGAN_AT + timedelta(seconds=number), payload
            )
            for number, (key, verb, payload) in enumerate([*pretended, *self.events])
        ]

    def state(self, items: Sequence[Mapping[str, Any]]) -> State:
        return fold(self.happenings(items))

    def is_complete(self, items: Sequence[Mapping[str, Any]]) -> bool:
        return is_complete(items, self.state(items).items, waived=())


def trial_of(request: HttpRequest, course_key: uuid.UUID) -> Trial:
    """The trial of this course, or one that begins."""
    stored = request.session.get(IN_SESSION) or {}
    return Trial(**stored) if stored.get("course_key") == str(course_key) else Trial(str(course_key))


def keep(request: HttpRequest, trial: Trial) -> None:
    request.session[IN_SESSION] = vars(trial).copy()
