"""A course and its modules."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from brs.core.pages import TranslatedPage, for_everybody
from brs.core.searching import Folded
from brs.review.panels import ReportsPanel, ReviewPanel
from brs.review.workflows import ReviewedByConvention
from brs.taxonomy.carrying import carrying
from brs.taxonomy.models import Audience, Classified, in_readers_language
from brs.taxonomy.panels import classification_panels

from ..course_screen import course_screen
from ..forms import CourseForm
from ..panels import ImpactPanel, OpeningPanel
from .lesson import LessonPage
from .quiz import QuizPage


class OutcomeBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("What learners can do afterwards"), max_length=300)

    class Meta:
        icon = "check"
        label = _("Outcome")


class CoursePage(ReviewedByConvention, Classified, TranslatedPage):
    item_kind = "course"

    class Level(models.TextChoices):
        INTRODUCTORY = "introductory", _("Introductory")
        INTERMEDIATE = "intermediate", _("Intermediate")
        ADVANCED = "advanced", _("Advanced")

    code = models.CharField(_("code"), max_length=12, blank=True, help_text=_("For people: BC-201."))
    summary = models.TextField(_("summary"), max_length=600)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.INTRODUCTORY)
    estimated_minutes = models.PositiveIntegerField(_("minutes to complete"), default=0)
    outcomes = StreamField([("outcome", OutcomeBlock())], blank=True, verbose_name=_("learning outcomes"))
    prerequisites = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name=_("recommended before")
    )
    certificate_kind = models.ForeignKey(
        "certificates.CertificateKind",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate"),
    )
    is_demo = models.BooleanField(
        _("not yet reviewed by the Secretariat"),
        default=False,
        help_text=_("Shown to learners as demonstration content."),
    )
    is_open = models.BooleanField(
        _("open for enrolment"),
        default=False,
        help_text=_(
            "The course takes enrolments once every lesson and quiz below it is published. "
            "Until then it says that it is being prepared."
        ),
    )
    new_release = models.BooleanField(
        _("publish as a new release"),
        default=False,
        help_text=_("Binds those who enrol from now on, even when the required items are the same."),
    )

    override_translatable_fields = [
        *TranslatedPage.override_translatable_fields,
        SynchronizedField("code", overridable=False),
    ]
    template = "courses/course.html"
    content_panels = [
        ReportsPanel(),
        ImpactPanel(),
        *Page.content_panels,
        FieldPanel("code", help_text=_("Shown beside the title, for instance BC-201. The same in every language.")),
        FieldPanel(
            "summary",
            help_text=_("Two or three sentences. Shown in the catalogue, on top of the course and in search results."),
        ),
        FieldPanel("level", help_text=_("Shown in the catalogue, where people filter by it.")),
        FieldPanel(
            "estimated_minutes",
            help_text=_(
                "For the whole course, quizzes included. Shown to learners and printed on the certificate as hours."
            ),
        ),
        FieldPanel(
            "outcomes",
            help_text=_(
                "One line for each. Shown on the page of the course as what people will learn, and printed on "
                "the certificate."
            ),
        ),
        FieldPanel(
            "prerequisites",
            help_text=_("Courses that people should take before. Shown as advice; nobody is kept from enrolling."),
        ),
        FieldPanel(
            "certificate_kind",
            help_text=_(
                "The template of the certificate that learners get when they complete the course. Empty: they get none."
            ),
        ),
        FieldPanel("is_demo"),
        *classification_panels,
        OpeningPanel("is_open"),
        FieldPanel("new_release"),
        ReviewPanel(),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        index.SearchField("summary"),
        Folded("summary"),
        index.SearchField("code"),
        Folded("code"),
    ]
    base_form_class = CourseForm
    exclude_fields_in_copy = ["is_open", "new_release"]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage", "courses.QuizPage"]

    def get_context(self, request, *args, **kwargs):
        screen = kwargs.get("screen") or course_screen(self, request)
        return {
            **super().get_context(request, *args, **kwargs),
            "screen": screen,
            "crumbs": screen.outline.crumbs(self),
            "related": self.cached("related", lambda: carrying(self.translation_key)),
        }

    def about_conventions(self):
        return self.conventions.all()

    def parts(self) -> PageQuerySet:
        """The lessons and quizzes below it, also those that are not published."""
        return Page.objects.descendant_of(self).type((LessonPage, QuizPage))

    def shown_conventions(self):
        return self.cached("conventions", lambda: list(self.conventions.all()))

    def shown_languages(self):
        return [(code, name) for code, name in settings.LANGUAGES if code in self.live_languages]

    def shown_audiences(self):
        def audiences():
            keys = [audience.translation_key for audience in self.audiences.all()]
            return list(in_readers_language(Audience, keys).values()) if keys else []

        return self.cached("audiences", audiences)

    def recommended_before(self):
        def courses():
            keys = [course.translation_key for course in self.prerequisites.all()]
            return list(for_everybody(CoursePage.objects.filter(translation_key__in=keys)).order_by("path"))

        return self.cached("recommended before", courses)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class ModulePage(ReviewedByConvention, TranslatedPage):
    item_kind = "module"

    summary = models.TextField(_("summary"), blank=True, max_length=600)

    template = "courses/module.html"
    content_panels = [
        ImpactPanel(),
        *Page.content_panels,
        FieldPanel("summary", help_text=_("One or two sentences, shown on top of the module.")),
    ]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage", "courses.QuizPage"]

    def get_context(self, request, *args, **kwargs):
        screen = kwargs.get("screen") or course_screen(self, request)
        tasks = [task for module, tasks in screen.tasks if module and module.pk == self.pk for task in tasks]
        context = super().get_context(request, *args, **kwargs)
        return {**context, "tasks": tasks, "crumbs": screen.outline.crumbs(self)}

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
