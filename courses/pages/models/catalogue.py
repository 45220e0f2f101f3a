"""The catalogue of courses, and how they are arranged in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from brs.core.folding import fold
from brs.core.pages import TranslatedPage
from brs.taxonomy.facet_index import Arrangement, OwnAxis
from brs.taxonomy.facets import catalogue

from .course import CoursePage

COURSES = Arrangement(
    model=CoursePage,
    axes={
        "convention": _("Convention"),
        "theme": _("Theme"),
        "audience": _("For whom"),
        "level": _("Level"),
        "language": _("Language"),
        "competency": _("Competency"),
        "sdg": _("SDG target"),
    },
    own={
        "level": OwnAxis(CoursePage.Level.choices, lambda pages: [pages[0].level]),
        "language": OwnAxis(settings.LANGUAGES, lambda pages: [page.content_language for page in pages]),
    },
    words=lambda page: f"{page.title} {page.summary} {page.code}",
    orders={
        "title": (_("By title"), lambda page: fold(page.title)),
        "newest": (_("Newest first"), lambda page: -page.pk),
        "shortest": (_("Shortest first"), lambda page: page.estimated_minutes),
    },
)


class CourseIndexPage(TranslatedPage):
    introduction = models.TextField(_("introduction"), blank=True)

    template = "courses/catalogue.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1

    def get_context(self, request, *args, **kwargs):
        courses = catalogue(COURSES, request.GET, self.generation)
        return {**super().get_context(request, *args, **kwargs), "catalogue": courses}

    class Meta:
        verbose_name = _("course catalogue")
