"""Forms that participants fill in after an activity, built by the Secretariat in Wagtail's form builder."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.models import PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from brs.activities.register.models import Participation
from brs.core.pages import SOURCE_LANGUAGE

__all__ = ["Evaluation", "Survey", "SurveyField"]


class SurveyQuerySet(models.QuerySet):
    def in_language(self, language: str) -> "SurveyQuerySet":
        """Those in the language first, then those in the source's."""
        rank = models.Case(
            models.When(locale__language_code=language, then=0),
            models.When(locale__language_code=SOURCE_LANGUAGE, then=1),
            default=2,
        )
        return self.select_related("locale").order_by(rank, "pk")


class Survey(PreviewableMixin, RevisionMixin, TranslatableMixin, ClusterableModel):
    """A form. An activity that chooses none asks by the one that is the default."""

    class Purpose(models.TextChoices):
        EVALUATION = "evaluation", _("Evaluation, when an activity is over")
        FOLLOW_UP = "follow_up", _("Follow-up, months later")

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.EVALUATION)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    is_default = models.BooleanField(
        _("is the default"), default=False, help_text=_("Used by activities that choose no other.")
    )

    objects = SurveyQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("evaluation form")
        verbose_name_plural = _("evaluation forms")
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "purpose"], condition=Q(is_default=True), name="one_default_survey_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request, mode_name) -> str:
        return "activities/evaluation_preview.html"

    def get_preview_context(self, request, mode_name):
        from brs.activities.evaluation.survey_form import form_class

        return {**super().get_preview_context(request, mode_name), "form": form_class(self)()}


class SurveyField(TranslatableMixin, AbstractFormField):
    """A question. In every language it is the same one: answers are kept by its translation key."""

    class Kind(models.TextChoices):
        RATING = "rating", _("Rating from 1 to 5")
        RADIO = "radio", _("One of several")
        CHECKBOXES = "checkboxes", _("Any of several")
        SINGLELINE = "singleline", _("A line of text")
        MULTILINE = "multiline", _("Text")

    survey = ParentalKey(Survey, on_delete=models.CASCADE, related_name="fields")
    field_type = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.RATING)
    choices = models.TextField(
        _("choices"),
        blank=True,
        help_text=_("One a line. For a rating five from the worst to the best, or none for the usual words."),
    )
    applied_from = models.PositiveSmallIntegerField(
        _("applied from this choice on"),
        null=True,
        blank=True,
        help_text=_(
            "For the question of a follow-up that asks whether people apply what they learned: the number of the first "
            "choice that says so. Empty for all others."
        ),
    )

    override_translatable_fields = [SynchronizedField("clean_name", overridable=False)]
    panels = [
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldPanel("field_type"),
        FieldPanel("required"),
        FieldPanel("choices"),
        FieldPanel("applied_from"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        ordering = ["sort_order"]

    def get_field_clean_name(self) -> str:
        return str(self.translation_key)

    def words(self) -> list[str]:
        """The choices, as the editor wrote them."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class Evaluation(models.Model):
    """One participant's answers; they may change them while it is open, and the last ones count.

    `answers`: {key of the question: what was chosen by its place, places, or a text}. Never shown beside a name.
    """

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="evaluation", primary_key=True)
    answers = models.JSONField(default=dict)
    said_at = models.DateTimeField(default=timezone.now)
    shown_as = models.UUIDField(null=True, blank=True, editable=False, help_text="Key of its ShownAnswers.")

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
