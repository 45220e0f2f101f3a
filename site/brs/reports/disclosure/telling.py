"""Of which Parties together public addresses may tell. Plain Python.

Other figures follow from those that are told: all least developed countries less Africa's and less Asia's are Haiti.
So a set of Parties is told only where nothing that follows from all told sets, added and taken away however often, is
of one to four Parties alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from brs.core.small_cells import FEWEST

Codes = frozenset[str]


class _Span:
    """All that follows from some figures, where those of certain atoms are known anyway."""

    def __init__(self, known: Iterable[int] = ()):
        self.known = frozenset(known)
        self.rows: dict[int, list[Fraction]] = {}

    def rest(self, vector: Sequence[int]) -> list[Fraction]:
        """What of a figure follows from none of those added before; all noughts where it does follow."""
        left = [Fraction(0 if atom in self.known else number) for atom, number in enumerate(vector)]
        for pivot, row in self.rows.items():
            if left[pivot]:
                factor = left[pivot] / row[pivot]
                left = [number - factor * other for number, other in zip(left, row, strict=True)]
        return left

    def follows(self, vector: Sequence[int]) -> bool:
        return not any(self.rest(vector))

    def add(self, vector: Sequence[int]) -> None:
        left = self.rest(vector)
        pivot = next((atom for atom, number in enumerate(left) if number), None)
        if pivot is not None:
            self.rows[pivot] = left


def may_be_told(wanted: Iterable[Codes], everybody: Codes, published: Iterable[Codes] = ()) -> list[Codes]:
    """Those of the sets that may be told beside all Parties together, those told before, and each other.

    What comes first goes before what comes later.
    """
    before, candidates = [everybody, *published], list(wanted)
    sets = [*before, *candidates]
    # Parties that are in the same sets are told apart by nothing that follows: they make an atom.
    atoms = Counter(tuple(party in codes for codes in sets) for party in frozenset().union(*sets))
    vectors = [[int(signature[index]) for signature in atoms] for index in range(len(sets))]
    following, beside_few = _Span(), [_Span(few) for few in _fewer_than_five([*atoms.values()])]
    allowed = []
    for index, (codes, vector) in enumerate(zip(sets, vectors, strict=True)):
        if not following.follows(vector):
            if index >= len(before) and any(span.follows(vector) for span in beside_few):
                continue
            for span in (following, *beside_few):
                span.add(vector)
        if index >= len(before) and len(codes) >= FEWEST:
            allowed.append(codes)
    return allowed


def _fewer_than_five(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Of atoms with so many Parties, each choice that has fewer than five in all and to which none can be added."""
    small = [atom for atom, size in enumerate(sizes) if size < FEWEST]
    smallest: list[tuple[int, ...]] = []
    for number in range(FEWEST - 1, 0, -1):
        for few in combinations(small, number):
            if sum(sizes[atom] for atom in few) < FEWEST and not any(set(few) < set(other) for other in smallest):
                smallest.append(few)
    return smallest
