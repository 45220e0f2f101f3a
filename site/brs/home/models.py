"""Home, convention and theme pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from brs.core.pages import TranslatedPage


class HomePage(TranslatedPage):
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/home.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")


class SectionPage(TranslatedPage):
    """Stands above pages of one kind and lists them: `/conventions/`, `/themes/`."""

    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/section.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ConventionPage", "home.ThemePage"]

    class Meta:
        verbose_name = _("section")


class ConventionPage(TranslatedPage):
    convention = models.ForeignKey(
        "taxonomy.Convention", models.PROTECT, related_name="+", verbose_name=_("convention")
    )
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/convention.html"
    content_panels = [*Page.content_panels, FieldPanel("convention"), FieldPanel("introduction")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("convention page")


class ThemePage(TranslatedPage):
    theme = models.ForeignKey("taxonomy.Theme", models.PROTECT, related_name="+", verbose_name=_("theme"))
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/theme.html"
    content_panels = [*Page.content_panels, FieldPanel("theme"), FieldPanel("introduction")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("theme page")
