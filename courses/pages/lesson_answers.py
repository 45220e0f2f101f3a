"""Answers to questions inside lessons, as devices deliver them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from courses.learning.attempts import PAGE_READERS, Read, read_answer
from courses.learning.events import Happening, page_of
from courses.questions.content import content_of_block
from courses.questions.marking import Content

from .lesson_screen import layout_of, part_key
from .models import LessonPage


def read_showings(happenings: Sequence[Happening]) -> list[Read]:
    """Answers that name places of a showing, by ids; as they came where the question is gone or has changed since.

    One query where there are any.
    """
    keys = {page_of(happening.item_key) for happening in happenings if happening.payload.get("showing")}
    questions = _questions_in(keys) if keys else {}
    return [_read(happening, questions.get(happening.item_key, [])) for happening in happenings]


def _questions_in(lesson_keys: Iterable[str]) -> dict[str, list[Content]]:
    """By key of its part each question of these lessons, in every language that has it."""
    questions: dict[str, list[Content]] = defaultdict(list)
    for lesson in LessonPage.objects.live().filter(translation_key__in=lesson_keys):
        for block in lesson.body:
            if block.block_type == "question" and block.value:
                questions[part_key(lesson, block.id)].append(content_of_block(block.value[0]))
    return questions


def _read(happening: Happening, translations: Iterable[Content]) -> Read:
    for content in translations:
        layout = layout_of(content, happening.payload["showing"])
        if layout is not None:
            read = read_answer(happening, content, layout)
            return read if read.reason in ("", "ambiguous") else Read(happening)
    return Read(happening)


PAGE_READERS.append(read_showings)
