"""Blocks that name a provision of a convention."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class CitationBlock(blocks.StructBlock):
    """A provision with a pinpoint: Basel Convention, Article 6, paragraph 4."""

    provision = SnippetChooserBlock("taxonomy.Provision", label=_("Provision"))
    pinpoint = blocks.CharBlock(
        label=_("Pinpoint"), required=False, max_length=60, help_text=_("Paragraph or part, for instance 4 or 2(c).")
    )

    class Meta:
        icon = "doc-full"
        label = _("Provision")
