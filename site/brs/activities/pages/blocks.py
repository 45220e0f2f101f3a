"""Blocks of an activity's agenda."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from brs.core.clock_changes import AFTER, BEFORE


class SessionBlock(blocks.StructBlock):
    """One session. Attendance is kept by the block's id."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    day = blocks.DateBlock(label=_("Day"), required=False, help_text=_("Empty while it is not fixed."))
    time = blocks.TimeBlock(label=_("Begins at"), required=False, help_text=_("In the activity's time zone."))
    which = blocks.ChoiceBlock(
        choices=[(BEFORE, _("Before the clock is put back")), (AFTER, _("After the clock is put back"))],
        label=_("If this hour occurs twice"),
        required=False,
    )
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=5, max_value=6000, default=90)
    method = blocks.CharBlock(label=_("Method"), max_length=400, required=False)
    trainers = blocks.CharBlock(label=_("Trainers"), max_length=300, required=False)

    class Meta:
        icon = "time"
        label = _("Session")


AGENDA = [("session", SessionBlock())]
OUTCOMES = [("outcome", blocks.CharBlock(label=_("What participants can do afterwards"), max_length=300))]
