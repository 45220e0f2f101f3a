"""What a browser is shown of a question before it is marked, and how an answer is read from a form."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .layout import Content, Form, Layout, Unreadable, by_place
from .marking import choices_of, fits
from .types import TYPES, OnPaper

__all__ = [
    "Layout",
    "PresentedQuestion",
    "Unreadable",
    "by_ids",
    "choices_of",
    "fits",
    "in_ids",
    "in_places",
    "laid_out",
    "present",
    "read",
    "read_sent",
    "shown",
    "shuffled",
]


def shuffled(content: Content, chance: random.Random) -> list[str]:
    """The ids in the order in which they shall be shown."""
    order = choices_of(content)
    chance.shuffle(order)
    return order


def order_in_quiz(content: Content, chance: random.Random, *, shuffle: bool) -> list[str]:
    """The ids as a quiz shows them. What can be put in order is always shuffled: the bank has it in the right order."""
    keeps_order = not shuffle and TYPES[content["type"]].keeps_order
    return choices_of(content) if keeps_order else shuffled(content, chance)


def laid_out(content: Content, order: Sequence[str], *, takes_ids: bool = False) -> Layout:
    return Layout(by_place(order), by_place(_rows_of(content, order)), takes_ids)


def by_ids(content: Content) -> Layout:
    """For a form that was made when browsers were shown ids, and that says nothing of how it was laid out."""
    choices = choices_of(content)
    return Layout({choice: choice for choice in choices}, {row: row for row in _rows_of(content, choices)})


def _rows_of(content: Content, order: Sequence[str]) -> list[str]:
    return TYPES[content["type"]].rows(content, order)


def shown(content: Content, layout: Layout) -> dict[str, Any]:
    """All that a browser may see before marking: neither key nor feedback nor accepted answers."""
    question_type = TYPES[content["type"]]
    question = {"type": question_type.name, "stem": content["stem"], **question_type.shown(content, layout)}
    if layout.choices:
        texts = question_type.choices(content)
        question["choices"] = [{"place": name, "text": texts[choice]} for name, choice in layout.choices.items()]
    return question


@dataclass(frozen=True)
class PresentedQuestion:
    """A question to be answered in a form. `answer`: the places of what was chosen. `showing`: of one in a lesson.

    `rows`: for types of several fields one each, with what was chosen or typed. `reading`: what is meant by a number
    that, as it stands in the field, could be another as well.
    """

    question: dict[str, Any]
    answer: Any
    typed: str
    rows: list[dict[str, Any]]
    positions: list[str]
    reading: str
    error: str = ""
    showing: str = ""

    @property
    def template(self) -> str:
        """Of its fields."""
        return TYPES[self.question["type"]].template

    @property
    def on_paper(self) -> OnPaper:
        return TYPES[self.question["type"]].on_paper(self.question)


def present(
    content: Content, layout: Layout, answer: Any, form: Form | None = None, error: str = "", showing: str = ""
) -> PresentedQuestion:
    """The question with what was answered before, or with what was typed into a form that could not be read."""
    question_type = TYPES[content["type"]]
    answer = answer if fits(content, answer) else None
    question, places = shown(content, layout), in_places(content, layout, answer)
    fields = [{**row, "name": f"answer:{row['place']}"} for row in question.get("rows", [])]
    chosen = question_type.in_rows(places)
    return PresentedQuestion(
        question=question,
        answer=places,
        typed=form.get("answer", "") if form else ("" if places is None else str(places)),
        rows=[
            {**field, "chosen": form.get(field["name"], "") if form else chosen.get(field["place"], "")}
            for field in fields
        ],
        positions=[str(n + 1) for n in range(len(layout.choices))],
        reading="" if form else question_type.reading(content, answer),
        error=error,
        showing=showing,
    )


def in_places(content: Content, layout: Layout, answer: Any) -> Any:
    """An answer as the browser names it."""
    return TYPES[content["type"]].in_places(content, layout, answer)


def in_ids(content: Content, layout: Layout, answer: Any) -> Any:
    """An answer as the content names it. Raises Unreadable where the browser names what it was not shown."""
    return TYPES[content["type"]].in_ids(content, layout, answer)


def read(content: Content, layout: Layout, form: Form, name: str) -> Any:
    """The answer in a submitted form, by ids, None where there is none.

    The field is called `name`; of types with several, each is called `name:place`. Raises Unreadable.
    """
    return TYPES[content["type"]].read(content, layout, form, name)


def read_sent(content: Content, layout: Layout, payload: Mapping[str, Any]) -> Any:
    """The answer in an event, as `read` does of a form."""
    question_type = TYPES[content["type"]]
    if question_type.read_sent:
        return question_type.read_sent(content, layout, payload)
    return question_type.in_ids(content, layout, payload.get("answer"))
