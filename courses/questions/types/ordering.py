"""Ordering: `items: [{"id", "text"}]` in the right order. The answer is the items' ids in the learner's order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..layout import Content, Form, Layout, Unreadable, rows_in
from ..text_answers import same_words
from .base import ROWS_HELP, OnPaper, Problem, QuestionBlock, QuestionType, read_the_same, texts_of, with_ids


class OrderingBlock(QuestionBlock):
    items = blocks.ListBlock(
        blocks.CharBlock(max_length=500),
        label=_("Items in the right order"),
        min_num=3,
        max_num=12,
        help_text=ROWS_HELP,
    )

    class Meta:
        icon = "list-ol"
        label = _("Ordering")


def key(value: blocks.StructValue) -> Content:
    return {"items": with_ids(value["items"], "text")}


def choices(content: Content) -> dict[str, str]:
    return {item["id"]: item["text"] for item in content["items"]}


def rows(content: Content, order: Sequence[str]) -> list[str]:
    return list(order)


def shown(content: Content, layout: Layout) -> dict[str, Any]:
    texts = choices(content)
    return {"rows": [{"place": name, "text": texts[item]} for name, item in layout.rows.items()]}


def in_rows(answer: list[str] | None) -> dict[str, str]:
    return {name: str(position) for position, name in enumerate(answer or [], start=1)}


def read(content: Content, layout: Layout, form: Form, name: str) -> list[str] | None:
    """`name:place` of an item holds its position."""
    positions = rows_in(layout, form, name)
    if not any(positions.values()):
        return None
    if sorted(positions.values()) != sorted(str(n + 1) for n in range(len(positions))):
        raise Unreadable("position")
    return sorted(positions, key=lambda item: int(positions[item]))


def fits(content: Content, answer: Any) -> bool:
    is_list_of_ids = isinstance(answer, list) and all(isinstance(item, str) for item in answer)
    return is_list_of_ids and sorted(answer) == sorted(choices(content))


def share(content: Content, answer: list[str]) -> float:
    """By what the items say: where two read the same, either may come first."""
    texts = choices(content)
    return float([same_words(texts[item]) for item in answer] == [same_words(text) for text in texts.values()])


def right_answer(content: Content) -> list[str]:
    return list(choices(content))


def in_words(content: Content, answer: list[str]) -> list[str]:
    return [choices(content)[item] for item in answer]


def problems(content: Content) -> Iterator[Problem]:
    texts = list(choices(content).values())
    if len(texts) < 3:
        yield Problem("items", _("Give at least three items."))
    if len(texts) > 1 and len({same_words(text) for text in texts}) == 1:
        yield Problem("items", _("All items read the same."))


def weaknesses(content: Content) -> Iterator[Problem]:
    yield from read_the_same("items", list(choices(content).values()))


def on_paper(question: Mapping[str, Any]) -> OnPaper:
    return OnPaper(task=_("Say which comes first, second and so on."), choices=texts_of(question["choices"]))


TYPE = QuestionType(
    name="ordering",
    block=OrderingBlock,
    key=key,
    choices=choices,
    rows=rows,
    shown=shown,
    in_rows=in_rows,
    read=read,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    problems=problems,
    weaknesses=weaknesses,
    on_paper=on_paper,
    keeps_order=False,
    is_sequence=True,
)
