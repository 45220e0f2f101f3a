"""Tells learning what a course requires, whenever one of its pages is published, taken offline or moved."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from brs.core import edition
from brs.core.pages import SOURCE_LANGUAGE
from courses.learning.actions import release, waive
from courses.learning.models import Outline

from .course_outline import course_outline
from .models import CoursePage, LessonPage, ModulePage, QuizPage
from .opening import can_open, has_opened

KINDS = {LessonPage: "lesson", QuizPage: "quiz"}
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
            "kind": KINDS[type(part.page)],
            "required": True,
            "module": str(part.module.translation_key) if part.module else None,
        }
        for part in course_outline(course).parts
    ]
    outline = release(course.translation_key, items, RULE, force_new=course.new_release)
    edition.renew()  # the kept outline of the course says what its releases are
    if course.new_release:
        # Said once, done once: the next publication is a small change again unless the editor says otherwise.
        CoursePage.objects.filter(pk=course.pk).update(new_release=False)
    return outline


@receiver([page_published, page_unpublished, post_page_move])
def _page_changed(sender: type[Page], instance: Page, **said: Any) -> None:
    if sender in COURSE_PAGES:
        _release_above(instance)


@receiver(post_delete, sender=Page)
def _page_deleted(instance: Page, **said: Any) -> None:
    """Wagtail says «unpublished» before it deletes, when the page can still be found: so once more afterwards."""
    if instance.specific_class is CoursePage:
        waive(instance.translation_key)
    elif instance.specific_class in COURSE_PAGES:
        _release_above(instance)


def _release_above(page: Page) -> None:
    """The source language says what is asked for; a part may go offline with the last of its translations."""
    is_source = page.locale.language_code == SOURCE_LANGUAGE
    for course in CoursePage.objects.ancestor_of(page, inclusive=True):
        if is_source and course.live:
            release_course(course)
        else:
            waive(course.translation_key)
