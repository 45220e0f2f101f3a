"""A draft is previewed while it is being written: with fields that are still empty, numbers too."""

import pytest
from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from tests.given import a_course, a_quiz, a_tool, an_activity, an_output, lessons_of

pytestmark = pytest.mark.django_db


def pages() -> dict[str, Page]:
    course, quiz, output = a_course(), a_quiz(), an_output()
    return {
        "course": course,
        "module": course.get_children().first().specific,
        "lesson": lessons_of(course)[0],
        "quiz": quiz,
        "catalogue": course.get_parent().specific,
        "activity": an_activity(),
        "tool": a_tool(),
        "output": output,
        "plan": output.get_parent().get_parent().specific,
    }


def emptied(page: Page) -> Page:
    """As the editor's form leaves it where nothing has been typed into any of the page's own fields."""
    names = {field.name for field in page._meta.fields} - {field.name for field in Page._meta.fields}
    for name in names:
        field = page._meta.get_field(name)
        if isinstance(field, models.IntegerField | models.FloatField | models.DateTimeField) and not field.primary_key:
            setattr(page, name, None)
        elif isinstance(field, models.CharField | models.TextField):
            setattr(page, name, "")
    return page


@pytest.mark.parametrize(
    "name", ["course", "module", "lesson", "quiz", "catalogue", "activity", "tool", "output", "plan"]
)
def test_a_page_with_empty_fields_is_previewed(name):
    answer = emptied(pages()[name]).make_preview_request()
    assert answer.status_code == 200


def as_it_is_added(page: Page):
    """The page with one block after another as a button of the editor adds it: nothing is typed into it."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for name, block in field.stream_block.child_blocks.items():
                setattr(page, field.name, StreamValue(field.stream_block, [(name, block.get_default())]))
                yield f"{field.name}: {name}", page
            setattr(page, field.name, [])


@pytest.mark.parametrize("name", ["course", "lesson", "quiz", "activity", "tool", "output"])
def test_a_page_with_a_block_just_added_is_previewed(name):
    previewed = {block: page.make_preview_request().status_code for block, page in as_it_is_added(pages()[name])}
    assert previewed
    assert {block: status for block, status in previewed.items() if status != 200} == {}
