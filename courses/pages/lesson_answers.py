"""The questions inside lessons, told to learning, so that it can read what devices deliver."""

from collections import defaultdict
from collections.abc import Iterable

from courses.learning.evidence import QUESTIONS_IN_PAGES
from courses.questions.content import content_of_block
from courses.questions.marking import Content

from .lesson_screen import part_key
from .models import LessonPage


def questions_in_lessons(lesson_keys: Iterable[str]) -> dict[str, list[Content]]:
    """By key of its part each question of these lessons, in every language that has it. One query."""
    questions: dict[str, list[Content]] = defaultdict(list)
    for lesson in LessonPage.objects.live().filter(translation_key__in=lesson_keys):
        for block in lesson.body:
            if block.block_type == "question" and block.value:
                questions[part_key(lesson, block.id)].append(content_of_block(block.value[0]))
    return questions


QUESTIONS_IN_PAGES.append(questions_in_lessons)
