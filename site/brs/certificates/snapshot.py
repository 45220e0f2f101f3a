"""What a certificate says, frozen when it is issued. PDF, verification page and badge all show this and no more."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Snapshot:
    """`minutes` of learning or attended; `score` in per cent or None; `language` of all texts; `release`: number of
    the course's outline, None for an activity, which says `held` (its days in words) and `place` instead;
    `conventions`: slugs of those that it is on; `issued_on`: the day (ISO 8601) in the holder's `zone`; `renews`: the
    serial of the one before."""

    holder: str
    party: str
    title: str
    code: str
    kind: str
    statement: str
    outcomes: list[str]
    minutes: int
    score: int | None
    language: str
    release: int | None
    signatories: list[str]
    issuer: str
    conventions: list[str] = field(default_factory=list)
    held: str = ""
    place: str = ""
    issued_on: str = ""
    zone: str = ""
    renews: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
