"""What tests start from, in small plain functions."""

import itertools
import uuid

from wagtail.models import Page

from brs.people.models import User
from courses.learning.models import Outline

_numbers = itertools.count(1)


def a_trainee(**fields) -> User:
    number = next(_numbers)
    return User.objects.create_user(f"trainee{number}@example.org", "pass-word-123", name=f"Trainee {number}", **fields)


def a_live_page() -> Page:
    number = next(_numbers)
    return Page.get_first_root_node().add_child(title=f"Page {number}", slug=f"page-{number}")


def an_outline(lessons: int = 2, quiz: bool = False) -> Outline:
    """A released outline whose items are live pages."""
    items = [{"key": str(a_live_page().translation_key), "kind": "lesson", "required": True} for _ in range(lessons)]
    if quiz:
        items.append({"key": str(a_live_page().translation_key), "kind": "quiz", "required": True})
    return Outline.objects.create(course_key=uuid.uuid4(), number=1, items=items, digest="")
