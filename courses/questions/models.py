"""The bank of questions, and the exact versions that attempts were given."""

import random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from brs.core.searching import Folded
from brs.review.workflows import ReviewedByConvention
from brs.taxonomy.blocks import CitationBlock

from .asking import laid_out, present, shuffled
from .blocks import QuestionField
from .forms import QuestionForm

__all__ = ["MeasuredDifficulty", "Question", "QuestionVersion"]


class Question(
    ReviewedByConvention,
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """A question of the bank. `body` holds exactly one block, whose type is the question's type."""

    class Difficulty(models.TextChoices):
        REMEMBER = "remember", _("Remember")
        UNDERSTAND = "understand", _("Understand")
        APPLY = "apply", _("Apply")
        ANALYSE = "analyse", _("Analyse")
        EVALUATE = "evaluate", _("Evaluate")
        CREATE = "create", _("Create")

    name = models.CharField(_("name in the bank"), max_length=200)
    body = QuestionField(verbose_name=_("question"))
    points = models.PositiveSmallIntegerField(_("points"), default=1)
    topic = models.ForeignKey(
        "taxonomy.Theme", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    convention = models.ForeignKey(
        "taxonomy.Convention", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("convention")
    )
    competency = models.ForeignKey(
        "taxonomy.Competency", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("competency")
    )
    difficulty = models.CharField(
        _("difficulty"), max_length=10, choices=Difficulty.choices, default=Difficulty.UNDERSTAND
    )
    lesson = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where to read again"),
    )
    provisions = StreamField([("citation", CitationBlock())], blank=True, verbose_name=_("provisions"))

    search_fields = [
        index.SearchField("name"),
        Folded("name"),
        index.AutocompleteField("name"),
        index.SearchField("body"),
        Folded("body"),
        index.FilterField("locale_id"),
    ]

    base_form_class = QuestionForm

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.points == 0:
            raise ValidationError({"points": _("A right answer must be worth a point.")})

    def about_conventions(self) -> list[Any]:
        return [self.convention] if self.convention else []

    def content(self) -> dict[str, Any]:
        """Its plain content; the shape is said in marking.py."""
        [body] = self.body
        lesson = str(self.lesson.translation_key) if self.lesson else None
        return {**body.block.content(body.value), "points": self.points, "lesson": lesson}

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/questions/preview.html"

    def get_preview_context(self, request, mode_name):
        """The question as a learner is asked it; nothing of the key, since a preview is passed on more easily."""
        question = None
        if self.body:
            content = self.content()
            question = present(content, laid_out(content, shuffled(content, random.SystemRandom())), None)
        return {**super().get_preview_context(request, mode_name), "presented": question}


class QuestionVersion(models.Model):
    """The content of a question as some attempt was given it, stored once per distinct content.

    `content` has the shape said in `marking.py`; `key` is the question's translation key.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    key = models.UUIDField()
    language = models.CharField(max_length=10)
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["key"], name="question_version_by_key")]


class MeasuredDifficulty(models.Model):
    """How many people were asked a question, and how many per cent of them were right: as they may be shown.

    `key`: the question's translation key. Made anew once a day; there is none where too few were asked or right.
    """

    key = models.UUIDField(primary_key=True)
    right_per_cent = models.PositiveSmallIntegerField()
    asked = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
