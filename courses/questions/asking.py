"""What a browser is shown of a question before it is marked, and how an answer is read from a form. Plain Python."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .marking import LONGEST_TEXT, Content, choices_of, fits
from .numbers import as_stored, number, read_number


class Form(Protocol):
    """A submitted form, as Django's QueryDict."""

    def get(self, name: str, default: str, /) -> Any: ...
    def getlist(self, name: str, /) -> list[str]: ...


class Unreadable(Exception):
    """What was typed is no answer to this question.

    `code`: position | long | choice; and of numbers letters | unit | separators | large, or ambiguous with the two
    `readings` that it can have. `typed`: the words that it is about; `unit`: that of the question.
    """

    def __init__(self, code: str, typed: str = "", unit: str = "", readings: Sequence[str] = ()):
        super().__init__(code)
        self.code, self.typed, self.unit, self.readings = code, typed, unit, list(readings)


def shuffled(content: Content, chance: random.Random) -> list[str]:
    """The ids in the order in which they shall be shown."""
    order = choices_of(content)
    chance.shuffle(order)
    return order


@dataclass(frozen=True)
class Layout:
    """How a question is laid out when it is asked.

    A browser knows the parts of a question by their places alone, «~1», «~2» …: an id would tell which right side
    belongs to which left one, and would be the same the next time. `choices`, `rows`: place -> id, of what there is to
    choose from in the order shown, and of what is to be ordered or matched. `takes_ids`: whether ids are understood as
    well, for what was begun when they were shown.
    """

    choices: dict[str, str]
    rows: dict[str, str]
    takes_ids: bool = False

    def choice(self, name: str) -> str | None:
        return self._id(self.choices, name)

    def row(self, name: str) -> str | None:
        return self._id(self.rows, name)

    def place(self, choice: str) -> str:
        """Where a choice stands; empty where there is none such."""
        return next((place for place, identity in self.choices.items() if identity == choice), "")

    def _id(self, parts: Mapping[str, str], name: str) -> str | None:
        is_an_id = self.takes_ids and name in parts.values()
        return name if is_an_id else parts.get(name)


def laid_out(content: Content, order: Sequence[str], *, takes_ids: bool = False) -> Layout:
    return Layout(_by_place(order), _by_place(_rows_of(content, order)), takes_ids)


def by_ids(content: Content) -> Layout:
    """For a form that was made when browsers were shown ids, and that says nothing of how it was laid out."""
    choices = choices_of(content)
    return Layout({choice: choice for choice in choices}, {row: row for row in _rows_of(content, choices)})


def _by_place(ids: Iterable[str]) -> dict[str, str]:
    return {f"~{number}": identity for number, identity in enumerate(ids, start=1)}


def _rows_of(content: Content, order: Sequence[str]) -> list[str]:
    """Ids of what is to be ordered or matched, in the order shown."""
    match content["type"]:
        case "ordering":
            return list(order)
        case "matching":
            return [pair["id"] for pair in content["pairs"]]
    return []


def shown(content: Content, layout: Layout) -> dict[str, Any]:
    """All that a browser may see before marking: neither key nor feedback nor accepted answers."""
    question: dict[str, Any] = {"type": content["type"], "stem": content["stem"], "unit": content.get("unit", "")}
    if layout.choices:
        texts = {
            choice["id"]: choice[text]
            for name, text in (("options", "text"), ("items", "text"), ("pairs", "right"), ("distractors", "right"))
            for choice in content.get(name, [])
        }
        question["choices"] = [{"place": place, "text": texts[choice]} for place, choice in layout.choices.items()]
    if "pairs" in content:
        places = zip(layout.rows, content["pairs"], strict=True)
        question["lefts"] = [{"place": place, "text": pair["left"]} for place, pair in places]
    return question


@dataclass(frozen=True)
class Asked:
    """A question to be answered in a form. `answer`: the places of what was chosen. `showing`: of one in a lesson.

    `rows`: for ordering and matching a field a row, with what was chosen. `reading`: what is meant by a number that, as
    it stands in the field, could be another as well.
    """

    question: dict[str, Any]
    answer: Any
    typed: str
    rows: list[dict[str, Any]]
    positions: list[str]
    reading: str
    error: str = ""
    showing: str = ""


def asked(
    content: Content, layout: Layout, answer: Any, form: Form | None = None, error: str = "", showing: str = ""
) -> Asked:
    """The question with what was answered before, or with what was typed into a form that could not be read."""
    answer = answer if fits(content, answer) else None
    question, given = shown(content, layout), in_places(layout, answer)
    if content["type"] == "ordering":
        rows, chosen = question.get("choices", []), {place: str(n) for n, place in enumerate(given or [], start=1)}
    elif content["type"] == "matching":
        rows, chosen = question["lefts"], given or {}
    else:
        rows, chosen = [], {}
    fields = [{**row, "name": f"answer:{row['place']}"} for row in rows]
    return Asked(
        question=question,
        answer=given,
        typed=form.get("answer", "") if form else ("" if answer is None else str(answer)),
        rows=[
            {**field, "chosen": form.get(field["name"], "") if form else chosen.get(field["place"], "")}
            for field in fields
        ],
        positions=[str(n + 1) for n in range(len(layout.choices))],
        reading=answer if content["type"] == "numeric" and answer and not form else "",
        error=error,
        showing=showing,
    )


