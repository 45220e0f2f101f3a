"""The plan of technical assistance as pages, components and outputs; and what indicators have come to."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from brs.core.pages import SOURCE_LANGUAGE, TranslatedPage
from brs.core.searching import Folded
from brs.taxonomy.models import Classified
from brs.taxonomy.panels import classification_panels

from .blocks import INDICATORS

__all__ = ["ComponentPage", "IndicatorValue", "OutputPage", "PlanPage"]


class PlanPage(TranslatedPage):
    """A plan of several years."""

    goal = models.TextField(_("goal"), max_length=1_000)
    note = models.TextField(_("note"), blank=True, help_text=_("Shown above everything else."))
    first_year = models.PositiveSmallIntegerField(
        _("first year"), validators=[MinValueValidator(1989), MaxValueValidator(2200)]
    )
    years = models.PositiveSmallIntegerField(
        _("number of years"), default=4, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    is_demo = models.BooleanField(_("not the Secretariat's plan: an illustration"), default=False)

    template = "needs/plan.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("goal"),
        FieldPanel("note"),
        FieldPanel("first_year"),
        FieldPanel("years"),
        FieldPanel("is_demo"),
    ]
    search_fields = [*TranslatedPage.search_fields, index.SearchField("goal"), Folded("goal")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["needs.ComponentPage"]

    class Meta:
        verbose_name = _("plan of technical assistance")

    @property
    def last_year(self) -> int:
        return self.first_year + self.years - 1

    def get_context(self, request, *args, **kwargs):
        from .screen import components_of

        return {**super().get_context(request, *args, **kwargs), "components": components_of(self)}


class ComponentPage(TranslatedPage):
    """A part of a plan: outputs that serve one objective. Its address leads to its place in the plan."""

    objective = models.TextField(_("objective"), max_length=1_000)

    preview_modes: list[tuple[str, str]] = []  # its plan shows it, and that one is previewed
    content_panels = [*Page.content_panels, FieldPanel("objective")]
    parent_page_types = ["needs.PlanPage"]
    subpage_types = ["needs.OutputPage"]

    class Meta:
        verbose_name = _("component of the plan")

    def serve(self, request, *args, **kwargs):
        from django.shortcuts import redirect

        from brs.core.pages import address

        return redirect(f"{address(self.get_parent())}#{self.slug}")


def items_asked() -> list[tuple[str, list[tuple[str, str]]]]:
    """(questionnaire, its items as (id, obligation)): what an editor chooses from. One query."""
    from brs.needs.assessments.models import Questionnaire

    live = Questionnaire.objects.filter(live=True, locale__language_code=SOURCE_LANGUAGE)
    return [
        (questionnaire.title, [(item.id, item.value["obligation"]) for item in questionnaire.items])
        for questionnaire in live
    ]


class OutputPage(Classified, TranslatedPage):
    """What a component brings about; activities name it by its slug."""

    needs = StreamField(
        [("item", blocks.ChoiceBlock(choices=items_asked, label=_("Item")))],
        blank=True,
        verbose_name=_("needs that it meets"),
    )
    courses = ParentalManyToManyField("courses.CoursePage", blank=True, related_name="+", verbose_name=_("courses"))
    tools = ParentalManyToManyField("toolkits.ToolPage", blank=True, related_name="+", verbose_name=_("tools"))
    indicators = StreamField(INDICATORS, blank=True, verbose_name=_("indicators"))
    planned_activities = models.PositiveSmallIntegerField(_("activities planned"), default=0)

    template = "needs/output.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("planned_activities"),
        FieldPanel("indicators"),
        MultiFieldPanel([FieldPanel("needs"), FieldPanel("courses"), FieldPanel("tools")], _("How it is reached")),
        *classification_panels,
    ]
    parent_page_types = ["needs.ComponentPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("output of the plan")

    def get_context(self, request, *args, **kwargs):
        from .screen import output_screen

        return {**super().get_context(request, *args, **kwargs), "screen": output_screen(self)}


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def latest_of(self, output_keys: list[uuid.UUID]) -> dict[tuple[uuid.UUID, str], "IndicatorValue"]:
        """(output, indicator) -> what was said last of the latest day. One query."""
        rows = self.filter(output_key__in=output_keys).order_by("on", "entered_at", "pk")
        return {(row.output_key, row.indicator): row for row in rows}


class IndicatorValue(models.Model):
    """What an indicator had come to on a day, as somebody entered it. Append-only: a correction is entered anew."""

    output_key = models.UUIDField(help_text=_("Translation key of the output."))
    indicator = models.CharField(max_length=40, help_text=_("Id of the indicator's block."))
    text = models.CharField(_("indicator"), max_length=400, editable=False, help_text=_("As it was put then."))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    on = models.DateField(_("on"))
    source = models.CharField(_("source"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["-on", "-entered_at"]
        indexes = [models.Index(fields=["output_key", "indicator"], name="value_by_indicator")]

    def __str__(self) -> str:
        return f"{self.text}: {self.value}"
