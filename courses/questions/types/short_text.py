"""Short text: `accepted: [str]`, `case_sensitive`, `near_misses: "close" | "right"`. The answer is a text."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail_localize.segments import StringSegmentValue

from ..layout import Content, Form, Layout, Unreadable
from ..text_answers import LONGEST_TEXT, is_near_miss, is_right_text, tidy_text
from .base import Problem, QuestionBlock, QuestionType, read_the_same


class AcceptedBlock(blocks.ListBlock):
    """Accepted answers, of which each language has as many as it needs: translated as one text, «one | another»."""

    def get_translatable_segments(self, value: ListValue) -> list[StringSegmentValue]:
        return [StringSegmentValue(value.bound_blocks[0].id, " | ".join(value))] if value else []

    def restore_translated_segments(self, value: ListValue, segments: list[StringSegmentValue]) -> ListValue:
        [segment] = segments
        answers = [text.strip() for text in segment.render_text().split("|") if text.strip()]
        ids = [child.id for child in value.bound_blocks[: len(answers)]] + [None] * (len(answers) - len(value))
        children = [
            ListValue.ListChild(self.child_block, answer, id=its_id)
            for answer, its_id in zip(answers, ids, strict=True)
        ]
        return ListValue(self, bound_blocks=children)


def case_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=gettext_lazy("Case matters"), required=False, default=False)


def near_misses_block() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=gettext_lazy("One letter off"),
        choices=[
            ("close", gettext_lazy("Not right, but told to be close")),
            ("right", gettext_lazy("Right, with a remark on the spelling")),
        ],
        default="close",
        help_text=gettext_lazy("In a word of five letters or more. Names of chemicals can differ by one letter."),
    )


class ShortTextBlock(QuestionBlock):
    accepted = AcceptedBlock(blocks.CharBlock(max_length=200), label=gettext_lazy("Accepted answers"), min_num=1)
    case_sensitive = case_block()
    near_misses = near_misses_block()

    class Meta:
        icon = "pilcrow"
        label = gettext_lazy("Short text")


def key(value: blocks.StructValue) -> Content:
    accepted = list(value["accepted"])
    return {"accepted": accepted, "case_sensitive": value["case_sensitive"], "near_misses": value["near_misses"]}


def read(content: Content, layout: Layout, form: Form, name: str) -> str | None:
    typed = form.get(name, "").strip()
    if len(typed) > LONGEST_TEXT:
        raise Unreadable("long", longest=LONGEST_TEXT)
    return typed or None


def fits(content: Content, answer: Any) -> bool:
    return isinstance(answer, str) and len(answer) <= LONGEST_TEXT


def share(content: Content, answer: str) -> float:
    return float(is_right_text(content, answer))


def right_answer(content: Content) -> str | None:
    return next(iter(content["accepted"]), None)


def in_words(content: Content, answer: str) -> list[str]:
    return [answer]


def remarks(content: Content, answer: str) -> list[str]:
    if not is_near_miss(content, answer):
        return [""]
    if content.get("near_misses") == "right":
        return [_("Check the spelling: one letter is different.")]
    return [_("Close: one letter is different.")]


def problems(content: Content) -> Iterator[Problem]:
    if not content["accepted"]:
        yield Problem("accepted", gettext_lazy("Give at least one answer that is accepted."))
    if not all(tidy_text(content, text) for text in content["accepted"]):
        yield Problem("accepted", gettext_lazy("An accepted answer needs letters or digits."))


def weaknesses(content: Content) -> Iterator[Problem]:
    yield from read_the_same("accepted", content["accepted"])


TYPE = QuestionType(
    name="short_text",
    block=ShortTextBlock,
    key=key,
    read=read,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    remarks=remarks,
    problems=problems,
    weaknesses=weaknesses,
)
