"""Two accounts become one: what either did and reached stands, is told once, and nothing is done unasked."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.learning.accounts import hand_over
from courses.learning.answers import answers_of
from courses.learning.attempts import QuizRules, start_attempt, submit_attempt
from courses.learning.enrolments import enrol, move_to_newest_outline
from courses.learning.evidence import mark_done
from courses.learning.models import Attempt, Enrolment, Event, Outline, Progress
from courses.learning.outlines import release
from courses.learning.results import deciding, used_up
from courses.learning.signals import course_completed
from tests.given import a_trainee, an_outline
from tests.learning.test_attempts import a_version, answer

pytestmark = pytest.mark.django_db
RULES = {"pass_mark": 50, "attempts_allowed": 3}


def enrolled(outline: Outline, *done: int) -> Enrolment:
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    for item in done:
        mark_done(enrolment, outline.items[item]["key"], language="en")
    enrolment.refresh_from_db()
    return enrolment


def merged(giver: Enrolment, taker: Enrolment) -> Enrolment:
    hand_over(giver.learner, taker.learner)
    call_command("rebuild_progress", check=True)
    return Enrolment.objects.select_related("outline", "progress").get()


def newer(outline: Outline, **more) -> Outline:
    extra = an_outline(lessons=1).items
    return release(outline.course_key, outline.items + extra, outline.rule, force_new=False)


@pytest.fixture
def completions():
    """The enrolments of which completion was told."""
    seen: list = []

    def listen(enrolment, **kwargs):
        seen.append(enrolment.pk)

    course_completed.connect(listen)
    yield seen
    course_completed.disconnect(listen)


@pytest.mark.parametrize("completes", ["giver", "taker"])
def test_what_one_has_completed_stays_completed_and_nothing_is_left(completions, completes):
    old = an_outline(lessons=2)
    whole = enrolled(old, 0, 1)
    newer(old)
    half = enrolled(old, 0)
    pair = (whole, half) if completes == "giver" else (half, whole)
    both = merged(*pair)
    assert both.completed_at == whole.completed_at and both.outline == old
    assert (both.progress.done_count, both.progress.required_count) == (2, 2)
    assert len(completions) == 1


@pytest.mark.parametrize("newer_one", ["giver", "taker"])
def test_who_has_completed_nothing_is_held_to_their_own_outline(newer_one):
    old = an_outline(lessons=2)
    first = enrolled(old, 0)
    newest = newer(old)
    second = enrolled(old)
    pair = (second, first) if newer_one == "giver" else (first, second)
    both = merged(*pair)
    assert both.outline == (old if newer_one == "giver" else newest)
    assert both.progress.done_count == 1
    moved = move_to_newest_outline(both, language="en")
    assert moved.outline == newest
    call_command("rebuild_progress", check=True)


def test_what_both_do_together_completes_and_is_told_once(completions):
    outline = an_outline(lessons=2)
    both = merged(enrolled(outline, 0), enrolled(outline, 1))
    assert both.completed_at and len(completions) == 1


def test_what_both_had_completed_was_told_then(completions):
    outline = an_outline(lessons=1)
    first, second = enrolled(outline, 0), enrolled(outline, 0)
    both = merged(second, first)
    assert both.completed_at == first.completed_at and len(completions) == 2


def test_three_accounts_become_one():
    old = an_outline(lessons=2)
    first, second = enrolled(old, 0), enrolled(old)
    newest = newer(old)
    third = enrolled(old)
    hand_over(first.learner, second.learner)
    both = merged(third, second)
    assert both.outline == old and newest.number == 2


def begin(enrolment: Enrolment, **rules) -> Attempt:
    quiz = QuizRules(uuid.UUID(enrolment.outline.items[0]["key"]), "Quiz", **{**RULES, **rules})
    return start_attempt(enrolment, quiz, [(a_version(), ["wrong", "right"]) for _ in range(2)])


def sit(enrolment: Enrolment, *answers: str, **rules) -> Attempt:
    attempt = begin(enrolment, **rules)
    answer(attempt, *answers)
    return submit_attempt(attempt, language="en")


@pytest.fixture
def two() -> tuple[Enrolment, Enrolment]:
    outline = an_outline(lessons=0, quiz=True)
    return enrolled(outline), enrolled(outline)


@pytest.mark.parametrize("is_of_both", [False, True])
def test_what_is_half_done_is_handed_in_by_nobody_and_can_be_gone_on_with(two, is_of_both):
    giver, taker = two
    half = begin(giver)
    answer(half, "right")
    if is_of_both:
        begin(taker)
    both = merged(giver, taker)
    half.refresh_from_db()
    assert half.submitted_at is None and list(answers_of(half).values()) == ["right"]
    assert both.progress.items.get(str(half.quiz_key)) != "failed"
    if is_of_both:
        answer(begin(both), "wrong", "wrong")
        submit_attempt(begin(both), language="en")
    answer(half, "right", "right")
    assert submit_attempt(half, language="en").passed
    assert Progress.objects.get().items == {str(half.quiz_key): "passed"}
    call_command("rebuild_progress", check=True)


@pytest.mark.parametrize("counts", ["best", "last", "first"])
@pytest.mark.parametrize("better", ["giver", "taker"])
def test_the_better_result_counts(two, counts, better):
    good, bad = two if better == "giver" else two[::-1]
    sit(good, "right", "right", counts=counts)
    sit(bad, "wrong", counts=counts)
    both = merged(*two)
    attempts = Attempt.objects.filter(enrolment=both)
    assert deciding(attempts).passed
    assert both.progress.items == {str(attempts[0].quiz_key): "passed"}
    assert sorted(attempts.values_list("number", flat=True)) == [1, 2]


def test_merging_uses_up_no_more_attempts_than_one_had_used(two):
    giver, taker = two
    for _ in range(2):
        sit(taker, "wrong")
    sit(giver, "wrong")
    both = merged(giver, taker)
    assert Attempt.objects.count() == 3 and used_up(Attempt.objects.all()) == 2
    assert sit(both, "right", "right").passed


def test_an_earlier_enrolment_is_the_enrolment(two):
    giver, taker = two
    earlier = timezone.now() - timedelta(days=9)
    Enrolment.objects.filter(pk=giver.pk).update(enrolled_at=earlier)
    assert merged(giver, taker).enrolled_at == earlier


def test_merging_again_finds_nothing_and_no_event_is_lost(two):
    giver, taker = two
    before = set(Event.objects.values_list("id", flat=True))
    merged(giver, taker)
    after = Event.objects.count()
    hand_over(giver.learner, taker.learner)
    assert before <= set(Event.objects.values_list("id", flat=True)) and Event.objects.count() == after
