"""How tools are arranged in their catalogue."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from brs.core.folding import fold
from brs.taxonomy.facet_index import Arrangement, OwnAxis

from .blocks import Format
from .models.tool import ToolPage

TOOLS = Arrangement(
    model=ToolPage,
    axes={
        "convention": _("Convention"),
        "theme": _("Theme"),
        "audience": _("For whom"),
        "type": _("Type"),
        "language": _("Language"),
        "format": _("Format"),
        "competency": _("Competency"),
        "sdg": _("SDG target"),
    },
    own={
        "type": OwnAxis(ToolPage.Kind.choices, lambda pages: [pages[0].kind]),
        "language": OwnAxis(settings.LANGUAGES, lambda pages: pages[0].languages()),
        "format": OwnAxis(Format.choices, lambda pages: pages[0].formats()),
    },
    words=lambda page: f"{page.title} {page.summary} {page.get_kind_display()}",
    orders={
        "title": (_("By title"), lambda page: fold(page.title)),
        "newest": (_("Newest first"), lambda page: -page.pk),
    },
)
