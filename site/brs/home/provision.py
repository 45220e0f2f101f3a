"""A provision of a convention, and what on the site cites it."""

from dataclasses import dataclass

from django.http import Http404
from wagtail.models import Page

from brs.taxonomy.carrying import carrying
from brs.taxonomy.models import Provision, in_readers_language


@dataclass(frozen=True)
class ProvisionScreen:
    provision: Provision
    citing: list[Page]


def provision_screen(slug: str) -> ProvisionScreen:
    """Four queries. Raises Http404 for a slug that no provision has."""
    source = Provision.objects.in_source_language().filter(slug=slug).first()
    if source is None:
        raise Http404
    provision = in_readers_language(Provision, [source.translation_key])[source.translation_key]
    return ProvisionScreen(provision, carrying(source.translation_key))  # type: ignore[arg-type]
