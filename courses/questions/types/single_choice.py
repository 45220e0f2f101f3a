"""Single choice: `options: [{"id", "text", "correct", "feedback"}]`. The answer is an option's id."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..layout import Content, Form, Layout
from ..text_answers import same_words
from .base import OPTIONS_HELP, Problem, QuestionBlock, QuestionType, read_the_same, with_ids


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, max_length=500)

    class Meta:
        form_classname = "struct-block question-option"


class SingleChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, help_text=OPTIONS_HELP)

    class Meta:
        icon = "radio-full"
        label = _("Single choice")


def key(value: blocks.StructValue) -> Content:
    return {"options": with_ids(value["options"])}


def choices(content: Content) -> dict[str, str]:
    return {option["id"]: option["text"] for option in content["options"]}


def read(content: Content, layout: Layout, form: Form, name: str) -> str | None:
    return layout.choice(form.get(name, ""))


def fits(content: Content, answer: Any) -> bool:
    return isinstance(answer, str) and answer in choices(content)


def right_words(content: Content) -> set[str]:
    return {same_words(option["text"]) for option in content["options"] if option["correct"]}


def share(content: Content, answer: str) -> float:
    return float(same_words(choices(content)[answer]) in right_words(content))


def right_answer(content: Content) -> str | None:
    return next((option["id"] for option in content["options"] if option["correct"]), None)


def in_words(content: Content, answer: str) -> list[str]:
    return [choices(content)[answer]]


def feedback_by_option(content: Content) -> dict[str, str]:
    return {option["id"]: option["feedback"] for option in content["options"]}


def remarks(content: Content, answer: str) -> list[str]:
    return [feedback_by_option(content)[answer]]


def option_problems(content: Content) -> Iterator[Problem]:
    """What any list of options can lack; of single choice, more than one that is right as well."""
    options = content["options"]
    if len(options) < 2:
        yield Problem("options", _("Give at least two options."))
    right = sum(bool(option["correct"]) for option in options)
    if not right:
        yield Problem("options", _("No option is right: tick the right one."))
    if right > 1 and content["type"] == TYPE.name:
        yield Problem("options", _("More than one option is right: leave one tick, or make it a multiple response."))
    yield from read_the_same("options", list(choices(content).values()))


TYPE = QuestionType(
    name="single_choice",
    block=SingleChoiceBlock,
    key=key,
    choices=choices,
    options=choices,
    chosen=lambda answer: [answer],
    read=read,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    remarks=remarks,
    problems=option_problems,
)
