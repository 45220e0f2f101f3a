"""Notes for those who teach with a page: shown to facilitators and the Secretariat, and to nobody else."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from .blocks.text import FEATURES

PERMISSION = "courses.read_trainers_notes"


class TimingBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=600)
    what = blocks.CharBlock(label=_("For what"), max_length=300)

    class Meta:
        icon = "time"
        label = _("Timing")
        template = "courses/trainers_notes/timing.html"


class ModelAnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=500)
    answer = blocks.RichTextBlock(label=_("Model answer"), features=FEATURES)

    class Meta:
        icon = "check"
        label = _("Model answer")
        template = "courses/trainers_notes/model_answer.html"


NOTES = [
    ("agenda", blocks.RichTextBlock(label=_("Agenda hint"), features=FEATURES, icon="list-ol")),
    ("timing", TimingBlock()),
    ("discussion", blocks.CharBlock(label=_("Discussion question"), max_length=500, icon="comment")),
    ("model_answer", ModelAnswerBlock()),
]


def trainers_notes_field() -> StreamField:
    """The field of a page that has such notes. It is no search field, so that no search finds its words."""
    return StreamField(
        NOTES,
        blank=True,
        verbose_name=_("trainer's notes"),
        help_text=_("Only facilitators and the Secretariat see them, also in handouts on request."),
    )


def may_read(person) -> bool:
    """Whether trainer's notes are for this person."""
    return person.is_authenticated and person.has_perm(PERMISSION)
