"""Tests before and after, paired per person. Plain Python."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean


@dataclass(frozen=True)
class Sitting:
    """Somebody's go at one of the tests. While it is only begun, `handed_in_at` is None and the result says nothing."""

    who: Hashable
    is_after: bool
    number: int
    begun_at: datetime
    handed_in_at: datetime | None = None
    percent: int = 0
    passed: bool = False


@dataclass(frozen=True)
class Taken:
    """Somebody's results in per cent, None for a test that they have none of. `passed`: the one after."""

    before: int | None = None
    after: int | None = None
    passed: bool = False


def taken(sittings: Iterable[Sitting], over_at: datetime | None) -> dict[Hashable, Taken]:
    """The results of each person, whatever the order of the sittings.

    Of both tests the first result counts, so that trying again is no gain. A test before is one only if it was handed
    in before the activity was over and before its taker began the test after. Passed is passed by any go.
    """
    by_person: dict[Hashable, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        by_person[sitting.who].append(sitting)
    results = {}
    for who, its_sittings in by_person.items():
        ends = [over_at] if over_at else []
        ends += [sitting.begun_at for sitting in its_sittings if sitting.is_after]
        before = [sitting for sitting in its_sittings if not sitting.is_after and _was_in_time(sitting, ends)]
        after = [sitting for sitting in its_sittings if sitting.is_after and sitting.handed_in_at]
        results[who] = Taken(_first(before), _first(after), any(sitting.passed for sitting in after))
    return results


def _was_in_time(sitting: Sitting, ends: Iterable[datetime]) -> bool:
    return sitting.handed_in_at is not None and all(sitting.handed_in_at <= end for end in ends)


def _first(sittings: Iterable[Sitting]) -> int | None:
    first = min(sittings, key=lambda sitting: sitting.number, default=None)
    return first.percent if first else None


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


def pairs_of(results: Mapping[Hashable, Taken]) -> dict[Hashable, Pair]:
    """Those with a result of both tests."""
    before = {who: result.before for who, result in results.items() if result.before is not None}
    after = {who: result.after for who, result in results.items() if result.after is not None}
    return pair(before, after)


@dataclass(frozen=True)
class Summary:
    """How many took each test and both; means in per cent and their difference in points, of those with both."""

    before: int
    after: int
    both: int
    mean_before: float | None
    mean_after: float | None
    gain: float | None
    normalised_gain: float | None


def summary(results: Mapping[Hashable, Taken]) -> Summary:
    pairs = pairs_of(results)
    known_gains = [gain for pair in pairs.values() if (gain := pair.normalised_gain) is not None]
    return Summary(
        before=sum(result.before is not None for result in results.values()),
        after=sum(result.after is not None for result in results.values()),
        both=len(pairs),
        mean_before=mean(pair.before for pair in pairs.values()) if pairs else None,
        mean_after=mean(pair.after for pair in pairs.values()) if pairs else None,
        gain=mean_gain(pairs),
        normalised_gain=mean(known_gains) if known_gains else None,
    )


@dataclass(frozen=True)
class PartScore:
    """Points of the possible ones for a part of a test: a question, or a topic."""

    part: Hashable
    is_after: bool
    points: float
    of: float


@dataclass(frozen=True)
class Share:
    """Of all points possible the part earned, in per cent; None where nobody was asked. `count`: answers after."""

    before: int | None
    after: int | None
    count: int


def shares(marks: Iterable[PartScore]) -> dict[Hashable, Share]:
    """By part, what everybody together earned before and after."""
    earned: dict[tuple[Hashable, bool], list[PartScore]] = defaultdict(list)
    for mark in marks:
        earned[mark.part, mark.is_after].append(mark)
    parts = dict.fromkeys(part for part, _is_after in earned)
    return {
        part: Share(_share(earned[part, False]), _share(earned[part, True]), len(earned[part, True])) for part in parts
    }


def _share(marks: Sequence[PartScore]) -> int | None:
    possible = sum(mark.of for mark in marks)
    return round(sum(mark.points for mark in marks) * 100 / possible) if possible else None


def mean_gain(pairs: Mapping[Hashable, Pair]) -> float | None:
    """In percentage points; None without pairs."""
    return mean(pair.gain for pair in pairs.values()) if pairs else None
