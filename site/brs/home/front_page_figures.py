"""Figures of the admin's front page that take long to count: by the clock, and kept for all who may see them.

They are of everything there is. What of it somebody may edit is asked when they look.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from brs.core.background import in_background
from brs.core.languages import SOURCE_LANGUAGE
from brs.core.translation_state import State
from brs.people.models import User
from courses.learning.models import Attempt
from courses.pages.health.screen import health_of
from courses.pages.models import CoursePage, QuizPage
from courses.pages.quiz_analysis import FEWEST_TO_JUDGE, quiz_analysis

from .translation_desk import DeskFilters, translation_desk

KEY, ASKED_FOR = "front-page-figures", "front-page-figures-asked-for"
HELD = timedelta(days=1)
BETWEEN_ASKING = timedelta(minutes=1)
MOST_QUESTIONS = 50


@dataclass(frozen=True)
class CourseFaults:
    pk: int
    title: str
    errors: int
    warnings: int


@dataclass(frozen=True)
class HardQuestion:
    """`right`: in per cent of those who were asked; None for fewer than can be told."""

    quiz: int
    quiz_title: str
    stem: str
    right: int | None


@dataclass(frozen=True)
class FrontPageFigures:
    """`courses`: those with faults, the worst first. `questions`: the hardest first. `translations`: by language."""

    counted_at: datetime
    courses: list[CourseFaults]
    questions: list[HardQuestion]
    translations: dict[str, Counter[State]]


def figures() -> FrontPageFigures | None:
    """As they were counted last. Where they never were they are asked for, and None unless they come at once."""
    counted = cache.get(KEY)
    if counted is None and cache.add(ASKED_FOR, True, BETWEEN_ASKING.total_seconds()):
        count_later.enqueue()
        counted = cache.get(KEY)
    return counted


def count() -> None:
    with override(SOURCE_LANGUAGE):
        counted = FrontPageFigures(timezone.now(), _courses(), _questions(), _translations())
    cache.set(KEY, counted, HELD.total_seconds())


@in_background(_("Count the figures of the admin's front page"), is_repeatable=True)
@task(backend="background")
def count_later() -> None:
    count()


def _courses() -> list[CourseFaults]:
    """Of courses in the source language: what is wrong with a translation, the translation desk says."""
    courses = CoursePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).select_related("locale", "owner")
    faults = [
        CourseFaults(health.content.course.pk, health.content.course.title, counts["error"], counts["warning"])
        for health in health_of(courses)
        if (counts := health.counts)["error"] or counts["warning"]
    ]
    return sorted(faults, key=lambda course: (-course.errors, -course.warnings, course.title))


def _questions() -> list[HardQuestion]:
    """Where enough people were asked, and fewer than half got it right."""
    answered = Attempt.objects.exclude(submitted_at=None).values("quiz_key")
    quizzes = QuizPage.objects.filter(locale__language_code=SOURCE_LANGUAGE, translation_key__in=answered)
    hard = [
        HardQuestion(quiz.pk, quiz.title, item.stem, item.right.per_cent)
        for quiz in quizzes
        for item in quiz_analysis(quiz).items
        if item.asked is not None and item.asked >= FEWEST_TO_JUDGE and (item.right.per_cent or 0) < 50
    ]
    return sorted(hard, key=lambda question: (question.right or 0, question.stem))[:MOST_QUESTIONS]


def _translations() -> dict[str, Counter[State]]:
    """As for somebody who may edit everything."""
    return translation_desk(User(is_superuser=True), DeskFilters()).totals
