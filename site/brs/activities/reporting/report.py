"""The report of an activity, in figures that say how they are counted: for the desk, and to be handed on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from brs.activities.evaluation.follow_up import Round, rounds_of
from brs.activities.evaluation.gains import summary
from brs.activities.evaluation.satisfaction import Answers, evaluation_results
from brs.activities.pages.activity_screen import asks_for, certificate_of, public
from brs.activities.pages.dates import when
from brs.activities.pages.models import ActivityPage, Session
from brs.activities.register.marks import attendance, attended_percent
from brs.activities.register.models import AttendanceMark, Participation, Register
from brs.certificates.models import Certificate
from brs.core.small_cells import FEWEST, held_back
from brs.people.models import User
from brs.taxonomy.models import AXES, CLASSIFIED_FIELDS, in_readers_language
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .results import taken_by_all

Value = str | int | float | None

SERVED: dict[str, Promise] = {
    "convention": _lazy("Conventions"),
    "competency": _lazy("Competencies"),
    "theme": _lazy("Themes"),
    "sdg": _lazy("SDG targets"),
}


@dataclass(frozen=True)
class Figure:
    """`value` is None where it is held back, or of nobody. `how` it is counted."""

    label: str
    value: Value
    how: str


@dataclass(frozen=True)
class Table:
    """A value is None where it is held back, or of nobody. `how` its figures are counted."""

    title: str
    how: str
    heads: list[str]
    rows: list[list[Value]]


@dataclass(frozen=True)
class Report:
    """`facts`: what it was, as pairs. `written`: what was asked, and what people wrote; it stays on the desk."""

    activity: ActivityPage
    made_at: datetime
    facts: list[tuple[str, str]]
    figures: list[Figure]
    tables: list[Table]
    written: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class People:
    """`listed`: who were not taken off the list; `came`: those of them who have come, with the sessions of each."""

    listed: list[Participation]
    came: list[Participation]
    taken_off: int
    present: dict[Any, set[str]]


def report(activity: ActivityPage, register: Register, *, leaves: bool) -> Report:
    """As many queries however many took part. `leaves`: it may be handed on, so that small groups are held back."""
    people = _people(register)
    sessions = activity.sessions()
    evaluation = evaluation_results(activity, register)
    rounds = rounds_of(register)
    held = set(Certificate.objects.for_subject(register.pk).valid().values_list("holder", flat=True))
    counted = [
        (_("Evaluations shown"), evaluation.people, _("Their answers are shown once five people have given them.")),
        (
            _("Certificates"),
            sum(person.learner_id in held for person in people.listed),
            _("Participants who hold a valid certificate of this activity."),
        ),
    ]
    tables = [
        _agenda(sessions, people),
        *_groups(people.came, leaves),
        _evaluation(evaluation.questions),
        _follow_up(rounds),
        _materials(activity, register),
    ]
    return Report(
        activity=activity,
        made_at=timezone.now(),
        facts=_facts(activity),
        figures=[
            *_of_people(people),
            *_of_attendance(activity, sessions, people),
            *_of_tests(activity, register, fewest=FEWEST if leaves else 1),
            *(Figure(*figure) for figure in counted),
        ],
        tables=[table for table in tables if table.rows],
        written=[] if leaves else [*_written(evaluation.questions, ""), *_written_later(rounds)],
    )


def later(months: int) -> str:
    return _("%(n)d months later") % {"n": months}


def _people(register: Register) -> People:
    """Two queries."""
    everybody = list(register.participations.select_related("party"))
    listed = [person for person in everybody if person.withdrawn_at is None]
    present = defaultdict(set)
    marks = attendance(AttendanceMark.objects.filter(participation__register=register).marks())
    for (who, session), mark in marks.items():
        if mark.is_present:
            present[who].add(session)
    came = [person for person in listed if person.joined_at]
    return People(listed, came, len(everybody) - len(listed), present)


def _facts(activity: ActivityPage) -> list[tuple[str, str]]:
    spoken = [name for code, name in settings.LANGUAGES if code in activity.languages]
    facts = [
        (_("Type"), str(activity.get_kind_display())),
        (_("When"), when(activity)),
        (_("Where"), activity.place),
        (_("Languages"), ", ".join(map(str, spoken))),
        (_("Organised by"), ", ".join(activity.organisers.splitlines())),
        (_("Funded by"), ", ".join(activity.donors.splitlines())),
        (
            _("Certificate"),
            "; ".join([certificate_of(activity), *asks_for(activity)]) if activity.certificate_kind else "",
        ),
        (_("Component of the plan"), activity.plan_component),
        (_("Code of the output"), activity.plan_output),
        *((str(label), _carried(activity, axis)) for axis, label in SERVED.items()),
    ]
    return [(label, value) for label, value in facts if value]


def _carried(activity: ActivityPage, axis: str) -> str:
    """Titles of the terms that it carries. Two queries at most."""
    keys = [term.translation_key for term in getattr(activity, CLASSIFIED_FIELDS[axis]).all()]
    return ", ".join(map(str, in_readers_language(AXES[axis], keys).values())) if keys else ""


def _of_people(people: People) -> Iterable[Figure]:
    yield Figure(_("On the list"), len(people.listed), _("Everybody put on the list or joined, and not taken off it."))
    yield Figure(_("Taken off the list"), people.taken_off, _("In no other figure."))
    how = _("Of those on the list: who joined, or was marked as present at least once.")
    yield Figure(_("Have come"), len(people.came), how)
    parties = {person.party_id for person in people.came} - {None}
    yield Figure(_("Parties represented"), len(parties), _("Of those who have come, as given for the activity."))


def _of_attendance(activity: ActivityPage, sessions: Sequence[Session], people: People) -> Iterable[Figure]:
    minutes = {session.id: session.minutes for session in sessions}
    if not minutes:
        return
    attendances = [people.present[person.pk] & minutes.keys() for person in people.came]
    shares = [attended_percent(attended, minutes) for attended in attendances]
    how = _("Marked as present in at least one session of the agenda.")
    yield Figure(_("Present in a session"), sum(map(bool, attendances)), how)
    total = sum(minutes[session] for attended in attendances for session in attended)
    yield Figure(_("Hours attended"), _tenths(total / 60), _("The sessions' hours of all participants together."))
    how = _("Of all sessions' minutes those attended; mean of those who have come.")
    yield Figure(_("Mean attendance, per cent"), _mean(shares), how)
    needed = activity.attendance_percent
    if activity.certificate_kind_id and needed:
        how = _("Those who attended as much of the time as the certificate asks for.")
        label = _("Attended at least %(n)d per cent") % {"n": needed}
        yield Figure(label, sum(share >= needed for share in shares), how)


def _of_tests(activity: ActivityPage, register: Register, *, fewest: int) -> Iterable[Figure]:
    """Means of fewer than so many are held back."""
    taken = taken_by_all(activity, register)
    if not (taken or activity.pre_test_id or activity.post_test_id):
        return
    tests = summary(taken)
    is_shown = tests.both >= fewest

    def mean(label: str, value: float | None, how: str) -> Figure:
        return Figure(label, _tenths(value) if is_shown else None, how)

    how = _("Handed it in before the activity was over and before beginning the test after.")
    yield Figure(_("Took the test before"), tests.before, how)
    yield Figure(_("Took the test after"), tests.after, _("Handed it in."))
    yield Figure(_("Took both tests"), tests.both, _("Each is paired with themselves alone."))
    of_both = _("Mean of those who took both; the first result of each test counts.")
    yield mean(_("Mean before, per cent"), tests.mean_before, of_both)
    yield mean(_("Mean after, per cent"), tests.mean_after, of_both)
    yield mean(_("Mean gain, percentage points"), tests.gain, _("Result after less result before, of the same people."))
    part = tests.normalised_gain
    how = _("The gain of each, of what they could still gain; mean of those who did not know everything before.")
    yield mean(_("Part of the possible gain, per cent"), None if part is None else part * 100, how)


def _agenda(sessions: Sequence[Session], people: People) -> Table:
    rows: list[list[Value]] = []
    for session in sessions:
        present = sum(session.id in people.present[person.pk] for person in people.came)
        share = round(present * 100 / len(people.came)) if people.came else None
        rows.append([session.title, _begins(session), session.minutes, session.trainers, present, share])
    heads = [_("Session"), _("Begins"), _("Minutes"), _("Trainers"), _("Present"), _("Per cent")]
    how = _("The latest mark of each person counts. Per cent of those who have come.")
    return Table(_("Agenda and attendance"), how, heads, rows)


def _begins(session: Session) -> str:
    at = session.starts_at
    return f"{date_format(at, 'SHORT_DATE_FORMAT')} {time_format(at)}" if at else ""


def _groups(came: Sequence[Participation], leaves: bool) -> Iterable[Table]:
    """By what tells people apart; no two of them are parts of each other, so that none follows from another."""
    not_said = _("Not said")
    genders: dict[str, str] = {value: str(label) for value, label in User.Gender.choices}
    yield _group(_("By gender"), came, lambda person: genders.get(person.gender, not_said), leaves)
    yield _group(_("By Party"), came, lambda person: str(person.party or not_said), leaves)


def _group(title: str, came: Sequence[Participation], of: Callable[[Participation], str], leaves: bool) -> Table:
    counted = Counter(of(person) for person in came)
    shown = held_back(counted) if leaves else counted
    how = _("Those who have come, by what was said of them for the activity.")
    return Table(title, how, [title, _("People")], [[name, shown[name]] for name in sorted(counted)])


def _evaluation(questions: Iterable[Answers]) -> Table:
    rows: list[list[Value]] = [
        [question.label, question.count, _tenths(question.mean), _chosen(question)]
        for question in questions
        if question.bars
    ]
    how = _("Means are from 1 to 5. Questions that fewer than five answered are left out.")
    return Table(_("Evaluation"), how, [_("Question"), _("Answers"), _("Mean"), _("How often each")], rows)


def _follow_up(rounds: Iterable[Round]) -> Table:
    rows: list[list[Value]] = [
        [later(round_.months), round_.asked, round_.results.people, round_.declined, round_.applied]
        for round_ in rounds
    ]
    heads = [
        _("When"),
        _("Asked"),
        _("Answered"),
        _("Wish not to be asked again"),
        _("Apply what they learned, per cent"),
    ]
    how = _("Per cent of those who said whether they apply it, from five answers on.")
    return Table(_("Follow-up"), how, heads, rows)


def _materials(activity: ActivityPage, register: Register) -> Table:
    toolkits = [toolkit.title for toolkit in register.toolkits.in_use().order_by("title")]
    materials = [
        (_("Toolkit"), toolkits),
        (_("Course"), [course.title for course in public(CoursePage, activity.courses.all())]),
        (_("Tool"), [tool.title for tool in public(ToolPage, activity.tools.all())]),
    ]
    rows: list[list[Value]] = [[title, kind] for kind, titles in materials for title in titles]
    return Table(_("Materials"), _("What participants were given."), [_("Title"), _("Kind")], rows)


def _written(questions: Iterable[Answers], asked: str) -> Iterable[tuple[str, list[str]]]:
    return [(f"{asked}{question.label}", question.texts) for question in questions if question.texts]


def _written_later(rounds: Iterable[Round]) -> Iterable[tuple[str, list[str]]]:
    return [answers for round_ in rounds for answers in _written(round_.results.questions, f"{later(round_.months)}: ")]


def _chosen(question: Answers) -> str:
    return "; ".join(f"{bar.label}: {bar.count}" for bar in question.bars if bar.count)


def _mean(numbers: Sequence[int]) -> float | None:
    return _tenths(sum(numbers) / len(numbers)) if numbers else None


def _tenths(number: float | None) -> float | int | None:
    """To one place behind the point, where there is something."""
    if number is None:
        return None
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded
