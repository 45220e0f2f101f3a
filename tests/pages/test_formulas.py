"""The raised and lowered figures of chemistry stand as they were written, everywhere an editor's words go."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from wagtail.blocks import Block, RichTextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from brs.core.pages import address
from brs.core.sanitizing import clean
from brs.core.translating import begin
from brs.core.typesetting import rich_text
from courses.pages.models import LessonPage
from tests.core.test_translating import say
from tests.given import a_course, in_role, lessons_of

pytestmark = pytest.mark.django_db

FORMULAS = "CO<sub>2</sub> and Hg<sup>2+</sup>"


def rich_texts(block: Block) -> Iterator[RichTextBlock]:
    if isinstance(block, RichTextBlock):
        yield block
    for child in [*getattr(block, "child_blocks", {}).values(), getattr(block, "child_block", None)]:
        if child:
            yield from rich_texts(child)


def test_every_rich_text_may_have_them():
    by_field: dict[str, Any] = {}
    for field in (field for model in apps.get_models() for field in model._meta.get_fields()):
        if isinstance(field, RichTextField):
            by_field[str(field)] = field.features
        elif isinstance(field, StreamField):
            by_field |= {
                f"{field}: {block.name} {number}": block.features
                for number, block in enumerate(rich_texts(field.stream_block))
            }
    assert len(by_field) > 10
    assert [
        name for name, features in by_field.items() if not {"superscript", "subscript"} <= set(features or [])
    ] == []


def test_learners_and_trainers_read_them(client):
    text = f"<p>{FORMULAS}</p>"
    table = {"caption": "Gases", "header": ["Name"], "rows": [[text]]}
    lesson = lessons_of(a_course(lessons=1, body=[("paragraph", text), ("table", table)]))[0]
    lesson.trainers_notes = [{"type": "agenda", "value": text}]
    lesson.save_revision().publish()
    client.force_login(in_role("facilitator"))
    assert client.get(address(lesson, "en")).content.decode().count(FORMULAS) == 3


def test_paper_has_them():
    assert rich_text(clean(f"<p>{FORMULAS}</p>"))[0]["children"] == [
        "CO",
        {"tag": "sub", "href": "", "children": ["2"]},
        " and Hg",
        {"tag": "sup", "href": "", "children": ["2+"]},
    ]


def test_a_sentence_with_formulas_is_one_text_to_translate():
    lesson = lessons_of(a_course(lessons=1, body=[{"type": "paragraph", "value": f"<p>{FORMULAS}.</p>", "id": "p"}]))[0]
    french = Locale.objects.get_or_create(language_code="fr")[0]
    begin(lesson, [french], in_role("administrator"), with_used=False, with_subtree=False)
    segments = StringSegment.objects.filter(source__object_id=lesson.translation_key, context__path__startswith="body")
    assert [segment.string.data for segment in segments] == [f"{FORMULAS}."]
    translated = "Le CO<sub>2</sub> et le Hg<sup>2+</sup>."
    say(lesson, french, {f"{FORMULAS}.": translated})
    Translation.objects.get(source__object_id=lesson.translation_key).save_target(publish=True)
    assert (
        translated in LessonPage.objects.get(locale=french, translation_key=lesson.translation_key).body[0].value.source
    )
