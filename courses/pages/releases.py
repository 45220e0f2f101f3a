"""Tells learning what a course requires, whenever one of its pages is published, taken offline or moved."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from brs.core import generation
from brs.core.pages import SOURCE_LANGUAGE
from courses.learning.models import Outline
from courses.learning.outlines import release, waive

from .course_outline import course_outline
from .models import CoursePage, LessonPage, ModulePage, QuizPage
from .opening import can_open, has_opened

COURSE_PAGES = (CoursePage, ModulePage, LessonPage, QuizPage)
RULE = {"needs": "all_required"}


def release_course(course: CoursePage) -> Outline | None:
    """The outline of the course as its live pages stand now; None while the course has not been opened.

    Text that changed makes no new one.
    """
    if not has_opened(course) and not can_open(course):
        return None
    items: list[dict[str, Any]] = [
        {
            "key": str(part.page.translation_key),
            "kind": part.page.item_kind,
            "required": True,
            "module": str(part.module.translation_key) if part.module else None,
        }
        for part in course_outline(course).parts
    ]
    outline = release(course.translation_key, items, RULE, force_new=course.new_release)
    generation.renew()  # the kept outline of the course says what its releases are
    if course.new_release:
        # Said once, done once: the next publication is a small change again unless the editor says otherwise.
        CoursePage.objects.filter(pk=course.pk).update(new_release=False)
    return outline


@receiver([page_published, page_unpublished])
def _page_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if sender in COURSE_PAGES:
        _release_above(instance)


@receiver(post_page_move)
def _page_moved(sender: type[Page], instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """The course that it came from asks for it no more."""
    if sender in COURSE_PAGES:
        _release_above(instance)
        _release_above(parent_page_before)


@receiver(post_delete, sender=Page)
def _page_deleted(instance: Page, **kwargs: Any) -> None:
    """Wagtail says «unpublished» before it deletes, when the page can still be found: so once more afterwards."""
    if instance.specific_class is CoursePage:
        _touch(instance.translation_key, is_asked_anew=False)
    elif instance.specific_class in COURSE_PAGES:
        _release_above(instance)


@contextmanager
def one_release() -> Iterator[None]:
    """Whatever is published, taken offline, moved or deleted within makes one release of each course, at the end."""
    courses: dict[uuid.UUID, bool] = {}
    token = _touched.set(courses)
    try:
        yield
    finally:
        _touched.reset(token)
    for key, is_asked_anew in courses.items():
        _tell_learning(key, is_asked_anew)


# Courses touched within `one_release`: whether what they ask for may have changed. None outside.
_touched: ContextVar[dict[uuid.UUID, bool] | None] = ContextVar("touched", default=None)


def _release_above(page: Page) -> None:
    above = set(CoursePage.objects.ancestor_of(page, inclusive=True).values_list("translation_key", flat=True))
    for key in above:
        _touch(key, page.locale.language_code == SOURCE_LANGUAGE)
    # Courses in which it stood when their learners enrolled, and that it has been moved out of.
    for key in set(Outline.objects.asking_for(page.translation_key).values_list("course_key", flat=True)) - above:
        _touch(key, is_asked_anew=False)


def _touch(key: uuid.UUID, is_asked_anew: bool) -> None:
    courses = _touched.get()
    if courses is None:
        _tell_learning(key, is_asked_anew)
    else:
        courses[key] = courses.get(key, False) or is_asked_anew


def _tell_learning(key: uuid.UUID, is_asked_anew: bool) -> None:
    """The source language says what is asked for; a part may go offline with the last of its translations."""
    live = CoursePage.objects.live().filter(translation_key=key, locale__language_code=SOURCE_LANGUAGE)
    course = live.first() if is_asked_anew else None
    if course:
        release_course(course)
    else:
        waive(key)
