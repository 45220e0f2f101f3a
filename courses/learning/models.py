"""Learners' records. Events are the evidence; progress is their fold; see docs/decisions/0001."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .events import Happening, is_sound
from .rules import per_cent

BEING_PREPARED = _("This course is being prepared. You can enrol as soon as it opens.")

__all__ = ["BEING_PREPARED", "Attempt", "Enrolment", "Event", "Outline", "Progress", "RefusedEvent"]


class OutlineQuerySet(models.QuerySet["Outline"]):
    def of(self, course_key: uuid.UUID) -> "OutlineQuerySet":
        return self.filter(course_key=course_key)

    def newest(self) -> "Outline | None":
        return self.order_by("-number").first()

    def asking_for(self, item_key: uuid.UUID) -> "OutlineQuerySet":
        return self.annotate(items_text=Cast("items", models.TextField())).filter(items_text__contains=str(item_key))


class Outline(models.Model):
    """What one release of a course requires. Never changed once made.

    `items`: list of {"key": item key, "kind": "lesson" | "quiz", "required": bool, "module": module key}, in order.
    `rule`: {"needs": "all_required"}; {"needs": "nothing"} for what is no course and is never completed.
    """

    course_key = models.UUIDField()
    number = models.PositiveIntegerField()
    items = models.JSONField(default=list)
    rule = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course_key", "number"], name="outline_number_once_per_course")]

    def __str__(self) -> str:
        return f"{self.course_key} #{self.number}"

    @property
    def is_of_a_course(self) -> bool:
        """Learners enrol themselves; elsewhere the room that released it does."""
        return self.rule.get("needs") != "nothing"

    @property
    def takes_enrolments(self) -> bool:
        """It is a course's and asks for something: what asks for nothing cannot be completed."""
        return self.is_of_a_course and any(item["required"] for item in self.items)


class EnrolmentQuerySet(models.QuerySet):
    def of(self, learner) -> "EnrolmentQuerySet":
        return self.filter(learner=learner)

    def in_course(self, course_key: uuid.UUID) -> "EnrolmentQuerySet":
        return self.filter(course_key=course_key)

    def in_progress(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at=None)

    def finished(self) -> "EnrolmentQuerySet":
        return self.exclude(completed_at=None)


class Enrolment(models.Model):
    """A learner in a course, held to the outline they started with."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    course_key = models.UUIDField()
    outline = models.ForeignKey(Outline, models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["learner", "course_key"], name="enrolled_once_per_course")]
        indexes = [models.Index(fields=["course_key"], name="enrolment_by_course")]


class EventQuerySet(models.QuerySet):
    def of(self, learner) -> "EventQuerySet":
        return self.filter(learner=learner)

    def in_course(self, course_key: uuid.UUID) -> "EventQuerySet":
        return self.filter(course_key=course_key)

    def happenings(self) -> list[Happening]:
        """The events as the fold sees them: without those of a shape that it cannot read."""
        rows = self.values_list("id", "item_key", "verb", "occurred_at", "payload", "attempt")
        return [happening for row in rows if is_sound(happening := Happening(*row))]


class Event(models.Model):
    """Something a learner did. Append-only: no code changes or deletes a row but the erasure of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    course_key = models.UUIDField()
    item_key = models.CharField(max_length=80, help_text=_("Translation key, with «:block id» for a part of a page."))
    verb = models.CharField(max_length=12)
    payload = models.JSONField(default=dict)
    attempt = models.UUIDField(null=True, blank=True)
    language = models.CharField(max_length=10)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=8)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["learner", "course_key"], name="event_by_learner_and_course"),
            models.Index(fields=["attempt"], name="event_by_attempt", condition=Q(attempt__isnull=False)),
        ]

    @property
    def happening(self) -> Happening:
        return Happening(self.id, self.item_key, self.verb, self.occurred_at, self.payload, self.attempt)


class RefusedEvent(models.Model):
    """An event that reused an id with other content, kept for inspection."""

    event_id = models.UUIDField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = models.JSONField()
    reason = models.CharField(max_length=40)
    received_at = models.DateTimeField(default=timezone.now)


class Progress(models.Model):
    """The fold of a learner's events in a course: a cache, rebuilt by `rebuild_progress` with no difference.

    `items`: {item key: "started" | "done" | "passed" | "failed"}, waived and not started ones left out.
    `parts`: {item key of a part: its last answer, reflection or mark}.
    `position`: item key last worked on.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="progress", primary_key=True)
    items = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    position = models.CharField(max_length=80, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    required_count = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)


class AttemptQuerySet(models.QuerySet):
    def of(self, learner) -> "AttemptQuerySet":
        return self.filter(enrolment__learner=learner)

    def at(self, quiz_key: uuid.UUID) -> "AttemptQuerySet":
        return self.filter(quiz_key=quiz_key)

    def open(self) -> "AttemptQuerySet":
        """Begun, and not handed in."""
        return self.filter(submitted_at=None)


class Attempt(models.Model):
    """One go at a quiz: its questions, their order and its rules are pinned when it starts.

    `questions`: list of {"key": question key, "version": digest of a QuestionVersion, "order": option ids as shown,
    "answered_by": "place"}; before ids were kept from browsers the last was missing, and answers named ids.
    `rules`: the quiz's rules then: {"title", "pass_mark", "attempts_allowed", "counts", "feedback"}.
    `answers`: {question key: answer}, frozen at submission; empty before.
    `marks`: {question key: {"points", "of", "correct"}}, made at submission with `marking_version`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    quiz_key = models.UUIDField()
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    points = models.FloatField(null=True, blank=True)
    points_of = models.FloatField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    marking_version = models.PositiveSmallIntegerField(default=0)
    # False for what came along with another account of the same person: they had as many there.
    uses_one_up = models.BooleanField(default=True, editable=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "quiz_key"],
                condition=Q(submitted_at=None, uses_one_up=True),
                name="one_live_attempt_per_quiz",
            ),
            models.UniqueConstraint(fields=["enrolment", "quiz_key", "number"], name="attempt_number_once"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, passed=None, points=None)
                | Q(submitted_at__isnull=False, passed__isnull=False, points__isnull=False),
                name="submitted_attempt_is_marked",
            ),
        ]

    @property
    def score(self) -> int:
        """In whole per cent; 0 before it is handed in."""
        return per_cent(self.points or 0, self.points_of or 0)

    @property
    def tells_at_once(self) -> bool:
        """Each answer is marked when it is given, and closed by that."""
        return self.rules.get("feedback") == "at_once"

    @property
    def tells_the_score_alone(self) -> bool:
        """What was right is not said afterwards either: the same is asked again later."""
        return self.rules.get("feedback") == "score"
