"""Questionnaires with their versions, focal points, assessments and what was answered in them."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from brs.core.arrival import Save

from .answering import Said
from .blocks import ITEMS
from .gaps import Answer

__all__ = ["Assessment", "FocalPoint", "Questionnaire", "QuestionnaireVersion", "Response"]


class Questionnaire(
    PreviewableMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, ClusterableModel
):
    """What is asked per convention and theme. Who answers is held to the version they began: see versions.py."""

    slug = models.SlugField(_("slug"), max_length=80, help_text=_("The same in every language; never changed."))
    title = models.CharField(_("title"), max_length=255)
    introduction = models.TextField(_("introduction"), blank=True)
    conventions = ParentalManyToManyField(
        "taxonomy.Convention", related_name="+", blank=True, verbose_name=_("conventions")
    )
    themes = ParentalManyToManyField("taxonomy.Theme", related_name="+", blank=True, verbose_name=_("themes"))
    items = StreamField(ITEMS, blank=True, verbose_name=_("items"))
    is_demo = models.BooleanField(_("not yet reviewed by the Secretariat"), default=False)

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request, mode_name) -> str:
        return "needs/preview.html"

    def get_preview_context(self, request, mode_name):
        """Its items as they are asked."""
        from .versions import content_of

        return {**super().get_preview_context(request, mode_name), "content": content_of(self)}


class QuestionnaireVersion(models.Model):
    """A questionnaire as some assessment was given it, stored once per distinct content.

    `content`: {language: {"title", "introduction", "items": [{"id", "obligation", "question", "levels": [five texts],
    "provisions": [{"key", "pinpoint"}], "competencies": [key], "courses": [key], "tools": [key]}]}}.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    key = models.UUIDField(help_text=_("Translation key of the questionnaire."))
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="questionnaire_version_number_once")]

    def in_language(self, language: str) -> dict[str, Any]:
        """Its content in a language, else in English, else in whatever there is; with `language` said."""
        code = next(code for code in (language, "en", *self.content) if code in self.content)
        return {**self.content[code], "language": code}

    def order(self) -> list[str]:
        return [item["id"] for item in self.in_language("en")["items"]]


class FocalPointQuerySet(models.QuerySet):
    def confirmed(self) -> "FocalPointQuerySet":
        return self.exclude(confirmed_at=None).filter(ended_at=None)

    def waiting(self) -> "FocalPointQuerySet":
        return self.filter(confirmed_at=None, ended_at=None)

    def waiting_first(self) -> "FocalPointQuerySet":
        """Then those who are confirmed, then those who have ended; the newest first."""
        rank = Case(When(ended_at__isnull=False, then=2), When(confirmed_at__isnull=False, then=1), default=0)
        return self.order_by(rank, "-asked_at")


class FocalPoint(models.Model):
    """Somebody speaks for a Party, once the Secretariat has confirmed it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="focal_points")
    party = models.ForeignKey("people.Party", models.CASCADE, related_name="focal_points", verbose_name=_("Party"))
    function = models.CharField(_("function"), max_length=200, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "party"], condition=Q(ended_at=None), name="focal_point_once_per_party"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.party})"

    def state(self) -> str:
        """waiting | confirmed | ended"""
        if self.ended_at:
            return "ended"
        return "confirmed" if self.confirmed_at else "waiting"

    @property
    def decided_at(self) -> datetime | None:
        """Since when its state is what it is."""
        return self.ended_at or self.confirmed_at

    @property
    def decided_by(self) -> Any:
        """Who said so: the Secretariat, or the person themself."""
        return self.ended_by if self.ended_at else self.confirmed_by


class AssessmentQuerySet(models.QuerySet):
    def editable_by(self, person) -> "AssessmentQuerySet":
        """Their own, and those of the Parties that they are confirmed to speak for."""
        parties = FocalPoint.objects.confirmed().filter(person=person).values("party")
        return self.filter(Q(party=None, begun_by=person) | Q(party__in=parties))

    def seen_by(self, person) -> "AssessmentQuerySet":
        """Also what their Party's focal points have shared with colleagues."""
        mine = self.editable_by(person).values("pk")
        shared = Q(party=person.party_id, submitted_at__isnull=False, shared_at__isnull=False)
        return self.filter(Q(pk__in=mine) | shared) if person.party_id else self.filter(pk__in=mine)

    def of_parties(self) -> "AssessmentQuerySet":
        return self.exclude(party=None).exclude(submitted_at=None)


class Assessment(models.Model):
    """One round of answers to a questionnaire: of a Party, or (`party` empty) of a person for themself.

    `answers`: {item: {"level", "priority", "evidence", "comment"}}, frozen when submitted; empty before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="assessments")
    questionnaire_key = models.UUIDField()
    party = models.ForeignKey(
        "people.Party", models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name=_("Party")
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="assessments")
    round = models.PositiveIntegerField(_("round"), default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    shared_at = models.DateTimeField(_("shared with colleagues"), null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire_key", "party"],
                condition=Q(submitted_at=None, party__isnull=False),
                name="one_open_assessment_per_party",
            ),
            models.UniqueConstraint(
                fields=["questionnaire_key", "begun_by"],
                condition=Q(submitted_at=None, party=None),
                name="one_open_assessment_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party or self.begun_by} ({self.round})"

    def for_whom(self) -> str:
        """«For Kenya · Round 2»"""
        if self.party:
            return gettext("For %(party)s · Round %(n)d") % {"party": self.party, "n": self.round}
        return gettext("For yourself · Round %(n)d") % {"n": self.round}

    def final(self) -> dict[str, Answer]:
        """What was submitted."""
        return {item: Answer(**answer) for item, answer in self.answers.items()}


class ResponseQuerySet(models.QuerySet["Response"]):
    def said(self) -> list[Said]:
        """As the fold in answering.py sees them."""
        return [
            Said(
                response.id,
                response.item,
                response.answer(),
                response.at,
                frozenset(uuid.UUID(earlier) for earlier in response.saw),
                Save(response.form, response.save_number) if response.form else None,
            )
            for response in self
        ]


class Response(models.Model):
    """An answer to one item, as it was given. Append-only; the latest counts: see answering.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="responses")
    item = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=2)
    evidence = models.TextField(max_length=2_000, blank=True)
    comment = models.TextField(max_length=2_000, blank=True)
    saw = models.JSONField(default=list, help_text=_("Ids of the responses that were seen when this was given."))
    form = models.UUIDField(null=True, editable=False)  # on their screen, that saved it: see brs.core.arrival
    save_number = models.PositiveIntegerField(default=0, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level=None) | Q(level__lte=4), name="level_is_0_to_4"),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=3), name="priority_is_1_to_3"),
        ]

    def answer(self) -> Answer:
        return Answer(self.level, self.priority, self.evidence, self.comment)
