"""Devices, tabs, a jumping clock, accounts that become one; editors who publish, move, delete and release meanwhile.

Whatever happens in whatever order, against a small model: what was acknowledged is there, what was reached stays
reached, and all that is shown follows from the events. `HYPOTHESIS_SEQUENCES` says how many sequences are tried.
"""

import os
import random
import uuid
from collections import defaultdict
from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from brs.certificates.actions import hand_over as hand_over_certificates
from brs.certificates.models import Certificate, CertificateKind
from brs.core import generation
from brs.core.arrival import Save
from courses.learning import enrolments, evidence
from courses.learning.access import MayNotEnrol
from courses.learning.accounts import hand_over
from courses.learning.answers import answers_of
from courses.learning.attempts import NoAttemptsLeft, save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import move_to_newest_outline
from courses.learning.events import Happening
from courses.learning.evidence import record, record_all, undo_done
from courses.learning.models import Attempt, Enrolment, Event
from courses.learning.signals import course_completed
from courses.pages.models import CoursePage, LessonPage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from tests.given import a_course, a_quiz, a_trainee

SEQUENCES = int(os.environ.get("HYPOTHESIS_SEQUENCES", 15))
REAL_NOW = timezone.now
PICK = st.integers(0, 10_000)  # one of what there is then
SHUFFLE = st.randoms(use_true_random=False)
ANSWERS = st.lists(st.booleans(), min_size=1, max_size=3)
TEXT = st.sampled_from(["one", "two", "three", "four"])


def picked(number: int, choices: list):
    return choices[number % len(choices)]


