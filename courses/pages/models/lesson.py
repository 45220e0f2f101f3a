"""A lesson: a page of blocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from brs.core.pages import TranslatedPage
from brs.taxonomy.models import Classified

from ..blocks import LESSON_BLOCKS


class LessonPage(Classified, TranslatedPage):
    estimated_minutes = models.PositiveIntegerField(_("minutes to read"), default=5)
    objectives = StreamField(
        [("objective", blocks.CharBlock(max_length=300))], blank=True, verbose_name=_("objectives")
    )
    body = StreamField(LESSON_BLOCKS, blank=True, verbose_name=_("body"))
    sources = models.TextField(_("sources"), blank=True, help_text=_("Sources that are not treaty provisions."))

    template = "courses/lesson.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("estimated_minutes"),
        FieldPanel("objectives"),
        FieldPanel("body"),
        *Classified.classification_panels,
        FieldPanel("sources"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    def get_context(self, request, *args, **kwargs):
        from ..course_screen import course_screen

        crumbs = list(Page.objects.ancestor_of(self).filter(depth__gt=2))
        course = crumbs[1]
        screen = course_screen(course, request.user)
        before, after = screen.around.get(self.translation_key, (None, None))
        return {
            **super().get_context(request, *args, **kwargs),
            "course": course,
            "crumbs": crumbs,
            "screen": screen,
            "state": screen.state_of(self),
            "before": before,
            "after": after,
        }

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
