"""Certificates and their kinds in the Secretariat's menu."""

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from brs.core.translated_lists import TranslatedIndexView

from .forms import StatusForm
from .models import Certificate, CertificateKind


class CertificateIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("status_by")


def _since(certificate: Certificate) -> str:
    """When it was revoked or replaced."""
    at = certificate.revoked_at or certificate.superseded_at
    return date_format(at) if at else ""


class CertificateViewSet(ModelViewSet):
    model = Certificate
    index_view_class = CertificateIndexView
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
        Column("since", label=_("Since"), accessor=_since),
        Column("status_by", label=_("By whom"), accessor=lambda certificate: certificate.status_by or ""),
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
    menu_label = _("Certificate templates")
    menu_order = 320
    index_view_class = TranslatedIndexView
    add_to_admin_menu = True
    list_display = ["title", "slug", "validity_months"]
    panels = [
        FieldPanel("title", help_text=_("The heading of the certificate, and its name where a course chooses it.")),
        FieldPanel("slug", help_text=_("Short and without spaces, the same in every language.")),
        FieldPanel(
            "statement", help_text=_("The sentence below the holder's name, for instance “has completed the course”.")
        ),
        FieldPanel(
            "validity_months",
            help_text=_("After so many months the certificate ends and can be renewed. Empty: it never ends."),
        ),
        FieldPanel(
            "signatories",
            help_text=_(
                "One line for each: name, function. Printed at the foot. Certificates that were issued keep theirs."
            ),
        ),
    ]
