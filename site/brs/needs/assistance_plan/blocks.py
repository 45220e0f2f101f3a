"""What outputs of the plan are made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class IndicatorBlock(blocks.StructBlock):
    """How one sees that an output is reached. Values are kept by the block's id."""

    text = blocks.CharBlock(label=_("Indicator"), max_length=300)
    unit = blocks.CharBlock(label=_("Unit"), max_length=60, help_text=_("Parties, persons, per cent, tonnes …"))
    source = blocks.CharBlock(label=_("Source"), max_length=200, required=False)
    baseline = blocks.DecimalBlock(label=_("At the beginning"), required=False)
    target = blocks.DecimalBlock(label=_("Target"), required=False)

    class Meta:
        icon = "check"
        label = _("Indicator")


INDICATORS = [("indicator", IndicatorBlock())]
