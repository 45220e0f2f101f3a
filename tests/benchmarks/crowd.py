"""Many learners with a past of two years: enrolments, what was done in them, certificates, activities, needs.

`python -m tests.benchmarks.crowd 100000` fills the database of the environment, which has the starter catalogue, and
closes the months. Rows are written in bulk; what they say is what the site itself would have written.
"""

import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

if __name__ == "__main__":
    import django

    django.setup()

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from brs.activities.evaluation.pre_post_tests import BOTH, RULE, test_key
from brs.activities.pages.models import ActivityIndexPage, ActivityPage
from brs.activities.register.models import Participation, Register
from brs.certificates.models import Certificate
from brs.certificates.snapshot import Snapshot
from brs.core import generation
from brs.core.codes import new_serial
from brs.needs.assessments.models import Assessment, Questionnaire
from brs.needs.assessments.versions import version_of
from brs.needs.assistance_plan.models import OutputPage
from brs.people.models import Party, User
from brs.taxonomy.models import Convention
from courses.learning.models import Attempt, Enrolment, Event, Outline, Progress
from courses.learning.outlines import release
from courses.pages.models import CoursePage, QuizPage

MONTHS = 24
PER_ACTIVITY = 25
AT_ONCE = 2_000
GENDERS = ["woman"] * 46 + ["man"] * 44 + ["other"] * 2 + [""] * 8


@dataclass
class Rows:
    """What one lot of learners brings, table by table, in the order of writing."""

    enrolments: list[Enrolment] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)

    def write(self) -> None:
        Enrolment.objects.bulk_create(self.enrolments, AT_ONCE)
        for row in self.progress:
            row.enrolment_id = row.enrolment.pk
        Progress.objects.bulk_create(self.progress, AT_ONCE)
        Event.objects.bulk_create(self.events, AT_ONCE)
        Certificate.objects.bulk_create(self.certificates, AT_ONCE)


def a_crowd(count: int, seed: int = 1) -> None:
    """So many learners more, in the live courses and in activities of their own. The same seed, the same crowd."""
    chance = random.Random(seed)
    outlines = [
        outline
        for course in CoursePage.objects.live().filter(locale__language_code="en").order_by("path")
        if (outline := Outline.objects.of(course.translation_key).newest())
    ]
    parties = list(Party.objects.order_by("pk"))
    if not parties or not outlines:
        raise SystemExit("The crowd needs Parties and courses: load the starter catalogue first.")
    # Some Parties and some courses have many more learners than others.
    weights = [chance.paretovariate(1.2) for _party in parties]
    favour = [chance.paretovariate(1.5) for _outline in outlines]
    start = User.objects.count()
    numbers = iter(range(start, start + count))
    while lot := list(islice(numbers, 5_000)):
        with transaction.atomic():
            people = _people(lot, chance, parties, weights)
            rows = Rows()
            for person in people:
                _learn(rows, person, chance, outlines, favour)
            rows.write()
    _meet(chance, count)
    _assess(chance, parties)
    generation.renew()


def _people(numbers: Sequence[int], chance: random.Random, parties: list[Party], weights: list[float]) -> list[User]:
    return User.objects.bulk_create(
        [
            User(
                email=f"crowd{number}@example.org",
                name=f"Learner {number}",
                password="!",
                party=chance.choices(parties, weights)[0] if chance.random() < 0.97 else None,
                gender=chance.choice(GENDERS),
            )
            for number in numbers
        ],
        AT_ONCE,
    )


def _learn(rows: Rows, person: User, chance: random.Random, outlines: list[Outline], favour: list[float]) -> None:
    taken = {outline.pk: outline for outline in chance.choices(outlines, favour, k=chance.choice([1, 1, 2, 3]))}
    for outline in taken.values():
        at = _moment(chance)
        # Of ten, one only enrols, four stop somewhere, five finish.
        luck = chance.random()
        share = 0.0 if luck < 0.1 else chance.random() if luck < 0.5 else 1.0
        _take(rows, person, outline, at, round(share * len(outline.items)))


def _take(rows: Rows, person: User, outline: Outline, at: datetime, count: int) -> None:
    done = outline.items[:count]
    is_complete = bool(done) and count == len(outline.items)
    steps = [_event(person, outline, str(outline.course_key), "enrolled", at, {"outline": outline.number})]
    for index, item in enumerate(done, 1):
        is_quiz = item["kind"] == "quiz"
        payload = {"score": 90, "number": 1} if is_quiz else {}
        verb = "passed" if is_quiz else "done"
        steps.append(_event(person, outline, item["key"], verb, at + timedelta(days=index), payload))
    last = steps[-1].occurred_at
    if is_complete:
        evidence = {"evidence": [str(step.pk) for step in steps[1:]]}
        steps.append(_event(person, outline, str(outline.course_key), "completed", last, evidence))
        rows.certificates.append(_certificate(person, outline.course_key, last))
    rows.events += steps
    enrolment = Enrolment(
        learner=person,
        course_key=outline.course_key,
        outline=outline,
        enrolled_at=at,
        completed_at=last if is_complete else None,
    )
    rows.enrolments.append(enrolment)
    own_items = [item for item in done if item["kind"] != "quiz"]
    rows.progress.append(
        Progress(
            enrolment=enrolment,
            items={item["key"]: "passed" if item["kind"] == "quiz" else "done" for item in done},
            position=own_items[-1]["key"] if own_items else "",
            done_count=sum(item["required"] for item in done),
            required_count=sum(item["required"] for item in outline.items),
            updated_at=last,
        )
    )