def in_places(layout: Layout, answer: Any) -> Any:
    """An answer as the browser names it."""
    if not layout.choices:
        return answer
    match answer:
        case str():
            return layout.place(answer)
        case list():
            return [layout.place(choice) for choice in answer]
        case dict():
            return {row: layout.place(answer[left]) for row, left in layout.rows.items() if left in answer}
    return answer


def in_ids(layout: Layout, answer: Any) -> Any:
    """An answer as the content names it. Raises Unreadable where the browser names what it was not shown."""
    if not layout.choices:
        return answer
    match answer:
        case str():
            return _known(layout.choice(answer))
        case [*names] if all(isinstance(name, str) for name in names):
            return [_known(layout.choice(name)) for name in names]
        case dict() if all(isinstance(name, str) for name in answer.values()):
            return {_known(layout.row(row)): _known(layout.choice(name)) for row, name in answer.items()}
        case None:
            return None
    raise Unreadable("choice")


def _known(identity: str | None) -> str:
    if identity is None:
        raise Unreadable("choice")
    return identity


def read(content: Content, layout: Layout, form: Form, name: str) -> Any:
    """The answer in a submitted form, by ids, None where there is none.

    Fields: `name` for all types but ordering (`name:place` of an item holds its position) and matching (`name:place` of
    a left side holds the place of the right one). `reading` of a number tells which of two it is. Raises Unreadable.
    """
    return READERS[content["type"]](content, layout, form, name)


def read_sent(content: Content, layout: Layout, payload: Mapping[str, Any]) -> Any:
    """The answer in an event, as `read` does of a form."""
    match content["type"], payload.get("answer"):
        case "numeric", str() as typed:
            return _typed_number(content, typed, str(payload.get("reading", "")))
        case "numeric", int() | float() as answer if (value := number(answer)) is not None:
            return as_stored(value)
    return in_ids(layout, payload.get("answer"))


def _one(content: Content, layout: Layout, form: Form, name: str) -> str | None:
    return layout.choice(form.get(name, ""))


def _several(content: Content, layout: Layout, form: Form, name: str) -> list[str] | None:
    given = [layout.choice(typed) for typed in form.getlist(name)]
    return [choice for choice in given if choice is not None] or None


def _yes_or_no(content: Content, layout: Layout, form: Form, name: str) -> bool | None:
    return {"true": True, "false": False}.get(form.get(name, ""))


def _number(content: Content, layout: Layout, form: Form, name: str) -> str | None:
    return _typed_number(content, form.get(name, ""), form.get("reading", ""))


def _typed_number(content: Content, typed: str, chosen: str) -> str | None:
    """The number as it is stored. `chosen`: which of its two readings is meant, where it has two."""
    typed, unit = typed.strip(), content.get("unit", "")
    reading = read_number(typed, unit)
    if reading.wrong == "nothing":  # but spaces, and signs that are not seen
        return None
    values = [as_stored(value) for value in reading.values]
    if len(values) == 1 or chosen in values:
        return chosen if chosen in values else values[0]
    if values:
        raise Unreadable("ambiguous", typed, unit, values)
    raise Unreadable(reading.wrong, reading.rest or typed, unit)


def _order(content: Content, layout: Layout, form: Form, name: str) -> list[str] | None:
    positions = _rows(layout, form, name)
    if not any(positions.values()):
        return None
    if sorted(positions.values()) != sorted(str(n + 1) for n in range(len(positions))):
        raise Unreadable("position")
    return sorted(positions, key=lambda item: int(positions[item]))


def _pairs(content: Content, layout: Layout, form: Form, name: str) -> dict[str, str] | None:
    chosen = {left: layout.choice(typed) for left, typed in _rows(layout, form, name).items()}
    return {left: right for left, right in chosen.items() if right is not None} or None


def _rows(layout: Layout, form: Form, name: str) -> dict[str, str]:
    """Id of each row -> what was chosen for it."""
    rows = {}
    for place, identity in layout.rows.items():
        by_id = form.get(f"{name}:{identity}", "") if layout.takes_ids else ""
        rows[identity] = form.get(f"{name}:{place}", by_id)
    return rows


def _text(content: Content, layout: Layout, form: Form, name: str) -> str | None:
    typed = form.get(name, "").strip()
    if len(typed) > LONGEST_TEXT:
        raise Unreadable("long")
    return typed or None


READERS: dict[str, Callable[[Content, Layout, Form, str], Any]] = {
    "single_choice": _one,
    "multiple_response": _several,
    "true_false": _yes_or_no,
    "numeric": _number,
    "ordering": _order,
    "matching": _pairs,
    "short_text": _text,
}
