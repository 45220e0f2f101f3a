"""Kinds of certificate in the editors' menu."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import CertificateKind


class CertificateKindViewSet(SnippetViewSet):
    model = CertificateKind
    icon = "success"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "slug", "validity_months"]
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("statement"),
        FieldPanel("validity_months"),
        FieldPanel("signatories"),
    ]
