"""Certificates and their kinds in the Secretariat's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms import StatusForm
from .models import Certificate, CertificateKind


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "success"
    menu_label = _("Certificates")
    menu_order = 330
    add_to_admin_menu = True
    name = "certificates"
    list_display = [
        "serial",
        Column("holder", label=_("Name"), accessor=lambda certificate: certificate.snapshot.get("holder", "")),
        Column("title", label=_("For"), accessor=lambda certificate: certificate.snapshot.get("title", "")),
        "issued_at",
        Column("status", label=_("Status"), accessor=lambda certificate: certificate.status()),
    ]
    list_filter = ["issued_at", "revoked_at", "superseded_at"]
    list_per_page = 50
    search_fields = ["serial", "snapshot"]
    inspect_view_enabled = False
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False):
        return StatusForm


class CertificateKindViewSet(SnippetViewSet):
    model = CertificateKind
    icon = "doc-full"
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
