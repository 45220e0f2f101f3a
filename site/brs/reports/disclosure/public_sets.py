"""Which sets of Parties public addresses tell of, region by region and group by group, and since when."""

from collections.abc import Iterable

from brs.people.models import Party
from brs.people.places import GROUPS, REGIONS, is_in, region_of
from brs.reports.counting.models import PublicSet

from .telling import Codes, may_be_told

# Region and group, by the names that addresses have for them; empty for all.
Place = tuple[str, str]
NO_GROUP = "none"
_REGIONS = [name for name, _title in REGIONS.values()]
_GROUPS = [*GROUPS, NO_GROUP]
# What is told goes before what is found behind it here: regions and groups by themselves, then one within the other.
WANTED: list[Place] = [
    *((region, "") for region in _REGIONS),
    *(("", group) for group in _GROUPS),
    *((region, group) for group in _GROUPS for region in _REGIONS),
]


def published() -> dict[Place, Codes]:
    """One query."""
    return {
        (public_set.region, public_set.group): frozenset(public_set.parties) for public_set in PublicSet.objects.all()
    }


def settle() -> None:
    """Tell of the regions and groups as they are now, as far as nothing about few Parties follows.

    What was told before is known for good: a Party that changes its group is followed where no difference shows it.
    """
    everywhere = list(Party.objects.all())
    now = published()
    wanted = {
        region_group: codes
        for region_group in WANTED
        if (codes := _codes(everywhere, region_group)) != now.get(region_group)
    }
    before = [frozenset(parties) for parties in PublicSet.objects.values_list("parties", flat=True)]
    new = set(may_be_told(wanted.values(), frozenset(party.pk for party in everywhere), before))
    PublicSet.objects.bulk_create(
        PublicSet(region=region, group=group, parties=sorted(codes))
        for (region, group), codes in wanted.items()
        if codes in new
    )


def _codes(everywhere: Iterable[Party], region_group: Place) -> Codes:
    region, group = region_group
    return frozenset(party.pk for party in in_group(everywhere, group) if region in ("", region_of(party)))


def in_group(parties: Iterable[Party], group: str) -> list[Party]:
    """Of all, where it is empty."""
    if group == NO_GROUP:
        return [party for party in parties if not any(is_in(party, named) for named in GROUPS)]
    return [party for party in parties if not group or is_in(party, group)]
