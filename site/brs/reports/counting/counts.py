"""From what people did to how many did it, by month. Plain Python.

Each person counts once for a subject and a measure, in the month in which they first did it.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import NamedTuple

EVERYTHING = uuid.UUID(int=0)
FUNNEL = ("enrolled", "begun", "half", "completed")


@dataclass(frozen=True)
class Kind:
    """What is counted about subjects of a kind: `measures`, and how finely people are told apart.

    `place`: party, or the class that a Party is in (region and groups); `has_gender`: by gender and role as well.
    """

    measures: frozenset[str]
    place: str = "party"
    has_gender: bool = False


PEOPLE = frozenset({"enrolled", "completed", "certified", "came"})
TRAINED = frozenset({"completed", "certified", "came"})
# Who says so many months later whether they apply what they learned.
ANSWERED = {3: "answered3", 6: "answered6", 12: "answered12"}
OUTCOMES = frozenset({"came", "attended", "certified", "gained", *ANSWERED.values()})
# Of what somebody did several times, the amounts are added up; of all else the first time counts.
ADDED_UP = frozenset({"attended"})
# The fewer ways of telling people apart a kind has, the fewer rows it makes: of provisions there are many.
KINDS = {
    "all": Kind(PEOPLE, has_gender=True),
    "convention": Kind(PEOPLE | OUTCOMES, has_gender=True),
    "course": Kind(frozenset({*FUNNEL, "certified"})),
    "activity": Kind(OUTCOMES),
    "component": Kind(OUTCOMES),
    "output": Kind(OUTCOMES),
    "competency": Kind(TRAINED),
    "sdg": Kind(TRAINED, place="class"),
    "provision": Kind(TRAINED, place="class"),
}


class Subject(NamedTuple):
    kind: str
    key: uuid.UUID


class Person(NamedTuple):
    """`party` is a code, `place_class` what Party.place_class says of it; both empty where no Party is known.

    `is_confirmed`: somebody else has said who they are, so that they count in public figures.
    """

    party: str = ""
    place_class: str = ""
    gender: str = ""
    role: str = ""
    is_confirmed: bool = False


class CountedAction(NamedTuple):
    """Somebody (the id of an account) did something about a course or an activity.

    `amount`: points gained, minutes attended, 100 for who applies what they learned.
    """

    who: int
    content: uuid.UUID
    measure: str
    at: datetime
    amount: int = 0


class Cell(NamedTuple):
    """People who are told apart no further."""

    kind: str
    subject: uuid.UUID
    measure: str
    place: str
    gender: str
    role: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Count:
    people: int
    amount: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.people + other.people, self.amount + other.amount)

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.people - other.people, self.amount - other.amount)


NOTHING = Count(0, 0)
Counts = dict[tuple[date, Cell], Count]


def month_of(moment: date) -> date:
    """Its first day stands for a month."""
    return date(moment.year, moment.month, 1)


def in_course(
    who: int,
    course: uuid.UUID,
    enrolled_at: datetime,
    completed_at: datetime | None,
    first_seen_at: datetime | None,
    done_at: Sequence[datetime],
    required: int,
) -> Iterator[CountedAction]:
    """The steps of somebody in a course. `done_at`: when each of its required parts was first done.

    Whoever took a later step has taken those before it, by then at the latest.
    """
    halfway = sorted(done_at)[: ceil(required / 2)]
    reached = {
        "enrolled": enrolled_at,
        "begun": first_seen_at,
        "half": halfway[-1] if required and len(halfway) == ceil(required / 2) else None,
        "completed": completed_at,
    }
    latest = None
    for measure in reversed(FUNNEL):
        latest = min(filter(None, (latest, reached[measure])), default=None)
        if latest:
            yield CountedAction(who, course, measure, latest)


def counts_of(
    person: Person, actions: Iterable[CountedAction], subjects: Mapping[uuid.UUID, Sequence[Subject]]
) -> "Counts":
    """One person's counts: one in each of their cells, in the month in which they came into it, and their amounts."""
    counts: Counts = {}
    been: set[Cell] = set()
    for action in sorted(actions, key=lambda action: action.at):
        for kind, key in subjects.get(action.content, ()):
            cell = _cell(person, kind, key, action.measure)
            is_first = cell not in been
            if action.measure in KINDS[kind].measures and (is_first or action.measure in ADDED_UP):
                been.add(cell)
                month_cell = month_of(action.at), cell
                counts[month_cell] = counts.get(month_cell, NOTHING) + Count(int(is_first), action.amount)
    return counts


def _cell(person: Person, kind: str, key: uuid.UUID, measure: str) -> Cell:
    party_or_class = person.party if KINDS[kind].place == "party" else person.place_class
    if KINDS[kind].has_gender:
        return Cell(kind, key, measure, party_or_class, person.gender, person.role, person.is_confirmed)
    return Cell(kind, key, measure, party_or_class, "", "", person.is_confirmed)


def add_up(everybody: Iterable[Counts], until: date) -> Counts:
    """Of all people, by month and cell; nothing from the month `until` on."""
    people: Counter[tuple[date, Cell]] = Counter()
    amounts: Counter[tuple[date, Cell]] = Counter()
    for counts in everybody:
        for month_cell, count in counts.items():
            if month_cell[0] < until:
                people[month_cell] += count.people
                if count.amount:
                    amounts[month_cell] += count.amount
    return {month_cell: Count(number, amounts[month_cell]) for month_cell, number in people.items()}


def to_book(counted: Counts, published: Mapping[Cell, Count], open_month: date) -> Counts:
    """What is new since `published`, whose last month is the one before `open_month`.

    A published month never changes. What has come to light since about those months (somebody is of another Party
    now, a certificate was revoked) is booked in the open one.
    """
    new: Counts = {}
    due: dict[Cell, Count] = {}
    for (month, cell), count in counted.items():
        if month >= open_month:
            new[month, cell] = count
        else:
            due[cell] = due.get(cell, NOTHING) + count
    for cell in due.keys() | published.keys():
        missing = due.get(cell, NOTHING) - published.get(cell, NOTHING)
        if missing != NOTHING:
            new[open_month, cell] = new.get((open_month, cell), NOTHING) + missing
    return {month_cell: count for month_cell, count in new.items() if count != NOTHING}
