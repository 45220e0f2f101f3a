"""Snippets of activities that the Secretariat writes outside their pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet

from brs.core.translated_lists import TranslatedIndexView

from .models import Survey


class SurveyViewSet(SnippetViewSet):
    model = Survey
    icon = "form"
    menu_label = _("Evaluation forms")
    menu_order = 325
    index_view_class = TranslatedIndexView
    add_to_admin_menu = True
    list_display = ["title", "purpose", "is_default"]
    panels = [
        FieldPanel("title", help_text=_("Shown above the form.")),
        FieldPanel("purpose", help_text=_("When participants are asked to fill it in.")),
        FieldPanel("introduction", help_text=_("Shown before the first question.")),
        InlinePanel("fields", label=_("Question"), heading=_("Questions")),
        FieldPanel("is_default"),
    ]
