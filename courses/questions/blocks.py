"""Questions as editors write them: one block per type, used in the bank and inside lessons alike."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail_localize.segments import StringSegmentValue

from .marking import Content
from .problems import Problem, problems


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, max_length=500)


class QuestionBlock(blocks.StructBlock):
    """What every type has."""

    stem = blocks.TextBlock(label=_("Question"), rows=2)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2, required=False, help_text=_("Shown once answered."))

    def clean(self, value):
        """A draft may have problems; what is published must not: each is said at its field."""
        value = super().clean(value)
        wrong = [] if self.is_deferred_validation else problems(plain_content(self.name, value))
        if wrong:
            raise StructBlockValidationError({each.field: self._at_field(each) for each in reversed(wrong)})
        return value

    def _at_field(self, problem: Problem) -> ValidationError:
        error = ValidationError(str(problem.words))
        is_list = isinstance(self.child_blocks[problem.field], blocks.ListBlock)
        return ListBlockValidationError(non_block_errors=[error]) if is_list else error

    def get_context(self, value, parent_context=None):
        return {**super().get_context(value, parent_context), "choices": choices_of(value)}

    def get_searchable_content(self, value) -> list[str]:
        """The stem alone: whatever else is found by searching would tell of the answer."""
        return [value["stem"]]

    class Meta:
        # Its own template, since Wagtail's default shows every field, the right answers too.
        template = "courses/questions/question.html"


class SingleChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2)

    class Meta:
        icon = "radio-full"
        label = _("Single choice")


class MultipleResponseBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2)

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple response")


class TrueFalseBlock(QuestionBlock):
    answer = blocks.BooleanBlock(label=_("The statement is true"), required=False)

    class Meta:
        icon = "tick"
        label = _("True or false")


class NumericBlock(QuestionBlock):
    answer = blocks.DecimalBlock(label=_("Right number"))
    tolerance = blocks.DecimalBlock(label=_("Tolerance"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=60)

    class Meta:
        icon = "decimal"
        label = _("Number")


class OrderingBlock(QuestionBlock):
    items = blocks.ListBlock(
        blocks.CharBlock(max_length=500), label=_("Items in the right order"), min_num=3, max_num=12
    )

    class Meta:
        icon = "list-ol"
        label = _("Ordering")


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Left side"), max_length=500)
    right = blocks.CharBlock(label=_("Right side"), max_length=500)


class MatchingBlock(QuestionBlock):
    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=3, max_num=12)
    distractors = blocks.ListBlock(
        blocks.CharBlock(max_length=500), label=_("Right sides that match nothing"), default=[], required=False
    )

    class Meta:
        icon = "link"
        label = _("Matching")


class AcceptedBlock(blocks.ListBlock):
    """Accepted answers, of which each language has as many as it needs: translated as one text, «one | another»."""

    canonical_module_path = "wagtail.blocks.ListBlock"  # what it is in migrations

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


class ShortTextBlock(QuestionBlock):
    accepted = AcceptedBlock(blocks.CharBlock(max_length=200), label=_("Accepted answers"), min_num=1)
    case_sensitive = blocks.BooleanBlock(label=_("Case matters"), required=False)
    near_misses = blocks.ChoiceBlock(
        label=_("One letter off"),
        choices=[("close", _("Not right, but told to be close")), ("right", _("Right, with a remark on the spelling"))],
        default="close",
        help_text=_("In a word of five letters or more. Names of chemicals can differ by one letter."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Short text")


def choices_of(value: blocks.StructValue) -> list[str]:
    """What there is to choose from, by its letters: the order in which it is written would tell of the answer."""
    texts = {
        "options": lambda option: option["text"],
        "items": lambda item: item,
        "pairs": lambda pair: pair["right"],
        "distractors": lambda distractor: distractor,
    }
    return sorted(text_of(each) for name, text_of in texts.items() if name in value for each in value[name])


def plain_content(kind: str, value: blocks.StructValue) -> Content:
    """The content of a question of this type, worth one point; its shape is said in marking.py."""
    content: Content = {"type": kind, "stem": value["stem"], "feedback": value["feedback"], "points": 1}
    for name in ("answer", "unit", "case_sensitive", "near_misses"):
        if name in value:
            content[name] = value[name]
    for name in ("answer", "tolerance"):
        if name in value and not isinstance(value[name], bool):
            content[name] = str(value[name])
    for name in ("options", "items", "pairs", "distractors"):
        if name in value:
            content[name] = [{"id": child.id, **_fields(name, child.value)} for child in value[name].bound_blocks]
    if "accepted" in value:
        content["accepted"] = list(value["accepted"])
    return content


def _fields(name: str, value: Any) -> dict[str, Any]:
    match name:
        case "items":
            return {"text": value}
        case "distractors":
            return {"right": value}
    return dict(value)


QUESTION_BLOCKS = [
    ("single_choice", SingleChoiceBlock()),
    ("multiple_response", MultipleResponseBlock()),
    ("true_false", TrueFalseBlock()),
    ("numeric", NumericBlock()),
    ("ordering", OrderingBlock()),
    ("matching", MatchingBlock()),
    ("short_text", ShortTextBlock()),
]
