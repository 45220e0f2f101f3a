"""A draft is previewed while it is being written: with fields that are still empty, numbers too."""

import pytest
from django.db import models
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
    own = {field.name for field in page._meta.fields} - {field.name for field in Page._meta.fields}
    for name in own:
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
