"""The catalogue of tools."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from brs.core.pages import TranslatedPage
from brs.taxonomy.facets import catalogue


class ToolIndexPage(TranslatedPage):
    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["toolkits.ToolPage"]
    max_count_per_parent = 1

    def get_template(self, request, *args, **kwargs):
        return f"toolkits/{'matrix' if self._as_matrix(request) else 'catalogue'}.html"

    def get_context(self, request, *args, **kwargs):
        from ..catalogue import TOOLS  # it needs the page's model, whose package gathers this one
        from ..what_exists import what_exists

        context = super().get_context(request, *args, **kwargs)
        if self._as_matrix(request):
            return {**context, "screen": what_exists(request.GET, self.generation)}
        return {**context, "catalogue": catalogue(TOOLS, request.GET, self.generation)}

    def _as_matrix(self, request) -> bool:
        return request.GET.get("view") == "matrix"

    class Meta:
        verbose_name = _("catalogue of tools")
