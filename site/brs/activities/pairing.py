"""Tests before and after, paired per person. Plain Python."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from statistics import mean


@dataclass(frozen=True)
class Pair:
    """Somebody's results before and after, in per cent."""

    before: int
    after: int

    @property
    def gain(self) -> int:
        """In percentage points."""
        return self.after - self.before

    @property
    def normalised_gain(self) -> float | None:
        """Of what there was to gain, the part that was gained (Hake 1998); None for who knew everything before."""
        return self.gain / (100 - self.before) if self.before < 100 else None


def pair(before: Mapping[Hashable, int], after: Mapping[Hashable, int]) -> dict[Hashable, Pair]:
    """Those with both results; nobody is paired with somebody else."""
    return {who: Pair(before[who], after[who]) for who in before.keys() & after.keys()}


def mean_gain(pairs: Mapping[Hashable, Pair]) -> float | None:
    """In percentage points; None without pairs."""
    return mean(one.gain for one in pairs.values()) if pairs else None
