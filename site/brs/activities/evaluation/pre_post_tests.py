"""The tests before and after an activity: when each is open, starting one, and what came of both.

Both are attempts like those at any quiz, in an outline that the activity has for itself.
"""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.core.pages import once_each
from courses.learning.attempts import QuizRules, start_attempt
from courses.learning.enrolments import take_in
from courses.learning.models import Attempt, Outline
from courses.learning.outlines import release
from courses.learning.results import WAYS_ON, WayOn, used_up
from courses.pages.models import QuizPage
from courses.pages.quiz_start import questions_for

from .gains import Pair, Sitting, Taken, taken

When = Literal["before", "after"]
BOTH: tuple[When, When] = ("before", "after")
OPEN_AFTERWARDS = timedelta(days=30)
RULE = {"needs": "nothing"}


class TestIsClosed(Exception):
    """Not open yet, or not any more, or without questions."""

    __test__ = False  # no test of ours, whatever its name


@dataclass(frozen=True)
class TestScreen:
    """`state`: open | early | late | gone (no such test) | done (no attempt is left). `opens_at`, where that is known.

    `attempts`: the newest first. `live`: the one that was begun. `taken`: what both brought so far.
    """

    __test__ = False

    activity: ActivityPage
    when: When
    title: str
    quiz: QuizPage | None
    state: str
    opens_at: datetime | None
    attempts: list[Attempt]
    live: Attempt | None
    taken: Taken

    @property
    def pair(self) -> Pair | None:
        both = self.taken.before is not None and self.taken.after is not None
        return Pair(self.taken.before or 0, self.taken.after or 0) if both else None


def test_key(activity_key: uuid.UUID, when: When) -> uuid.UUID:
    """Under which attempts at an activity's test are kept: never under the quiz's own, which a course may ask for."""
    return uuid.uuid5(activity_key, when)


test_key.__test__ = False  # type: ignore[attr-defined]


def title_of(when: When) -> str:
    return _("Test before") if when == "before" else _("Test after")


def quiz_of(activity: ActivityPage, when: When) -> QuizPage | None:
    """The published quiz in the reader's language, else in the source's. Two queries at most."""
    chosen = activity.pre_test if when == "before" else activity.post_test
    return once_each(QuizPage.objects.live().filter(translation_key=chosen.translation_key)).first() if chosen else None


def window(activity: ActivityPage, when: When) -> tuple[datetime | None, datetime | None]:
    """From when until when one may begin. Before: until the activity is over. After: from its start, 30 days long."""
    over = activity.over_at
    if when == "before":
        return None, over
    return activity.starts_at, over and over + OPEN_AFTERWARDS


def state_of(activity: ActivityPage, when: When, attempts: Iterable[Attempt], now: datetime | None = None) -> str:
    """open | early | late for who has made these attempts: who has begun the test after is late for the one before."""
    now = now or timezone.now()
    opens_at, closes_at = window(activity, when)
    has_begun_after = any(attempt.quiz_key == test_key(activity.translation_key, "after") for attempt in attempts)
    if activity.cancelled_at or activity.is_template or (when == "before" and has_begun_after):
        return "late"
    if when == "after" and (opens_at is None or now < opens_at):
        return "early"
    return "late" if closes_at and now > closes_at else "open"


def attempts_at(activity_key: uuid.UUID) -> QuerySet[Attempt]:
    """At both tests, the newest of each person first; without what is asked and answered in them."""
    made = Attempt.objects.filter(enrolment__course_key=activity_key).select_related("enrolment")
    return made.defer("questions", "answers", "marks", "rules").order_by("-number")


def rules(activity: ActivityPage, quiz: QuizPage, when: When) -> QuizRules:
    """Before: once, and the score alone is told. After: as the quiz says, since the certificate may ask for it."""
    is_before = when == "before"
    tells_nothing = is_before and activity.post_test_id is not None
    return QuizRules(
        quiz_key=test_key(activity.translation_key, when),
        title=f"{activity.title}: {title_of(when)}",
        pass_mark=quiz.pass_mark,
        attempts_allowed=1 if is_before else quiz.attempts_allowed,
        counts="first" if is_before else quiz.counts,
        feedback="score" if tells_nothing else "at_end",
    )


