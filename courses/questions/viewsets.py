"""The bank of questions in the editors' menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from .bank import COLUMNS, ArchivingDeleteView, BankFilters, BankView
from .chooser import QuestionChooserViewSet
from .models import Question


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 310
    add_to_admin_menu = True
    list_display = COLUMNS
    index_view_class = BankView
    delete_view_class = ArchivingDeleteView
    delete_template_name = "courses/questions/confirm_delete.html"
    filterset_class = BankFilters
    chooser_viewset_class = QuestionChooserViewSet
    panels = [
        FieldPanel("body"),
        FieldPanel("name", help_text=_("Left empty, it is what is asked.")),
        FieldPanel("points"),
        FieldPanel("difficulty"),
        FieldPanel("topic"),
        FieldPanel("convention"),
        FieldPanel("competency"),
        FieldPanel("lesson"),
        FieldPanel("provisions"),
    ]
