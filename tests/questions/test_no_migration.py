"""A new type needs no migration, and a migration that reads questions reads those of every type."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from courses.pages.models import LessonPage
from courses.questions.content import content_of_block
from courses.questions.models import Question
from courses.questions.types import TYPES
from tests.given import a_course, lessons_of
from tests.questions.examples import EXAMPLES, as_stored


@pytest.mark.parametrize("model", [Question, LessonPage])
def test_what_a_migration_says_of_questions_names_no_type(model):
    written, _imports = MigrationWriter.serialize(model._meta.get_field("body"))
    assert "courses.questions.blocks.Question" in written
    assert [name for name in TYPES if name in written] == []


@pytest.mark.django_db
def test_a_migration_reads_and_saves_questions_of_every_type():
    stored = [as_stored(kind, example.key) for kind, example in EXAMPLES.items()]
    questions = [Question.objects.create(name="Q", body=[body]) for body in stored]
    body = [{"type": "question", "id": f"b{n}", "value": [each]} for n, each in enumerate(stored)]
    [lesson] = lessons_of(a_course(lessons=1, body=body))
    apps = MigrationLoader(connection).project_state().apps
    for question in questions:
        before = question.content()
        historic = apps.get_model("courses", "Question").objects.get(pk=question.pk)
        assert historic.body[0].value["stem"] == "Which?"
        historic.save()
        assert Question.objects.get(pk=question.pk).content() == before
    historic = apps.get_model("courses", "LessonPage").objects.get(pk=lesson.pk)
    assert [block.value[0].block_type for block in historic.body] == list(TYPES)
    historic.save()
    after = LessonPage.objects.get(pk=lesson.pk)
    assert [content_of_block(block.value[0]) for block in after.body] == [
        content_of_block(block.value[0]) for block in lesson.body
    ]
