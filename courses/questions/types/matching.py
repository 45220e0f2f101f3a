"""Matching: `pairs: [{"id", "left", "right"}]`, `distractors: [{"id", "right"}]`, right sides that match nothing.

The answer is {pair's id: id of the pair or distractor whose right side was chosen}.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..layout import Content, Form, Layout, rows_in
from ..text_answers import same_words
from .base import OnPaper, Problem, QuestionBlock, QuestionType, read_the_same, texts_of, with_ids

PAIRS_HELP = _("Enter adds a pair. Several lines that are pasted become as many pairs: left = right.")


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Left side"), max_length=500)
    right = blocks.CharBlock(label=_("Right side"), max_length=500)


class MatchingBlock(QuestionBlock):
    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=3, max_num=12, help_text=PAIRS_HELP)
    distractors = blocks.ListBlock(
        blocks.CharBlock(max_length=500), label=_("Right sides that match nothing"), default=[], required=False
    )

    class Meta:
        icon = "link"
        label = _("Matching")


def key(value: blocks.StructValue) -> Content:
    return {"pairs": with_ids(value["pairs"]), "distractors": with_ids(value["distractors"], "right")}


def choices(content: Content) -> dict[str, str]:
    return {part["id"]: part["right"] for part in [*content["pairs"], *content["distractors"]]}


def rows(content: Content, order: Sequence[str]) -> list[str]:
    return [pair["id"] for pair in content["pairs"]]


def shown(content: Content, layout: Layout) -> dict[str, Any]:
    left_sides = {pair["id"]: pair["left"] for pair in content["pairs"]}
    return {"rows": [{"place": name, "text": left_sides[pair]} for name, pair in layout.rows.items()]}


def read(content: Content, layout: Layout, form: Form, name: str) -> dict[str, str] | None:
    """`name:place` of a left side holds the place of the right one."""
    chosen = {left: layout.choice(typed) for left, typed in rows_in(layout, form, name).items()}
    return {left: right for left, right in chosen.items() if right is not None} or None


def fits(content: Content, answer: Any) -> bool:
    pairs, right_sides = rows(content, ()), choices(content)
    return isinstance(answer, dict) and all(
        pair in pairs and isinstance(right, str) and right in right_sides for pair, right in answer.items()
    )


def share(content: Content, answer: dict[str, str]) -> float:
    """By what the right sides say: where two read the same, either is right."""
    texts, pairs = choices(content), content["pairs"]
    chosen = [(pair["right"], texts.get(answer.get(pair["id"], ""), "")) for pair in pairs]
    return sum(same_words(right) == same_words(given) for right, given in chosen) / len(pairs)


def right_answer(content: Content) -> dict[str, str]:
    return {pair["id"]: pair["id"] for pair in content["pairs"]}


def in_words(content: Content, answer: dict[str, str]) -> list[str]:
    texts = choices(content)
    return [f"{pair['left']} – {texts.get(answer.get(pair['id'], ''), '')}" for pair in content["pairs"]]


def problems(content: Content) -> Iterator[Problem]:
    pairs = content["pairs"]
    if len(pairs) < 3:
        yield Problem("pairs", _("Give at least three pairs."))
    yield from read_the_same("pairs", [pair["left"] for pair in pairs])
    if len(pairs) > 1 and len({same_words(text) for text in choices(content).values()}) == 1:
        yield Problem("pairs", _("All right sides read the same."))


def weaknesses(content: Content) -> Iterator[Problem]:
    yield from read_the_same("pairs", list(choices(content).values()))


def on_paper(question: Mapping[str, Any]) -> OnPaper:
    task = _("Which of these goes with which?")
    return OnPaper(statements=texts_of(question["rows"]), task=task, choices=texts_of(question["choices"]))


TYPE = QuestionType(
    name="matching",
    block=MatchingBlock,
    key=key,
    choices=choices,
    rows=rows,
    shown=shown,
    read=read,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    problems=problems,
    weaknesses=weaknesses,
    on_paper=on_paper,
    keeps_order=False,
)
