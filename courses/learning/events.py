"""What a learner does, as plain data: the verbs, one happening, and what a client may say of it."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

# Verb -> may a client send it? The others only the server says.
VERBS: dict[str, bool] = {
    "seen": True,
    "done": True,
    "undone": True,  # payload {"undoes": [ids of the done events that it saw]}
    "answered": True,  # payload {"answer", "showing"}; in an attempt {"answer", "question", "seq"}; the server marks it
    "reflected": True,  # payload {"text"}
    "watched": True,  # payload {"fraction": 0…1}
    "enrolled": False,
    "moved": False,  # payload {"outline": number}
    "passed": False,  # payload {"score", "number"}, attempt set
    "failed": False,
    "completed": False,  # payload {"evidence": [ids]}
}

# A video or audio counts as finished from this fraction on: credits need not be watched.
WATCHED_ENOUGH = 0.9

PAYLOAD_KEYS = {
    "undone": {"undoes"},
    "answered": {"answer", "question", "seq", "showing"},
    "reflected": {"text"},
    "watched": {"fraction"},
}
MARKED_BY_THE_SERVER = {"correct", "points", "of"}
LONGEST_PAYLOAD = 20_000  # characters of JSON: a long reflection fits
LONGEST_COUNT = 1_000_000


@dataclass(frozen=True)
class Happening:
    """One event as the fold sees it. `id` identifies it wherever it was made; times are aware.

    `language` is the one it was read in; empty where it is that of the whole delivery.
    """

    id: UUID
    item_key: str
    verb: str
    occurred_at: datetime
    payload: dict[str, Any] = field(default_factory=dict, hash=False)
    attempt: UUID | None = None
    language: str = ""


def page_of(item_key: str) -> str:
    """The page's key in the key of an item or of a part of one."""
    return item_key.partition(":")[0]


def reason_to_refuse(happening: Happening, allowed: Collection[str], *, from_client: bool) -> str:
    """The code of what is wrong with a happening by itself; empty where nothing is."""
    if happening.verb not in VERBS:
        return "unknown_verb"
    if not from_client:
        return ""
    if not VERBS[happening.verb]:
        return "server_only"
    if page_of(happening.item_key) not in allowed:
        return "not_in_outline"
    if MARKED_BY_THE_SERVER & happening.payload.keys():
        return "server_only"
    if not _is_storable(happening.payload) or not _has_its_payload(happening.verb, happening.payload):
        return "bad_payload"
    return ""


def _has_its_payload(verb: str, payload: dict[str, Any]) -> bool:
    if not payload.keys() <= PAYLOAD_KEYS.get(verb, set()):
        return False
    match verb, payload:
        case "undone", {"undoes": list(ids)}:
            return all(_is_id(one) for one in ids)
        case "watched", {"fraction": int() | float() as fraction}:
            return 0 <= fraction <= 1
        case "reflected", {"text": str()}:
            return True
        case "answered", {"answer": _, **rest}:
            seq = rest.get("seq", 0)
            are_words = all(isinstance(rest.get(name, ""), str) for name in ("question", "showing"))
            return are_words and type(seq) is int and 0 <= seq <= LONGEST_COUNT
    return verb in ("seen", "done")


def _is_id(text: object) -> bool:
    try:
        return str(UUID(str(text))) == text
    except ValueError:
        return False


def _is_storable(payload: dict[str, Any]) -> bool:
    """Both databases can keep it: no infinite number, no NUL, no half of a surrogate pair, not too long."""
    try:
        written = json.dumps(payload, allow_nan=False, ensure_ascii=False)
        written.encode()
    except ValueError:
        return False
    return len(written) <= LONGEST_PAYLOAD and "\\u0000" not in written
