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
        FieldPanel(
            "body",
            help_text=_(
                "Choose a type, then write what is asked and the answers. Learners see the explanation once the "
                "answer is marked."
            ),
        ),
        FieldPanel("name", help_text=_("Left empty, it is what is asked.")),
        FieldPanel("points", help_text=_("What the right answer adds to the score of a quiz.")),
        FieldPanel(
            "difficulty",
            help_text=_("What the question asks of people. For you, to balance a quiz; learners do not see it."),
        ),
        FieldPanel("topic", help_text=_("Pools draw questions by their topic.")),
        FieldPanel("convention", help_text=_("By it questions are filtered in the bank.")),
        FieldPanel(
            "competency",
            help_text=_(
                "What the question checks. Course health names competencies of a course that no question asks."
            ),
        ),
        FieldPanel("lesson", help_text=_("Named with the explanation, so that learners can read it again.")),
        FieldPanel("provisions", help_text=_("Articles, annexes and decisions by which the answer is right.")),
    ]
