"""The arrangement of courses in their catalogue."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from brs.core.folding import fold
from brs.taxonomy.facet_index import Arrangement, OwnAxis

from .models.course import CoursePage

COURSES = Arrangement(
    model=CoursePage,
    axes={
        "convention": _("Convention"),
        "theme": _("Theme"),
        "audience": _("For whom"),
        "level": _("Level"),
        "language": _("Language"),
        "competency": _("Competency"),
        "sdg": _("SDG target"),
    },
    own={
        "level": OwnAxis(CoursePage.Level.choices, lambda pages: [pages[0].level]),
        "language": OwnAxis(settings.LANGUAGES, lambda pages: [page.content_language for page in pages]),
    },
    words=lambda page: f"{page.title} {page.summary} {page.code}",
    orders={
        "title": (_("By title"), lambda page: fold(page.title)),
        "newest": (_("Newest first"), lambda page: -page.pk),
        "shortest": (_("Shortest first"), lambda page: page.estimated_minutes),
    },
)