def _event(person: User, outline: Outline, item: str, verb: str, at: datetime, payload: dict[str, Any]) -> Event:
    return Event(
        learner=person,
        course_key=outline.course_key,
        item_key=item,
        verb=verb,
        payload=payload,
        language="en",
        occurred_at=at,
        received_at=at,
        channel="web",
    )


def _certificate(person: User, subject: uuid.UUID, at: datetime) -> Certificate:
    snapshot = Snapshot(
        holder=person.name,
        party="",
        title="Made up",
        code="",
        kind="Certificate",
        statement="",
        outcomes=[],
        minutes=0,
        score=None,
        language="en",
        release=1,
        signatories=[],
        issuer="BRS Learn",
    )
    return Certificate(
        serial=new_serial(), holder=person, subject_key=subject, issued_at=at, snapshot=snapshot.as_json()
    )


def _moment(chance: random.Random) -> datetime:
    """More and more with time, never within the last month."""
    now = timezone.now()
    return now - timedelta(days=31 + (MONTHS - 1) * 30 * (1 - chance.random() ** 0.6))


def _meet(chance: random.Random, count: int) -> None:
    """An activity for every 500 learners, with tests before and after where there is a quiz."""
    index = ActivityIndexPage.objects.filter(locale__language_code="en").first()
    people = list(User.objects.filter(email__startswith="crowd").order_by("pk"))
    people = chance.sample(people, min(len(people), max(1, count // 500) * PER_ACTIVITY))
    quiz = QuizPage.objects.live().filter(locale__language_code="en").first()
    if index is None:
        return
    conventions = list(Convention.objects.filter(locale__language_code="en"))
    outputs = list(OutputPage.objects.live().filter(locale__language_code="en").values_list("slug", flat=True))
    for number, lot in enumerate(_lots(people, PER_ACTIVITY), 1):
        begins = _moment(chance)
        activity = ActivityPage(
            title=f"Workshop {number}",
            slug=f"crowd-workshop-{uuid.uuid4().hex[:8]}",
            summary="A made-up workshop.",
            starts_at=begins,
            ends_at=begins + timedelta(days=2),
            locale=index.locale,
            pre_test=quiz,
            post_test=quiz,
            plan_output=chance.choice(outputs) if outputs else "",
        )
        activity.conventions = chance.sample(conventions, 1)
        index.add_child(instance=activity)
        activity.save_revision().publish()
        _take_part(activity, lot, chance)


@transaction.atomic
def _take_part(activity: ActivityPage, people: list[User], chance: random.Random) -> None:
    key, begins = activity.translation_key, activity.starts_at
    register = Register.objects.create(activity_key=key)
    Participation.objects.bulk_create(
        [
            Participation(
                register=register,
                learner=person,
                name=person.name,
                email=person.email,
                party_id=person.party_id,
                gender=person.gender,
                way="code",
                joined_at=begins if chance.random() < 0.8 else None,
            )
            for person in people
        ]
    )
    items = [{"key": str(test_key(key, when)), "kind": "quiz", "required": False} for when in BOTH]
    outline = release(key, items, RULE, force_new=False)
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(learner=row, course_key=key, outline=outline, enrolled_at=begins) for row in people]
    )
    Progress.objects.bulk_create([Progress(enrolment=row, updated_at=begins) for row in enrolments])
    attempts = []
    for enrolment in enrolments if activity.pre_test_id else []:
        points = chance.randint(2, 7)
        for when, at, reached in (
            ("before", begins - timedelta(hours=2), points),
            ("after", begins + timedelta(days=1), min(10, points + chance.randint(0, 5))),
        ):
            attempts.append(
                Attempt(
                    enrolment=enrolment,
                    quiz_key=test_key(key, when),  # type: ignore[arg-type]
                    number=1,
                    started_at=at,
                    submitted_at=at,
                    points=reached,
                    points_of=10,
                    passed=reached >= 8,
                )
            )
    Attempt.objects.bulk_create(attempts)
    Certificate.objects.bulk_create(
        [_certificate(row, key, begins + timedelta(days=2)) for row in people if chance.random() < 0.6]
    )


def _assess(chance: random.Random, parties: list[Party]) -> None:
    """Every third Party has answered each questionnaire, some of them twice."""
    for questionnaire in Questionnaire.objects.filter(locale=Locale.get_default(), live=True):
        version = version_of(questionnaire.translation_key)
        for party in chance.sample(parties, len(parties) // 3):
            level = chance.randint(0, 2)
            for number in range(1, chance.choice([2, 2, 3])):
                answers = {
                    item: {"level": min(4, level + number - 1 + chance.randint(0, 1)), "priority": chance.randint(1, 3)}
                    for item in version.order()
                }
                Assessment.objects.create(
                    version=version,
                    questionnaire_key=questionnaire.translation_key,
                    party=party,
                    round=number,
                    answers=answers,
                    begun_at=datetime(2025, number, 1, tzinfo=UTC),
                    submitted_at=datetime(2025, number, 20, tzinfo=UTC),
                )


def _lots(rows: list[User], size: int) -> Iterator[list[User]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


if __name__ == "__main__":
    from brs.reports.counting.models import Closing, Fact
    from brs.reports.disclosure.monthly_closing import close_months

    a_crowd(int(sys.argv[1]))
    # What these people did lies in months that may be closed already: all are counted anew.
    Closing.objects.all().delete()
    Fact.objects.all().delete()
    print(f"{close_months()} rows of figures")
