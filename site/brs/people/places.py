"""Where people are from: regions of the United Nations, and groups of countries."""

from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .models import Party

# As Parties have it -> its name in addresses, its name on screen.
REGIONS = {
    "African States": ("african", _("African States")),
    "Asia-Pacific States": ("asia-pacific", _("Asia-Pacific States")),
    "Eastern European States": ("eastern-european", _("Eastern European States")),
    "Latin American and Caribbean States": ("latin-american", _("Latin American and Caribbean States")),
    "Western European and other States": ("western-european", _("Western European and other States")),
}
# Name in addresses -> field of a Party, name on screen.
GROUPS = {
    "ldc": ("is_ldc", _("Least developed countries")),
    "lldc": ("is_lldc", _("Landlocked developing countries")),
    "sids": ("is_sids", _("Small island developing States")),
}


def title_of(regional_group: str) -> str:
    """In the reader's language."""
    return str(REGIONS.get(regional_group, ("", regional_group))[1])


def region_of(party: Party) -> str:
    """Its region's name in addresses; empty where it has none."""
    known = REGIONS.get(party.regional_group)
    return known[0] if known else slugify(party.regional_group)


def is_in(party: Party, group: str) -> bool:
    return getattr(party, GROUPS[group][0])


def place_class(party: Party) -> str:
    """Region and groups in one word: «african+ldc+lldc». What is counted by it can be told apart no further."""
    return "+".join([region_of(party), *(group for group in GROUPS if is_in(party, group))])


def places(parties: Iterable[Party], region: str = "", group: str = "") -> list[Party]:
    """Those of a region and of a group."""
    return [
        party for party in parties if (not region or region_of(party) == region) and (not group or is_in(party, group))
    ]
