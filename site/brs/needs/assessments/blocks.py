"""What questionnaires are made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from brs.taxonomy.blocks import CitationBlock


class ItemBlock(blocks.StructBlock):
    """One obligation, and what each level of capacity to meet it looks like. Answers are kept by the block's id."""

    obligation = blocks.CharBlock(label=_("Obligation"), max_length=300)
    question = blocks.CharBlock(label=_("Question"), max_length=300)
    level_0 = blocks.CharBlock(label=_("Level 0"), max_length=300)
    level_1 = blocks.CharBlock(label=_("Level 1"), max_length=300)
    level_2 = blocks.CharBlock(label=_("Level 2"), max_length=300)
    level_3 = blocks.CharBlock(label=_("Level 3"), max_length=300)
    level_4 = blocks.CharBlock(label=_("Level 4"), max_length=300)
    provisions = blocks.ListBlock(CitationBlock(), label=_("Provisions"), default=[], min_num=0)
    competencies = blocks.ListBlock(
        SnippetChooserBlock("taxonomy.Competency"), label=_("Competencies"), default=[], min_num=0
    )
    courses = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="courses.CoursePage"), label=_("Courses"), default=[], min_num=0
    )
    tools = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="toolkits.ToolPage"), label=_("Tools"), default=[], min_num=0
    )

    class Meta:
        icon = "list-ul"
        label = _("Item")


ITEMS = [("item", ItemBlock())]
