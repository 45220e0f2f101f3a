"""What a lesson is made of."""

from wagtail import blocks

from courses.questions.blocks import QUESTION_BLOCKS

LESSON_BLOCKS = [
    ("paragraph", blocks.RichTextBlock()),
    ("question", blocks.StreamBlock(QUESTION_BLOCKS, min_num=1, max_num=1)),
]