class Everything(RuleBasedStateMachine):
    """Accounts of one person, who are merged one by one, and of another, who must never notice."""

    @initialize()
    def begin(self):
        self.change = transaction.atomic()
        self.change.__enter__()
        generation.forget()
        self.minutes_ahead = 0
        self.clock = mock.patch("django.utils.timezone.now", lambda: REAL_NOW() + timedelta(minutes=self.minutes_ahead))
        self.clock.start()
        course_completed.connect(self.hear)
        quiz = a_quiz(questions=2, attempts_allowed=2)
        first = CoursePage.objects.get(pk=quiz.get_parent().pk)
        self.courses = [first, a_course(lessons=2), a_course(lessons=3)]
        kind = CertificateKind.objects.create(slug="k", title="Certificate", statement="passed", locale=first.locale)
        CoursePage.objects.update(certificate_kind=kind)
        self.quiz_key = str(quiz.translation_key)
        self.accounts = [a_trainee() for _ in range(3)]
        self.other = a_trainee()
        enrolments.enrol(self.other, self.courses[1].translation_key, language="en")
        self.undelivered = defaultdict(list)
        self.acknowledged = defaultdict(set)  # account -> ids of events
        self.done = defaultdict(set)  # account, course, item -> ids of marks
        self.undone = defaultdict(set)
        self.thought = {}  # account, course, item -> the last text that was saved
        self.completed_at = {}  # account, course -> when
        self.held_to = {}  # account, course -> number of the outline
        self.passed = set()  # account, course
        self.handed_in = {}  # attempt -> what it was when it was handed in
        self.answered = {}  # attempt, question -> the answer that counts
        self.told = []
        for course in self.courses:
            self._enrol(self.accounts[0], course)

    def hear(self, enrolment, **kwargs):
        key = (enrolment.learner_id, enrolment.course_key)
        assert key not in self.completed_at, "told again"
        self.told.append(key)

    def teardown(self):
        if not hasattr(self, "change"):
            return
        try:
            call_command("rebuild_progress", check=True)
        finally:
            self.clock.stop()
            course_completed.disconnect(self.hear)
            transaction.set_rollback(True)
            self.change.__exit__(None, None, None)

    # Of the learners

    def enrolment(self, account_pick: int, course_pick: int) -> Enrolment | None:
        account, course = picked(account_pick, self.accounts), picked(course_pick, self.courses)
        return (
            Enrolment.objects.filter(learner=account, course_key=course.translation_key)
            .select_related("outline")
            .first()
        )

    def place(self, enrolment: Enrolment, item: str = "") -> tuple:
        return (enrolment.learner_id, enrolment.course_key, *([item] if item else []))

    def lesson_in(self, enrolment: Enrolment, pick: int) -> str | None:
        lessons = [item["key"] for item in enrolment.outline.items if item["kind"] == "lesson"]
        return picked(pick, lessons) if lessons else None

    @rule(account=PICK, course=PICK)
    def enrol(self, account, course):
        self._enrol(picked(account, self.accounts), picked(course, self.courses))

    def _enrol(self, account, course):
        try:
            enrolment = enrolments.enrol(account, course.translation_key, language="en")
        except MayNotEnrol:
            return
        self.held_to.setdefault(self.place(enrolment), enrolment.outline.number)

    @rule(account=PICK, course=PICK, lesson=PICK)
    def mark_done(self, account, course, lesson):
        enrolment = self.enrolment(account, course)
        key = enrolment and self.lesson_in(enrolment, lesson)
        if key:
            receipt = evidence.mark_done(enrolment, key, language="en")
            assert receipt.status == "stored"
            self.acknowledged[enrolment.learner_id].add(receipt.id)
            self.done[self.place(enrolment, key)].add(receipt.id)

    @rule(account=PICK, course=PICK)
    def do_all(self, account, course):
        enrolment = self.enrolment(account, course)
        for number, item in enumerate(enrolment.outline.items if enrolment else []):
            if item["kind"] == "lesson":
                self.mark_done(account, course, number)

    @rule(account=PICK, course=PICK)
    def enrol_in_a_new_release(self, account, course):
        """So that two accounts are held to different ones."""
        self.add_lesson(course)
        self.enrol(account, course)

    @rule(account=PICK, course=PICK, lesson=PICK)
    def undo(self, account, course, lesson):
        enrolment = self.enrolment(account, course)
        key = enrolment and self.lesson_in(enrolment, lesson)
        if key:
            receipt = undo_done(enrolment, key, language="en")
            self.acknowledged[enrolment.learner_id].add(receipt.id)
            self.undone[self.place(enrolment, key)] |= self.done[self.place(enrolment, key)]

    @rule(account=PICK, course=PICK, lesson=PICK, text=TEXT)
    def think(self, account, course, lesson, text):
        enrolment = self.enrolment(account, course)
        key = enrolment and self.lesson_in(enrolment, lesson)
        if key:
            happening = Happening(uuid.uuid4(), f"{key}:think", "reflected", timezone.now(), {"text": text})
            receipt = record(enrolment, [happening], channel="web", language="en")[0]
            self.acknowledged[enrolment.learner_id].add(receipt.id)
            self.thought[self.place(enrolment, f"{key}:think")] = text

    @rule(account=PICK, course=PICK, lesson=PICK, minutes_ago=st.integers(-90, 90))
    def do_offline(self, account, course, lesson, minutes_ago):
        enrolment = self.enrolment(account, course)
        key = enrolment and self.lesson_in(enrolment, lesson)
        if key:
            moment = timezone.now() - timedelta(minutes=minutes_ago)
            self.undelivered[enrolment.learner_id].append(
                (enrolment.course_key, Happening(uuid.uuid4(), key, "done", moment))
            )

    @rule(account=PICK, shuffle=SHUFFLE, is_forgotten=st.booleans())
    def deliver(self, account, shuffle, is_forgotten):
        """Some of it, in any order, and again where the device did not hear that it had arrived."""
        account = picked(account, self.accounts)
        waiting = self.undelivered[account.pk]
        batch = shuffle.sample(waiting, shuffle.randint(0, len(waiting)))
        deliveries = defaultdict(list)
        for course_key, happening in batch:
            deliveries[course_key].append(happening)
        receipts = record_all(account, deliveries, channel="outbox", language="en")
        for course_key, happenings in deliveries.items():
            for happening, receipt in zip(happenings, receipts[course_key], strict=True):
                if receipt.status == "refused":
                    assert receipt.reason in ("not_in_outline", "not_enrolled")
                    waiting.remove((course_key, happening))
                    continue
                self.acknowledged[account.pk].add(receipt.id)
                self.done[account.pk, course_key, happening.item_key].add(receipt.id)
                if is_forgotten:
                    waiting.remove((course_key, happening))

    @rule(account=PICK, course=PICK)
    def move_on(self, account, course):
        enrolment = self.enrolment(account, course)
        if enrolment:
            moved = move_to_newest_outline(enrolment, language="en")
            self.held_to[self.place(enrolment)] = moved.outline.number

    def live_attempts(self, account_pick: int) -> list[Attempt]:
        return list(Attempt.objects.of(picked(account_pick, self.accounts)).open().order_by("pk"))

    @rule(account=PICK)
    def start_quiz(self, account):
        enrolment = self.enrolment(account, 0)
        quiz = QuizPage.objects.live().filter(translation_key=self.quiz_key).first()
        if enrolment and quiz and any(item["key"] == self.quiz_key for item in enrolment.outline.items):
            before = Attempt.objects.filter(enrolment=enrolment)
            used = before.filter(uses_one_up=True).count()
            try:
                start_attempt(enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)))
            except NoAttemptsLeft:
                assert used == 2

    @rule(
        account=PICK,
        which=PICK,
        question=PICK,
        answers=ANSWERS,
        shuffle=SHUFFLE,
    )
    def answer(self, account, which, question, answers, shuffle):
        """A form's saves, of which the last counts, in whatever order they arrive."""
        live = self.live_attempts(account)
        if live:
            attempt = picked(which, live)
            self._answer(attempt, picked(question, attempt.questions)["key"], answers, shuffle)

    def _answer(self, attempt, key, answers, shuffle):
        form = uuid.uuid4()
        saves = list(enumerate(answers, start=1))
        shuffle.shuffle(saves)
        for number, answer in saves:
            receipt = save_answer(attempt, key, answer, language="en", save=Save(form, number))
            self.acknowledged[attempt.enrolment.learner_id].add(receipt.id)
        self.answered[attempt.pk, key] = answers[-1]

    @rule(account=PICK, which=PICK)
    def hand_in(self, account, which):
        live = self.live_attempts(account)
        if live:
            self._hand_in(picked(which, live))

    def _hand_in(self, attempt):
        attempt = submit_attempt(attempt, language="en")
        self.handed_in[attempt.pk] = (attempt.answers, attempt.points, attempt.passed, attempt.submitted_at)
        if attempt.passed:
            self.passed.add(attempt.enrolment.learner_id)

    @rule(account=PICK, answers=ANSWERS, shuffle=SHUFFLE)
    def sit(self, account, answers, shuffle):
        self.start_quiz(account)
        for attempt in self.live_attempts(account)[:1]:
            for question in attempt.questions:
                self._answer(attempt, question["key"], answers, shuffle)
            self.everything_stands()
            self._hand_in(attempt)

    @rule(account=PICK, course=PICK, lesson=PICK, minutes=st.integers(1, 90))
    def think_while_the_clock_is_put_back(self, account, course, lesson, minutes):
        self.think(account, course, lesson, "before")
        self.minutes_ahead -= minutes
        self.think(account, course, lesson, "after")

    @rule(course=PICK, lessons=st.integers(0, 3), answers=ANSWERS, taker=PICK, shuffle=SHUFFLE)
    def claim_a_slip(self, course, lessons, answers, taker, shuffle):
        """Another account of the person, who did something by it."""
        self.accounts.append(a_trainee())
        slip = len(self.accounts) - 1
        self.enrol(slip, course)
        for number in range(lessons):
            self.mark_done(slip, course, number)
        self.sit(slip, answers, shuffle)
        self.merge(slip, taker)

    @precondition(lambda self: len(self.accounts) > 1)
    @rule(giver=PICK, taker=PICK)
    def merge(self, giver, taker):
        self.everything_stands()  # what was completed a moment ago is known
        giver = picked(giver, self.accounts)
        taker = picked(taker, [account for account in self.accounts if account != giver])
        for course in self.courses:
            self._expect_merged((giver.pk, course.translation_key), (taker.pk, course.translation_key))
        hand_over_certificates(giver, taker)
        hand_over(giver, taker)
        for events in (self.done, self.undone):
            for key in [key for key in events if key[0] == giver.pk]:
                events[(taker.pk, *key[1:])] |= events.pop(key)
        for key in [key for key in self.thought if key[0] == giver.pk]:
            text, other = self.thought.pop(key), self.thought.get((taker.pk, *key[1:]))
            # Both were saved; the later counts, which the clock may not know.
            self.thought[(taker.pk, *key[1:])] = {text, other} - {None} if other else text
        self.acknowledged[taker.pk] |= self.acknowledged.pop(giver.pk, set())
        self.undelivered.pop(giver.pk, None)
        if giver.pk in self.passed:
            self.passed = self.passed - {giver.pk} | {taker.pk}
        self.accounts.remove(giver)
        giver.delete()

    def _expect_merged(self, given: tuple, receiving: tuple) -> None:
        theirs, mine = self.completed_at.pop(given, None), self.completed_at.get(receiving)
        number = self.held_to.pop(given, None)
        if number is not None and (receiving not in self.held_to or (theirs and not mine)):
            self.held_to[receiving] = number
        if theirs:
            self.completed_at[receiving] = min(filter(None, (theirs, mine)))

    @rule(minutes=st.sampled_from([-90, -60, 0, 60]))
    def set_clock(self, minutes):
        self.minutes_ahead = minutes

    # Of the editors

    def lessons(self) -> list[LessonPage]:
        return list(LessonPage.objects.order_by("path"))

    @rule(lesson=PICK, is_live=st.booleans())
    def publish_or_not(self, lesson, is_live):
        lessons = self.lessons()
        if lessons:
            page = picked(lesson, lessons)
            if is_live:
                page.save_revision().publish()
            elif page.live:
                page.unpublish()

    @rule(lesson=PICK, course=PICK)
    def move_lesson(self, lesson, course):
        lessons, course = self.lessons(), picked(course, self.courses)
        if lessons:
            page = picked(lesson, lessons)
            page.slug = uuid.uuid4().hex
            page.save()
            page.move(CoursePage.objects.get(pk=course.pk), "last-child")

    @rule(lesson=PICK)
    def delete_lesson(self, lesson):
        lessons = self.lessons()
        if lessons:
            picked(lesson, lessons).delete()

    @rule(course=PICK)
    def add_lesson(self, course):
        course = CoursePage.objects.get(pk=picked(course, self.courses).pk)
        page = course.add_child(instance=LessonPage(title="New", slug=uuid.uuid4().hex))
        page.save_revision().publish()

    @rule(course=PICK)
    def release_anew(self, course):
        course = CoursePage.objects.get(pk=picked(course, self.courses).pk)
        course.new_release = True
        course.save_revision().publish()

    # What holds at any time

    @invariant()
    def everything_stands(self):
        if not hasattr(self, "change"):
            return
        for account, ids in self.acknowledged.items():
            assert set(Event.objects.filter(learner=account, id__in=ids).values_list("id", flat=True)) == ids
        for enrolment in Enrolment.objects.select_related("outline", "progress").exclude(learner=self.other):
            self._look_at(enrolment)
        for attempt in Attempt.objects.all():
            if attempt.submitted_at:
                result = (attempt.answers, attempt.points, attempt.passed, attempt.submitted_at)
                assert self.handed_in[attempt.pk] == result
            else:
                expected = {question: result for (pk, question), result in self.answered.items() if pk == attempt.pk}
                assert answers_of(attempt) == expected
        assert not Certificate.objects.filter(holder=None).exists()
        assert Event.objects.of(self.other).count() == 1

    def _look_at(self, enrolment: Enrolment) -> None:
        key, progress = self.place(enrolment), enrolment.progress
        assert enrolment.outline.number == self.held_to[key]
        if key in self.completed_at:
            assert enrolment.completed_at == self.completed_at[key]
        elif enrolment.completed_at:
            self.completed_at[key] = enrolment.completed_at
        if enrolment.completed_at:
            held = Certificate.objects.held_by(enrolment.learner_id).for_subject(enrolment.course_key)
            assert held.newest().count() == 1
        for (*of, item), marks in self.done.items():
            if tuple(of) == key:
                is_done = progress.items.get(item) == "done"
                assert is_done == bool(marks - self.undone[(*of, item)])
        for (*of, item), text in self.thought.items():
            if tuple(of) == key:
                shown = progress.parts[item]["text"]
                assert shown in text if isinstance(text, set) else shown == text
        if enrolment.learner_id in self.passed and enrolment.course_key == self.courses[0].translation_key:
            assert progress.items[self.quiz_key] == "passed"


@pytest.mark.django_db
def test_nothing_is_lost_or_invented():
    run_state_machine_as_test(
        Everything,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
