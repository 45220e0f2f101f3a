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
            FieldPanel("title"),
            FieldPanel("slug"),
            *(FieldPanel(name) for name in [*own_fields, *relations]),
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
