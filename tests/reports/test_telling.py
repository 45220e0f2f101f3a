"""No figure of one to four Parties follows from all that is told, however often it is added and taken away."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from brs.people.models import Party
from brs.people.places import region_of
from brs.reports.disclosure.public_sets import WANTED, in_group
from brs.reports.disclosure.telling import Codes, may_be_told
from brs.starter.reading import rows

CODES = [chr(code) for code in range(ord("a"), ord("u"))]
EVERYBODY = frozenset(CODES)
SETS = st.lists(st.frozensets(st.sampled_from(CODES)), max_size=5, unique=True)


def follows_of_few(published: list[Codes], of: int, factors: Iterable[int]) -> set[Codes]:
    """Every set of one to four Parties that is left where so many told sets are added and taken away: by trying."""
    alike: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for party in frozenset().union(*published):
        alike[tuple(party in signature for signature in published)].add(party)
    few = set()
    for places in combinations(range(len(published)), of):
        for times in product(factors, repeat=of):
            left = [
                signature for signature in alike if sum(n * signature[at] for n, at in zip(times, places, strict=True))
            ]
            if 0 < sum(len(alike[signature]) for signature in left) < 5:
                few.add(frozenset().union(*(alike[signature] for signature in left)))
    return few


@given(SETS)
def test_nothing_follows_of_fewer_than_five_parties(wanted):
    published = [EVERYBODY, *may_be_told(wanted, EVERYBODY)]
    assert set(published) <= {EVERYBODY, *wanted}
    assert not follows_of_few(published, len(published), range(-2, 3))


@given(SETS)
def test_what_is_told_later_tells_nothing_beside_what_was_told_before(wanted):
    """A Party that changes its group, the first set being the group before: another set by one Party."""
    before = may_be_told(wanted[:2], EVERYBODY)
    later = may_be_told(wanted[2:], EVERYBODY, before)
    assert not follows_of_few([EVERYBODY, *before, *later], len(before) + len(later) + 1, range(-2, 3))


def test_a_set_is_refused_for_what_follows_from_it_alone():
    """Haiti is what is left of the least developed countries without Africa's and Asia's."""
    african, asian, least = (frozenset(letters) for letters in ("abcdef", "ghijkl", "abcdefghijklm"))
    assert may_be_told([african, asian, least], EVERYBODY) == [african, asian]
    assert may_be_told([least, african, asian], EVERYBODY) == [least, african]
    assert may_be_told([frozenset("abcd"), frozenset()], EVERYBODY) == []
    assert may_be_told([EVERYBODY - {"a"}], EVERYBODY) == []


def test_of_the_worlds_regions_and_groups():
    """All that filters make up of the Parties of the starter catalogue: what is told, and what would follow."""
    world = [
        Party(
            iso2=row["iso2"],
            regional_group=row["un_regional_group"],
            **{f"is_{group}": row[group] == "1" for group in ("ldc", "lldc", "sids")},
        )
        for row in rows("countries.csv")
    ]
    sets = {
        (region, group): frozenset(p.pk for p in in_group(world, group) if region in ("", region_of(p)))
        for region, group in WANTED
    }
    everybody = frozenset(party.pk for party in world)
    published = set(may_be_told(sets.values(), everybody))
    assert len(sets) == 29
    assert {code for code, codes in sets.items() if codes not in published} == {
        *((region, "ldc") for region in ("asia-pacific", "eastern-european", "latin-american", "western-european")),
        *((region, "lldc") for region in ("eastern-european", "latin-american", "western-european")),
        *((region, "sids") for region in ("eastern-european", "western-european")),
        *((region, "none") for region in ("african", "asia-pacific", "eastern-european", "latin-american")),
    }
    for number, factors in ((1, (1,)), (2, range(-2, 3)), (3, (-2, -1, 1, 2)), (4, (-1, 1))):
        assert not follows_of_few([everybody, *published], number, factors)
    assert frozenset({"HT"}) in follows_of_few(list(sets.values()), 3, (-1, 1)), "what it is measured by"
