"""The axes in the editors' menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from brs.core.translated_lists import TranslatedIndexView

from .choosers import TermChooserViewSet
from .models import AXES, GlossaryTerm, Term

ICONS = {
    "convention": "doc-full-inverse",
    "theme": "tag",
    "sdg": "globe",
    "audience": "group",
    "competency": "check",
    "provision": "doc-full",
}

SHARED = {"id", "translation_key", "locale", "slug", "title", "sort_order"}
# What happens with a field, where it is not plain from its name.
HELP = {
    "title": _("As it stands on pages, in filters and in lists. Each language has its own."),
    "abbreviation": _("Stands before articles as they are cited: BC Article 6."),
    "is_treaty": _("Not ticked for the heading of what concerns all conventions."),
    "objective": _("In one or two sentences. Shown on the card of the convention."),
    "parties_as_of": _("The date of the number, shown beside it."),
    "group": _("The heading under which the theme stands in lists."),
    "conventions": _("The conventions that it concerns."),
    "code": _("As in the 2030 Agenda: 12.4, or 12.4.1 for an indicator."),
    "goal": _("The number of the goal, 1 to 17."),
    "rationale": _("For editors; readers do not see it."),
    "description": _("What somebody can do who has it. For editors; readers do not see it."),
    "convention": _("The convention that it belongs to."),
    "number": _("As it is cited, without the word: 6, VIII, BC-14/12."),
    "url": _("Readers get to the authentic text there."),
    "definition": _("Shown in the glossary."),
    "provisions": _("Where the convention says so."),
}
IN_ORDER = FieldPanel("sort_order", help_text=_("Small numbers stand first."))


def _viewset(term: type[Term], term_icon: str) -> SnippetViewSet:
    own_fields = [field.name for field in term._meta.fields if field.editable and field.name not in SHARED]
    relations = [field.name for field in term._meta.many_to_many]

    class TermViewSet(SnippetViewSet):
        model = term
        icon = term_icon
        list_display = ["__str__", "slug"]
        search_fields = ["title", "slug"]
        panels = [
            *(FieldPanel(name, help_text=HELP.get(name, "")) for name in ["title", "slug", *own_fields, *relations]),
            IN_ORDER,
        ]
        list_per_page = 50
        chooser_viewset_class = TermChooserViewSet
        index_view_class = TranslatedIndexView

    return TermViewSet()


class TaxonomyGroup(SnippetViewSetGroup):
    menu_label = _("Taxonomy")
    menu_icon = "tag"
    menu_order = 300
    items = (*(_viewset(model, ICONS[axis]) for axis, model in AXES.items()), _viewset(GlossaryTerm, "openquote"))