def test_screen(activity: ActivityPage, participation: Participation, when: When) -> TestScreen:
    """Four queries at most."""
    attempts = list(attempts_at(activity.translation_key).filter(enrolment__learner=participation.learner))
    quiz = quiz_of(activity, when)
    attempts_here = [attempt for attempt in attempts if attempt.quiz_key == test_key(activity.translation_key, when)]
    live = next((attempt for attempt in attempts_here if attempt.submitted_at is None), None)
    state = state_of(activity, when, attempts)
    if quiz is None:
        state = "gone"
    elif live and when == "after":
        state = "open"  # what was begun may be ended
    elif state == "open" and not _may_try(activity, quiz, when, attempts_here):
        state = "done"
    taken = results_of(activity, attempts).get(participation.learner_id, Taken())
    return TestScreen(
        activity=activity,
        when=when,
        title=title_of(when),
        quiz=quiz,
        state=state,
        opens_at=window(activity, when)[0],
        attempts=[attempt for attempt in attempts_here if attempt.submitted_at],
        live=live,
        taken=taken,
    )


test_screen.__test__ = False  # type: ignore[attr-defined]


def _may_try(activity: ActivityPage, quiz: QuizPage, when: When, made: list[Attempt]) -> bool:
    allowed = rules(activity, quiz, when).attempts_allowed
    return not any(attempt.passed for attempt in made) and (allowed is None or used_up(made) < allowed)


@transaction.atomic
def start(activity: ActivityPage, participation: Participation, when: When, *, language: str) -> Attempt:
    """The live attempt at one of the tests, or a new one. Raises TestIsClosed, NoAttemptsLeft."""
    learner, key = participation.learner, activity.translation_key
    register = Register.objects.select_for_update().get(pk=participation.register_id)
    attempts = list(attempts_at(key).filter(enrolment__learner=learner))
    live = next(
        (attempt for attempt in attempts if attempt.quiz_key == test_key(key, when) and attempt.submitted_at is None),
        None,
    )
    if live:
        return live
    quiz = quiz_of(activity, when)
    questions = questions_for(quiz, random.SystemRandom()) if quiz else []
    if quiz is None or not questions or state_of(activity, when, attempts) != "open":
        raise TestIsClosed
    if not Outline.objects.of(register.pk).exists():
        items = [{"key": str(test_key(key, when)), "kind": "quiz", "required": False} for when in BOTH]
        release(key, items, RULE, force_new=False)
    enrolment = take_in(learner, key, language=language)
    return start_attempt(enrolment, rules(activity, quiz, when), questions)


def results_of(activity: ActivityPage, attempts: Iterable[Attempt]) -> dict[Any, Taken]:
    """By learner's id what they reached at both tests."""
    after = test_key(activity.translation_key, "after")
    sittings = [
        Sitting(
            who=attempt.enrolment.learner_id,
            is_after=attempt.quiz_key == after,
            number=attempt.number,
            begun_at=attempt.started_at,
            handed_in_at=attempt.submitted_at,
            percent=attempt.score,
            passed=bool(attempt.passed),
        )
        for attempt in attempts
    ]
    return taken(sittings, activity.over_at)


def _way_on(attempt: Attempt) -> WayOn:
    key = attempt.enrolment.course_key
    when = "after" if attempt.quiz_key == test_key(key, "after") else "before"
    address = reverse("activity_test", args=[key, when])
    made, allowed = Attempt.objects.filter(enrolment=attempt.enrolment_id), attempt.rules.get("attempts_allowed")
    may_repeat = not attempt.passed and (allowed is None or used_up(made.at(attempt.quiz_key)) < allowed)
    again = address if when == "after" and may_repeat else ""
    return WayOn(address, _("Back to the activity"), again=again)


WAYS_ON[RULE["needs"]] = _way_on
