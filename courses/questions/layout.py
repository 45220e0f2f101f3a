"""How the parts of a question are laid out in a browser, and how an answer is named there. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Content = dict[str, Any]


class Form(Protocol):
    """A submitted form, as Django's QueryDict."""

    def get(self, name: str, default: str, /) -> Any: ...
    def getlist(self, name: str, /) -> list[str]: ...


class Unreadable(Exception):
    """What was typed is no answer to this question.

    `code`: position | long | choice; and of numbers letters | unit | separators | large, or ambiguous with the two
    `readings` that it can have. `typed`: the words that it is about; `unit`: that of the question; `longest`: how many
    characters a text may have.
    """

    def __init__(self, code: str, typed: str = "", unit: str = "", readings: Sequence[str] = (), longest: int = 0):
        super().__init__(code)
        self.code, self.typed, self.unit, self.readings, self.longest = code, typed, unit, list(readings), longest


@dataclass(frozen=True)
class Layout:
    """How a question is laid out when it is asked.

    A browser knows the parts of a question by their places alone, «~1», «~2» …: an id would tell which right side
    belongs to which left one, and would be the same the next time. `choices`, `rows`: place -> id, of what there is to
    choose from in the order shown, and of what is to be ordered, matched or filled in. `takes_ids`: whether ids are
    understood as well, for what was begun when they were shown.
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
        return next((name for name, identity in self.choices.items() if identity == choice), "")

    def _id(self, parts: Mapping[str, str], name: str) -> str | None:
        is_an_id = self.takes_ids and name in parts.values()
        return name if is_an_id else parts.get(name)


def by_place(ids: Iterable[str]) -> dict[str, str]:
    return {f"~{number}": identity for number, identity in enumerate(ids, start=1)}


def rows_in(layout: Layout, form: Form, name: str) -> dict[str, str]:
    """Id of each row -> what a form says of it."""
    rows = {}
    for place_name, identity in layout.rows.items():
        by_id = form.get(f"{name}:{identity}", "") if layout.takes_ids else ""
        rows[identity] = form.get(f"{name}:{place_name}", by_id)
    return rows


def in_places(content: Content, layout: Layout, answer: Any) -> Any:
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


def in_ids(content: Content, layout: Layout, answer: Any) -> Any:
    """An answer as the content names it. Raises Unreadable where the browser names what it was not shown."""
    if not layout.choices:
        return answer
    match answer:
        case str():
            return known(layout.choice(answer))
        case [*names] if all(isinstance(name, str) for name in names):
            return [known(layout.choice(name)) for name in names]
        case dict() if all(isinstance(name, str) for name in answer.values()):
            return {known(layout.row(row)): known(layout.choice(name)) for row, name in answer.items()}
        case None:
            return None
    raise Unreadable("choice")


def known(identity: str | None) -> str:
    """The id of what the browser named. Raises Unreadable where it was shown nothing of that name."""
    if identity is None:
        raise Unreadable("choice")
    return identity
