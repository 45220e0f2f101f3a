"""A provision of a convention, and what on the site cites it."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import get_language
from wagtail.models import Page

from brs.core.pages import SOURCE_LANGUAGE
from brs.taxonomy.models import Classification, Provision, in_readers_language


@dataclass(frozen=True)
class ProvisionScreen:
    provision: Provision
    citing: list[Page]


def provision_screen(slug: str) -> ProvisionScreen:
    """Three queries. Raises Http404 for a slug that no provision has."""
    source = Provision.objects.in_source_language().filter(slug=slug).first()
    if source is None:
        raise Http404
    provision = in_readers_language(Provision, [source.translation_key])[source.translation_key]
    keys = Classification.objects.carrying(source.translation_key).values("content_key")
    language = get_language() or SOURCE_LANGUAGE
    pages = (
        Page.objects.live()
        .public()
        .filter(translation_key__in=keys, locale__language_code__in={language, SOURCE_LANGUAGE})
    )
    found: dict[object, Page] = {}
    for page in pages.select_related("locale").order_by("path"):
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return ProvisionScreen(provision, list(found.values()))  # type: ignore[arg-type]
