"""Questions that were imported are put in a quiz: a draft of one that is there, or a new one. Nothing is published."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation

from brs.people.models import User
from courses.questions.models import Question

from .models import CoursePage, ModulePage, QuizPage
from .quiz_glance import MINUTES_FOR_A_QUESTION


def quizzes_to_fill(user: User, locale: Locale) -> QuerySet[QuizPage]:
    """Those in this language that somebody may edit. What is made from another language takes its questions there."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    translated = Translation.objects.filter(enabled=True, target_locale=locale)
    return (
        QuizPage.objects.filter(pk__in=pages.values("pk"), locale=locale, locked=False, alias_of=None)
        .exclude(translation_key__in=translated.values("source__object_id"))
        .order_by("path")
    )


def parents_of_new(user: User, locale: Locale) -> QuerySet[Page]:
    """The courses and modules in this language below which somebody may make a quiz."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "add")
    below = Page.objects.type((CoursePage, ModulePage)).filter(pk__in=pages.values("pk"), locale=locale)
    return below.filter(alias_of=None).order_by("path")


def titles_with_course(pages: Sequence[Page]) -> dict[int, str]:
    """Of each page by its id: the course that it is in, the module, and its own title. One query."""
    paths = {page.path[: page.steplen * depth] for page in pages for depth in range(1, page.depth)}
    courses = Page.objects.type((CoursePage, ModulePage)).filter(path__in=paths).values_list("path", "title")
    titles = dict(courses)
    return {
        page.pk: " › ".join(
            [
                *(
                    titles[above]
                    for depth in range(1, page.depth)
                    if (above := page.path[: page.steplen * depth]) in titles
                ),
                page.get_admin_display_title(),
            ]
        )
        for page in pages
    }


@transaction.atomic
def put_in_quiz(quiz: QuizPage, questions: Sequence[Question], *, by: User) -> int:
    """Adds them to the newest draft of a quiz, none twice; how many were added."""
    draft = QuizPage.objects.select_for_update().get(pk=quiz.pk).get_latest_revision_as_object()
    asked = {raw["value"] for raw in draft.questions.raw_data if raw["type"] == "question"}
    added = [question for question in questions if question.pk not in asked]
    if added:
        draft.questions = [*draft.questions.raw_data, *_blocks(added)]
        draft.save_revision(user=by, clean=False, log_action=True)
    return len(added)


@transaction.atomic
def make_quiz(parent: Page, title: str, questions: Sequence[Question], *, by: User) -> QuizPage:
    """A new quiz as a draft, at the end of a course or module."""
    quiz = QuizPage(
        title=title,
        questions=_blocks(questions),
        estimated_minutes=max(1, len(questions) * MINUTES_FOR_A_QUESTION),
        live=False,
        owner=by,
        locale=parent.locale,
    )
    parent.add_child(instance=quiz)
    log(quiz, "wagtail.create", user=by)
    quiz.save_revision(user=by, clean=False)
    return quiz


def _blocks(questions: Sequence[Question]) -> list[dict]:
    return [{"type": "question", "value": question.pk, "id": str(uuid.uuid4())} for question in questions]
