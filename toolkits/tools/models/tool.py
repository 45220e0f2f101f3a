"""Pages of tools and methodologies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from brs.core.pages import TranslatedPage
from brs.core.searching import Folded
from brs.review.panels import ReportsPanel, ReviewPanel
from brs.review.workflows import ReviewedByConvention
from brs.taxonomy.models import Classified
from brs.taxonomy.panels import classification_panels
from courses.pages.trainers_notes import may_read, trainers_notes_field

from ..blocks import EDITIONS, POINTS, RELATED, StepBlock
from ..tool_screen import tool_screen


class ToolPage(ReviewedByConvention, Classified, TranslatedPage):
    """A tool or a methodology. The document itself is elsewhere, or a file of its editions."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", _("Guidance")
        MANUAL = "manual", pgettext_lazy("type of tool", "Manual")
        CHECKLIST = "checklist", _("Checklist")
        TEMPLATE = "template", _("Template")
        FORM = "form", _("Form")
        QUESTIONNAIRE = "questionnaire", _("Questionnaire")
        SOFTWARE = "software", _("Software")
        DATABASE = "database", _("Database")
        VIDEO = "video", _("Video")
        CASE_STUDY = "case-study", _("Case study")
        METHODOLOGY = "methodology", _("Methodology")
        TRAINING = "training", _("Training package")

    kind = models.CharField(_("type"), max_length=14, choices=Kind.choices, default=Kind.GUIDANCE)
    summary = models.TextField(_("summary"), max_length=600, help_text=_("What it is and whom it helps, in two lines."))
    when_to_use = StreamField(POINTS, blank=True, verbose_name=_("when to use it"))
    when_not = StreamField(
        POINTS, blank=True, verbose_name=_("when not to use it"), help_text=_("And what to use instead.")
    )
    steps = StreamField(
        [("step", StepBlock())],
        blank=True,
        verbose_name=_("steps"),
        help_text=_("In order, each with the tools that it needs. A methodology has all of them."),
    )
    effort = models.CharField(
        _("effort"), max_length=200, blank=True, help_text=_("In words or hours: «half a day for two people».")
    )
    version = models.CharField(_("version"), max_length=80, blank=True, help_text=_("As the tool calls itself."))
    reviewed_on = models.DateField(
        _("last reviewed"), null=True, blank=True, help_text=_("When somebody last checked that all of this holds.")
    )
    editions = StreamField(EDITIONS, blank=True, verbose_name=_("where to get it"))
    related = StreamField(RELATED, blank=True, verbose_name=_("related courses and tools"))
    trainers_notes = trainers_notes_field()
    is_demo = models.BooleanField(
        _("not yet reviewed by the Secretariat"),
        default=False,
        help_text=_("Shown to readers as demonstration content."),
    )

    template = "toolkits/tool.html"
    content_panels = [
        ReportsPanel(),
        *Page.content_panels,
        FieldPanel(
            "kind", icon="tag", help_text=_("Shown on the page and in the list of tools, where people filter by it.")
        ),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "when_to_use",
                    help_text=_(
                        "One line for each case. Shown on top, so that people see whether the tool is for them."
                    ),
                ),
                FieldPanel("when_not"),
                FieldPanel("effort"),
            ],
            _("Use"),
        ),
        FieldPanel("steps", icon="list-ol"),
        FieldPanel(
            "editions",
            icon="download",
            help_text=_("One for each language and format: a link to another site, or a file of the documents here."),
        ),
        MultiFieldPanel([FieldPanel("version"), FieldPanel("reviewed_on"), FieldPanel("is_demo")], _("State")),
        *classification_panels,
        FieldPanel(
            "related",
            icon="link",
            help_text=_("Shown below the tool. A course that is named here names the tool in turn."),
        ),
        FieldPanel(
            "trainers_notes", help_text=_("For facilitators and the Secretariat alone. Other readers never see it.")
        ),
        ReviewPanel(),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        index.SearchField("summary"),
        Folded("summary"),
        index.SearchField("when_to_use"),
        Folded("when_to_use"),
        index.SearchField("steps"),
        Folded("steps"),
    ]
    parent_page_types = ["toolkits.ToolIndexPage"]
    subpage_types: list[str] = []

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "screen": self.cached("tool", lambda: tool_screen(self)),
            "trainers_notes": self.trainers_notes if self.trainers_notes and may_read(request.user) else None,
        }

    def terms(self):
        """With the courses that it goes with: so a course can say so without knowing tools."""
        yield from super().terms()
        for block in self.related:
            if block.block_type == "course" and block.value:
                yield "course", block.value.translation_key

    def languages(self) -> set[str]:
        """Those in which the tool can be had."""
        return {language for edition in self.editions.raw_data for language in edition["value"]["languages"] or ()}

    def formats(self) -> set[str]:
        return {edition["value"]["format"] for edition in self.editions.raw_data}

    def about_conventions(self):
        return self.conventions.all()

    def shown_conventions(self):
        return self.cached("conventions", lambda: list(self.conventions.all()))

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
