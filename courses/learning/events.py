"""Learning events as plain data: the verbs, one happening, and whether a client may say it."""

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
    "answered": True,  # payload {"answer"} with {"showing"}, in an attempt {"question", "seq"}; the server marks it
    "reflected": True,  # payload {"text"}
    "watched": True,  # payload {"fraction": 0…1}
    "enrolled": False,
    "moved": False,  # payload {"outline": number}
    "merged": False,  # with another account; payload {"outline": number, "instead_of": [ids of events that named one]}
    "passed": False,  # payload {"score", "number"}, attempt set
    "failed": False,
    "completed": False,  # payload {"evidence": [ids]}
}

# A video or audio counts as finished from this fraction on: credits need not be watched.
WATCHED_ENOUGH = 0.9

PAYLOAD_KEYS = {
    "undone": {"undoes"},
    "answered": {"answer", "question", "seq", "showing", "reading"},
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
    payload = happening.payload
    has_known_keys = payload.keys() <= PAYLOAD_KEYS.get(happening.verb, set())
    if not has_known_keys or not has_its_payload(happening.verb, payload):
        return "bad_payload"
    if happening.verb == "answered" and not _could_answer_something(payload["answer"]):
        return "bad_payload"
    # Last: it writes the payload out, which by now is known to be flat. What is nested deep cannot be written.
    return "" if _is_storable(payload) else "bad_payload"


def is_sound(happening: Happening) -> bool:
    """Whether the fold can read an event that is stored: asked of each on the way out, whoever stored it, and when."""
    if not has_its_payload(happening.verb, happening.payload):
        return False
    return happening.verb != "answered" or happening.attempt is None or "question" in happening.payload


def has_its_payload(verb: str, payload: Any) -> bool:
    """Whether a payload holds what its verb needs, in the shape that it needs. Total."""
    match verb, payload:
        case "undone", {"undoes": list(ids)}:
            return all(_is_id(text) for text in ids)
        case "watched", {"fraction": int() | float() as fraction}:
            return type(fraction) is not bool and 0 <= fraction <= 1
        case "reflected", {"text": str()}:
            return True
        case "answered", {"answer": _, **rest}:
            are_words = all(isinstance(rest.get(name, ""), str) for name in ("question", "showing", "reading"))
            seq = rest.get("seq", 0)
            return are_words and type(seq) is int and 0 <= seq <= LONGEST_COUNT
        case "enrolled" | "moved", {"outline": int() as number}:
            return type(number) is not bool
        case "merged", {"outline": int() as number, "instead_of": list(ids)}:
            return type(number) is not bool and all(_is_id(text) for text in ids)
    return verb in ("seen", "done", "passed", "failed", "completed")


def _could_answer_something(answer: Any) -> bool:
    """The shape of an answer to some type of question; whether it fits the very one is asked where that is known."""
    match answer:
        case None | bool() | int() | float() | str():
            return True
        case list():
            return all(isinstance(part, str) for part in answer)
        case dict():
            return all(isinstance(part, str) for part in answer.values())
    return False


def _is_id(text: object) -> bool:
    try:
        return isinstance(text, str) and str(UUID(text)) == text
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
