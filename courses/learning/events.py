"""What a learner does, as plain data: the verbs, and one happening."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

# Verb -> may a client send it? The others only the server says.
VERBS: dict[str, bool] = {
    "seen": True,
    "done": True,
    "undone": True,  # payload {"undoes": [ids of the done events that it saw]}
    "answered": True,
    "reflected": True,
    "watched": True,  # payload {"fraction": 0…1}
    "enrolled": False,
    "moved": False,  # payload {"outline": number}
    "passed": False,
    "failed": False,
    "completed": False,  # payload {"evidence": [ids]}
}

# A video or audio counts as finished from this fraction on: credits need not be watched.
WATCHED_ENOUGH = 0.9


@dataclass(frozen=True)
class Happening:
    """One event as the fold sees it. `id` identifies it wherever it was made; times are aware."""

    id: UUID
    item_key: str
    verb: str
    occurred_at: datetime
    payload: dict[str, Any] = field(default_factory=dict, hash=False)
