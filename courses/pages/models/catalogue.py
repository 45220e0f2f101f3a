"""The catalogue of courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from brs.core.pages import TranslatedPage
from brs.taxonomy.facets import catalogue

from ..catalogue import COURSES


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
