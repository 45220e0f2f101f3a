"""True or false: `answer: bool`. The answer is a bool."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from ..layout import Content, Form, Layout
from .base import OnPaper, QuestionBlock, QuestionType, no_problems


class TrueFalseBlock(QuestionBlock):
    answer = blocks.BooleanBlock(label=gettext_lazy("The statement is true"), required=False)

    class Meta:
        icon = "check"
        label = gettext_lazy("True or false")


def key(value: blocks.StructValue) -> Content:
    return {"answer": value["answer"]}


def read(content: Content, layout: Layout, form: Form, name: str) -> bool | None:
    return {"true": True, "false": False}.get(form.get(name, ""))


def fits(content: Content, answer: Any) -> bool:
    return isinstance(answer, bool)


def share(content: Content, answer: bool) -> float:
    return float(answer == content["answer"])


def right_answer(content: Content) -> bool:
    return content["answer"]


def in_words(content: Content, answer: bool) -> list[str]:
    return [_("True") if answer else _("False")]


def options(content: Content) -> dict[str, str]:
    return {"true": _("True"), "false": _("False")}


def on_paper(question: Mapping[str, Any]) -> OnPaper:
    return OnPaper(choices=[_("True"), _("False")])


TYPE = QuestionType(
    name="true_false",
    block=TrueFalseBlock,
    key=key,
    read=read,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    problems=no_problems,
    on_paper=on_paper,
    options=options,
    chosen=lambda answer: ["true" if answer else "false"],
)
