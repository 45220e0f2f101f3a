"""What a browser is shown of a question before it is marked, and how an answer is read from a form. Plain Python."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .marking import Content, number

LONGEST_TEXT = 500
LONGEST_NUMBER = 40


class Form(Protocol):
    """A submitted form, as Django's QueryDict."""

    def get(self, name: str, default: str, /) -> Any: ...
    def getlist(self, name: str, /) -> list[str]: ...


class Unreadable(Exception):
    """What was typed is no answer to this question. `args[0]` is a code: number, position, long."""


def choices_of(content: Content) -> list[str]:
    """Ids of what there is to choose from: options, items, or right sides with the distractors among them."""
    return [one["id"] for name in ("options", "items", "pairs", "distractors") for one in content.get(name, [])]


def shuffled(content: Content, chance: random.Random) -> list[str]:
    """The ids in the order in which they shall be shown."""
    order = choices_of(content)
    chance.shuffle(order)
    return order


def shown(content: Content, order: Sequence[str]) -> dict[str, Any]:
    """All that a browser may see before marking: neither key nor feedback nor accepted answers."""
    place = {identity: n for n, identity in enumerate(order)}
    seen: dict[str, Any] = {"type": content["type"], "stem": content["stem"], "unit": content.get("unit", "")}
    for name, text in (("options", "text"), ("items", "text")):
        if name in content:
            seen["choices"] = [{"id": one["id"], "text": one[text]} for one in content[name]]
    if "pairs" in content:
        rights = [*content["pairs"], *content["distractors"]]
        seen["choices"] = [{"id": one["id"], "text": one["right"]} for one in rights]
        seen["lefts"] = [{"id": pair["id"], "text": pair["left"]} for pair in content["pairs"]]
    if "choices" in seen:
        seen["choices"].sort(key=lambda one: place.get(one["id"], len(place)))
    return seen


@dataclass(frozen=True)
class Asked:
    """A question to be answered in a form. `rows`: for ordering and matching a field a row, with what was chosen."""

    question: dict[str, Any]
    answer: Any
    typed: str
    rows: list[dict[str, Any]]
    positions: list[str]
    error: str = ""


def asked(content: Content, order: Sequence[str], answer: Any, form: Form | None = None, error: str = "") -> Asked:
    """The question with what was answered before, or with what was typed into a form that could not be read."""
    seen = shown(content, order)
    if content["type"] == "ordering":
        rows, chosen = seen["choices"], {identity: str(n + 1) for n, identity in enumerate(answer or [])}
    elif content["type"] == "matching":
        rows, chosen = seen["lefts"], answer or {}
    else:
        rows, chosen = [], {}
    fields = [{**row, "name": f"answer:{row['id']}"} for row in rows]
    return Asked(
        question=seen,
        answer=answer,
        typed=form.get("answer", "") if form else ("" if answer is None else str(answer)),
        rows=[
            {**field, "chosen": form.get(field["name"], "") if form else chosen.get(field["id"], "")}
            for field in fields
        ],
        positions=[str(n + 1) for n in range(len(seen.get("choices", [])))],
        error=error,
    )


def read(content: Content, form: Form, name: str) -> Any:
    """The answer in a submitted form, None where there is none.

    Fields: `name` for all types but ordering (`name:item id` holds its position) and matching (`name:pair id` holds
    the id of the right side). Raises Unreadable.
    """
    return READERS[content["type"]](content, form, name)


def _one(content: Content, form: Form, name: str) -> str | None:
    given = form.get(name, "")
    return given if given in choices_of(content) else None


def _several(content: Content, form: Form, name: str) -> list[str] | None:
    given = [one for one in form.getlist(name) if one in choices_of(content)]
    return given or None


def _yes_or_no(content: Content, form: Form, name: str) -> bool | None:
    return {"true": True, "false": False}.get(form.get(name, ""))


def _number(content: Content, form: Form, name: str) -> str | None:
    typed = form.get(name, "").strip()
    if typed and number(typed) is None:
        raise Unreadable("number")
    return typed[:LONGEST_NUMBER] or None


def _order(content: Content, form: Form, name: str) -> list[str] | None:
    ids = [item["id"] for item in content["items"]]
    places = {identity: form.get(f"{name}:{identity}", "") for identity in ids}
    if not any(places.values()):
        return None
    if sorted(places.values()) != sorted(str(n + 1) for n in range(len(ids))):
        raise Unreadable("position")
    return sorted(ids, key=lambda identity: int(places[identity]))


def _pairs(content: Content, form: Form, name: str) -> dict[str, str] | None:
    known = set(choices_of(content))
    chosen = {pair["id"]: form.get(f"{name}:{pair['id']}", "") for pair in content["pairs"]}
    return {left: right for left, right in chosen.items() if right in known} or None


def _text(content: Content, form: Form, name: str) -> str | None:
    typed = form.get(name, "").strip()
    if len(typed) > LONGEST_TEXT:
        raise Unreadable("long")
    return typed or None


READERS: dict[str, Callable[[Content, Form, str], Any]] = {
    "single_choice": _one,
    "multiple_response": _several,
    "true_false": _yes_or_no,
    "numeric": _number,
    "ordering": _order,
    "matching": _pairs,
    "short_text": _text,
}


def fits(content: Content, answer: Any) -> bool:
    """Whether an answer that came by another way than a form has the shape of one to this question. None takes back."""
    ids = choices_of(content)
    match content["type"], answer:
        case _, None:
            return True
        case "single_choice", str():
            return answer in ids
        case "multiple_response", list():
            return all(one in ids for one in answer)
        case "true_false", bool():
            return True
        case "numeric", str():
            return len(answer) <= LONGEST_NUMBER and number(answer) is not None
        case "ordering", list():
            return all(isinstance(one, str) for one in answer) and sorted(answer) == sorted(ids)
        case "matching", dict():
            lefts = [pair["id"] for pair in content["pairs"]]
            return all(left in lefts and right in ids for left, right in answer.items())
        case "short_text", str():
            return len(answer) <= LONGEST_TEXT
    return False
