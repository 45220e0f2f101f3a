"""Multiple response: `options` as those of single choice. The answer is a list of options' ids.

Each right option that is chosen earns its part, and each wrong one takes as much away.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..layout import Content, Form, Layout
from ..text_answers import same_words
from .base import OPTIONS_HELP, OnPaper, Problem, QuestionBlock, QuestionType, texts_of
from .single_choice import OptionBlock, choices, feedback_by_option, key, option_problems, right_words


class MultipleResponseBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, help_text=OPTIONS_HELP)

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple response")


def read(content: Content, layout: Layout, form: Form, name: str) -> list[str] | None:
    chosen = [layout.choice(typed) for typed in form.getlist(name)]
    return [choice for choice in chosen if choice is not None] or None


def fits(content: Content, answer: Any) -> bool:
    return isinstance(answer, list) and all(isinstance(option, str) and option in choices(content) for option in answer)


def share(content: Content, answer: list[str]) -> float:
    texts, right = choices(content), right_words(content)
    chosen = {same_words(texts[option]) for option in answer}
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right)) if right else 0.0


def right_answer(content: Content) -> list[str]:
    return [option["id"] for option in content["options"] if option["correct"]]


def in_words(content: Content, answer: list[str]) -> list[str]:
    return [choices(content)[option] for option in answer]


def remarks(content: Content, answer: list[str]) -> list[str]:
    return [feedback_by_option(content)[option] for option in answer]


def weaknesses(content: Content) -> Iterator[Problem]:
    if all(option["correct"] for option in content["options"]):
        yield Problem("options", _("Every option is right: add one that is not."))


def on_paper(question: Mapping[str, Any]) -> OnPaper:
    return OnPaper(task=_("Choose all that are right."), choices=texts_of(question["choices"]))


TYPE = QuestionType(
    name="multiple_response",
    block=MultipleResponseBlock,
    key=key,
    choices=choices,
    options=choices,
    chosen=list,
    read=read,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    remarks=remarks,
    problems=option_problems,
    weaknesses=weaknesses,
    on_paper=on_paper,
    takes_off=True,
)
