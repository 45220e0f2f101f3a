"""The bank of questions in the editors' menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Question


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "topic", "difficulty", "points"]
    list_filter = ["topic", "convention", "competency", "difficulty"]
    panels = [
        FieldPanel("name"),
        FieldPanel("body"),
        FieldPanel("points"),
        FieldPanel("difficulty"),
        FieldPanel("topic"),
        FieldPanel("convention"),
        FieldPanel("competency"),
        FieldPanel("lesson"),
        FieldPanel("provisions"),
    ]
