"""Questions as editors write them: one block per type, used in the bank and inside lessons alike."""

import random

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, max_length=500)


class QuestionBlock(blocks.StructBlock):
    """What every type has."""

    stem = blocks.TextBlock(label=_("Question"), rows=2)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2, required=False, help_text=_("Shown once answered."))

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


class ShortTextBlock(QuestionBlock):
    accepted = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Accepted answers"), min_num=1)
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
    """What there is to choose from, in any order: that in which it is written would tell of the answer."""
    texts = {
        "options": lambda option: option["text"],
        "items": lambda item: item,
        "pairs": lambda pair: pair["right"],
        "distractors": lambda distractor: distractor,
    }
    choices = [text_of(each) for name, text_of in texts.items() if name in value for each in value[name]]
    random.SystemRandom().shuffle(choices)
    return choices


QUESTION_BLOCKS = [
    ("single_choice", SingleChoiceBlock()),
    ("multiple_response", MultipleResponseBlock()),
    ("true_false", TrueFalseBlock()),
    ("numeric", NumericBlock()),
    ("ordering", OrderingBlock()),
    ("matching", MatchingBlock()),
    ("short_text", ShortTextBlock()),
]
