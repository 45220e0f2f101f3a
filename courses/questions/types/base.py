"""The parts that every type of question has, and its block in the editor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.struct_block import StructBlockValidationError

from ..layout import Content, Form, Layout, in_ids, in_places
from ..text_answers import same_words


@dataclass(frozen=True)
class Problem:
    """`field`: the one at which it is said."""

    field: str
    words: str | Promise


class QuestionBlock(blocks.StructBlock):
    """What every type has in the editor, in the bank and inside lessons alike."""

    stem = blocks.TextBlock(label=_("Question"), rows=2)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2, required=False, help_text=_("Shown once answered."))

    def __init__(self, question_type: "QuestionType"):
        super().__init__()
        self.question_type = question_type

    def clean(self, value):
        """A draft may have problems; what is published must not: each is said at its field."""
        value = super().clean(value)
        problems = [] if self.is_deferred_validation else self.question_type.problems_in(self.content(value))
        if problems:
            raise StructBlockValidationError({each.field: self._at_field(each) for each in reversed(problems)})
        return value

    def _at_field(self, problem: Problem) -> ValidationError:
        error = ValidationError(str(problem.words))
        is_list = isinstance(self.child_blocks[problem.field], blocks.ListBlock)
        return ListBlockValidationError(non_block_errors=[error]) if is_list else error

    def content(self, value: blocks.StructValue) -> Content:
        """The content of a question, worth one point."""
        common = {"type": self.question_type.name, "stem": value["stem"], "feedback": value["feedback"], "points": 1}
        return {**common, **self.question_type.key(value)}

    def get_context(self, value, parent_context=None):
        """`choices` by their letters: the order in which they are written would tell of the answer."""
        choices = sorted(self.question_type.choices(self.content(value)).values())
        return {**super().get_context(value, parent_context), "choices": choices}

    def get_searchable_content(self, value) -> list[str]:
        """The stem alone: whatever else is found by searching would tell of the answer."""
        return [value["stem"]]

    class Meta:
        # Its own template, since Wagtail's default shows every field, the right answers too.
        template = "courses/questions/question.html"
        form_classname = "struct-block question-editor"


@dataclass(frozen=True)
class OnPaper:
    """A question as it is printed: what it is about beside the stem, what is to be done, what to choose from."""

    statements: list[str] = field(default_factory=list)
    task: str | Promise = ""
    choices: list[str] = field(default_factory=list)


def no_choices(content: Content) -> dict[str, str]:
    return {}


def no_rows(content: Content, order: Sequence[str]) -> list[str]:
    return []


def nothing_more(content: Content, layout: Layout) -> dict[str, Any]:
    return {}


def as_read(content: Content, answer: Any) -> str:
    return ""


def none_chosen(answer: Any) -> list[str]:
    return []


def chosen_in_rows(answer: Any) -> dict[str, str]:
    return answer if isinstance(answer, dict) else {}


def no_remarks(content: Content, answer: Any) -> list[str]:
    return []


def no_problems(content: Content) -> Iterator[Problem]:
    return iter(())


def choices_on_paper(question: Mapping[str, Any]) -> OnPaper:
    return OnPaper(choices=texts_of(question.get("choices", [])))


def texts_of(parts: Sequence[Mapping[str, str]]) -> list[str]:
    return [part["text"] for part in parts]


@dataclass(frozen=True)
class QuestionType:
    """All that is known of one type of question: its file in this folder builds one, the table holds them all.

    `name`: what stored questions say; never changed. Its fields stand in templates/courses/questions/types/<name>.html.
    Content and answers are as that file says. A part without a default every type has of its own:

    `block`: in the editor. `key(value)`: what its content holds beside type, stem, feedback and points.
    `read(content, layout, form, name)`: the answer in a form, by ids, None where there is none. Raises Unreadable.
    `fits(content, answer)`: whether this is an answer to this question, whatever it is; never asked of None.
    `share(content, answer)`: what an answer that fits earns, 0 to 1.
    `right_answer(content)`: one that earns all points; none or half of one for a question that has problems.
    `in_words(content, answer)`: an answer that fits as people read it, a line for each part.
    `problems(content)`: what keeps it from being answered or marked, but for what any question can lack.

    `weaknesses(content)`: what makes a poor question of one that works. The starter catalogue has none.
    `choices(content)`: id -> text of what there is to choose from, as the editor ordered it.
    `rows(content, order)`: ids of what is to be ordered, matched or filled in, as shown: a field each.
    `shown(content, layout)`: what a browser sees beside the stem and the choices, `rows` among it. Nothing of the key.
    `in_rows(answer)`: place of a row -> what its field says, for an answer in places.
    `in_places`, `in_ids`: an answer as a browser names its parts, and back; the second raises Unreadable.
    `read_sent(content, layout, payload)`: the answer in an event. Raises Unreadable. By default its places as ids.
    `reading(content, answer)`: what is meant by the text in a field that could be read in two ways.
    `remarks(content, answer)`: one on each line of `in_words`, often empty.
    `on_paper(question)`: of what `shown` says, what is printed.
    `options(content)`: name -> text of what an answer is one or several; nothing where people write, or fill in rows.
    `chosen(answer)`: the names of those that an answer that fits is.
    `keeps_order`: whether a quiz that does not shuffle shows choices as the editor ordered them.
    `is_sequence`: whether the lines of an answer are one. `takes_off`: whether a wrong choice takes points away.
    """

    name: str
    block: type[QuestionBlock]
    key: Callable[[blocks.StructValue], Content]
    read: Callable[[Content, Layout, Form, str], Any]
    fits: Callable[[Content, Any], bool]
    share: Callable[[Content, Any], float]
    right_answer: Callable[[Content], Any]
    in_words: Callable[[Content, Any], list[str]]
    problems: Callable[[Content], Iterator[Problem]]
    weaknesses: Callable[[Content], Iterator[Problem]] = no_problems
    choices: Callable[[Content], dict[str, str]] = no_choices
    rows: Callable[[Content, Sequence[str]], list[str]] = no_rows
    shown: Callable[[Content, Layout], dict[str, Any]] = nothing_more
    in_rows: Callable[[Any], dict[str, str]] = chosen_in_rows
    in_places: Callable[[Content, Layout, Any], Any] = in_places
    in_ids: Callable[[Content, Layout, Any], Any] = in_ids
    read_sent: Callable[[Content, Layout, Mapping[str, Any]], Any] | None = None
    reading: Callable[[Content, Any], str] = as_read
    remarks: Callable[[Content, Any], list[str]] = no_remarks
    on_paper: Callable[[Mapping[str, Any]], OnPaper] = choices_on_paper
    options: Callable[[Content], dict[str, str]] = no_choices
    chosen: Callable[[Any], list[str]] = none_chosen
    keeps_order: bool = True
    is_sequence: bool = False
    takes_off: bool = False

    @property
    def template(self) -> str:
        return f"courses/questions/types/{self.name}.html"

    def problems_in(self, content: Content) -> list[Problem]:
        """All that is wrong with a question, whatever its content is; empty where it can be asked and marked."""
        return [*_of_all(content), *self.problems(content)]


def _of_all(content: Content) -> Iterator[Problem]:
    if not str(content.get("stem") or "").strip():
        yield Problem("stem", _("Write what is asked."))
    if not content.get("points", 1):
        yield Problem("points", _("A right answer must be worth a point."))


def read_the_same(name: str, texts: Sequence[str]) -> Iterator[Problem]:
    if len({same_words(text) for text in texts}) < len(texts):
        yield Problem(name, _("Two of these read the same."))


# What static/js/admin/question-rows.js does for them.
ROWS_HELP = _("Enter adds a row. Several lines that are pasted become as many rows.")
OPTIONS_HELP = _(
    "Enter adds an option. Several lines that are pasted become as many options; * or = before one marks it as right."
)


def with_ids(children: ListValue, text: str = "") -> list[dict[str, Any]]:
    """The children of a list with their ids; of one that holds plain texts, each under the name `text`."""
    return [{"id": child.id, **({text: child.value} if text else child.value)} for child in children.bound_blocks]
