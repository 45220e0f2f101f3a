"""What a lesson is made of: a file per family of blocks, with the templates in templates/courses/blocks/."""

from django.utils.translation import gettext_lazy as _

from courses.questions.blocks import QuestionStreamBlock

from .media import AudioBlock, DocumentBlock, FigureBlock, PictureBlock, VideoBlock
from .text import (
    PRACTICE,
    CalloutBlock,
    CaseStudyBlock,
    ChecklistBlock,
    HeadingBlock,
    KeyTermsBlock,
    ParagraphBlock,
    ProvisionBlock,
    ReflectionBlock,
    RevealBlock,
    TableBlock,
    ToolBlock,
)

LESSON_BLOCKS = [
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock()),
    (
        "image",
        PictureBlock(
            template="courses/blocks/image.html",
            label=_("Image"),
            description=_("A picture, with words for those who do not see it."),
        ),
    ),
    ("figure", FigureBlock()),
    ("video", VideoBlock()),
    ("audio", AudioBlock()),
    ("document", DocumentBlock()),
    ("callout", CalloutBlock()),
    ("key_terms", KeyTermsBlock()),
    ("checklist", ChecklistBlock()),
    ("case_study", CaseStudyBlock()),
    ("table", TableBlock()),
    ("provision", ProvisionBlock()),
    ("tool", ToolBlock()),
    ("reveal", RevealBlock()),
    (
        "question",
        QuestionStreamBlock(label=_("Question"), min_num=1, max_num=1, icon="help", group=PRACTICE),
    ),
    ("reflection", ReflectionBlock()),
]
