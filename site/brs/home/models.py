"""Home, convention and theme pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from brs.activities.pages.catalogue import coming
from brs.core.pages import TranslatedPage, above, for_everybody, is_public, once_each
from brs.needs.assessments.models import Questionnaire
from brs.review.panels import ReviewPanel
from brs.review.workflows import ReviewedByConvention
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage


class HomePage(TranslatedPage):
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/home.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]

    def get_context(self, request, *args, **kwargs):
        conventions = ConventionPage.objects.live().filter(is_public()).descendant_of(self).select_related("convention")
        courses = for_everybody(CoursePage.objects.all()).prefetch_related("conventions")
        return {
            **super().get_context(request, *args, **kwargs),
            "conventions": conventions,
            "courses": courses.order_by("-first_published_at")[:6],
            "tools": for_everybody(ToolPage.objects.all()).order_by("-first_published_at", "pk")[:6],
            "activities": coming(),
        }

    class Meta:
        verbose_name = _("home page")


class SectionPage(TranslatedPage):
    """Stands above pages of one kind and lists them: `/conventions/`, `/themes/`."""

    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/section.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ConventionPage", "home.ThemePage"]

    def get_context(self, request, *args, **kwargs):
        conventions = ConventionPage.objects.live().filter(is_public()).child_of(self).select_related("convention")
        themes = ThemePage.objects.live().filter(is_public()).child_of(self).select_related("theme__group")
        return {
            **super().get_context(request, *args, **kwargs),
            "conventions": conventions,
            "themes": themes.order_by("theme__group__sort_order", "theme__sort_order"),
        }

    class Meta:
        verbose_name = _("section")


class ConventionPage(ReviewedByConvention, TranslatedPage):
    convention = models.ForeignKey(
        "taxonomy.Convention", models.PROTECT, related_name="+", verbose_name=_("convention")
    )
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/convention.html"
    content_panels = [*Page.content_panels, FieldPanel("convention"), FieldPanel("introduction"), ReviewPanel()]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []

    def about_conventions(self):
        return [self.convention]

    def get_context(self, request, *args, **kwargs):
        courses = for_everybody(CoursePage.objects.all()).filter(conventions__slug=self.convention.slug)
        tools = for_everybody(ToolPage.objects.all()).filter(conventions__slug=self.convention.slug)
        return {
            **super().get_context(request, *args, **kwargs),
            "term": self.convention,
            "courses": courses.prefetch_related("conventions").order_by("title"),
            "tools": tools.order_by("title"),
            "activities": coming(conventions__slug=self.convention.slug),
            "questionnaires": once_each(Questionnaire.objects.filter(live=True))
            .filter(conventions__slug=self.convention.slug)
            .order_by("title"),
            "crumbs": [above(self)],
        }

    class Meta:
        verbose_name = _("convention page")


class ThemePage(ReviewedByConvention, TranslatedPage):
    theme = models.ForeignKey("taxonomy.Theme", models.PROTECT, related_name="+", verbose_name=_("theme"))
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/theme.html"
    content_panels = [*Page.content_panels, FieldPanel("theme"), FieldPanel("introduction"), ReviewPanel()]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []

    def about_conventions(self):
        return self.theme.conventions.all()

    def get_context(self, request, *args, **kwargs):
        courses = for_everybody(CoursePage.objects.all()).filter(themes__slug=self.theme.slug)
        tools = for_everybody(ToolPage.objects.all()).filter(themes__slug=self.theme.slug)
        return {
            **super().get_context(request, *args, **kwargs),
            "courses": courses.prefetch_related("conventions").order_by("title"),
            "tools": tools.order_by("title"),
            "activities": coming(themes__slug=self.theme.slug),
            "crumbs": [above(self)],
        }

    class Meta:
        verbose_name = _("theme page")
