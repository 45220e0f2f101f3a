"""Of the attempts at a quiz: how many are used up, which one counts, what is told of it, and where it leads on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .models import Attempt


def used_up(attempts: Iterable[Attempt], *, since: datetime | None = None) -> int:
    """How many of those that a quiz allows these are; `since`: those of before are none of them."""
    return sum(attempt.uses_one_up and (since is None or attempt.started_at > since) for attempt in attempts)


@dataclass(frozen=True)
class WayOn:
    """Where somebody goes on after a deed: an address, and what its button says.

    `message`: what they have reached, in a sentence. `again`: where they try once more, empty where that is not
    offered.
    """

    address: str
    title: str
    message: str = ""
    again: str = ""


# What the rule of an outline says it needs -> where its attempts lead on, once they are handed in. Each room above that
# releases outlines adds its own.
WAYS_ON: dict[str, Callable[[Attempt], WayOn]] = {}


def way_on(attempt: Attempt) -> WayOn:
    return WAYS_ON[attempt.enrolment.outline.rule.get("needs", "all_required")](attempt)


def are_marks_told(attempt: Attempt, all_attempts: Iterable[Attempt]) -> bool:
    """Whether its learner may know what earned points: once it is handed in.

    Where the score alone is told, since the same is asked again, once that has been handed in as well.
    """
    if attempt.submitted_at is None or not attempt.tells_the_score_alone:
        return attempt.submitted_at is not None
    return any(
        other.submitted_at and not other.tells_the_score_alone and other.enrolment_id == attempt.enrolment_id
        for other in all_attempts
    )


def counting_attempt(attempts: Iterable[Attempt]) -> Attempt | None:
    """Of one learner's attempts at one quiz, the submitted one that counts by the rule of the newest."""
    submitted: Sequence[Attempt] = sorted(
        (attempt for attempt in attempts if attempt.submitted_at), key=lambda attempt: attempt.number
    )
    if not submitted:
        return None
    match submitted[-1].rules["counts"]:
        case "first":
            return submitted[0]
        case "last":
            return submitted[-1]
    return max(submitted, key=lambda attempt: attempt.score)


def deciding(attempts: Iterable[Attempt]) -> Attempt | None:
    """The one on which the quiz's state rests, and so the result: that which counts; what was passed stays passed."""
    submitted = sorted((attempt for attempt in attempts if attempt.submitted_at), key=lambda attempt: attempt.number)
    counted = [counting_attempt(submitted[:number]) for number in range(len(submitted), 0, -1)]
    return next((attempt for attempt in counted if attempt and attempt.passed), next(iter(counted), None))
