"""What is counted from: accounts, enrolments, events, certificates, participations. Reads only, a row at a time."""

import heapq
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from django.db.models import Min, Q, QuerySet

from brs.activities.evaluation.follow_up import asking_whether_applied, has_applied
from brs.activities.evaluation.gains import pairs_of
from brs.activities.evaluation.models import FollowUp
from brs.activities.evaluation.pre_post_tests import attempts_at, results_of, test_key
from brs.activities.pages.models import ActivityPage, pages_of
from brs.activities.register.marks import AttendanceEntry, attendance
from brs.activities.register.models import AttendanceMark, Participation, Register
from brs.certificates.models import Certificate
from brs.core.pages import SOURCE_LANGUAGE
from brs.needs.assessments.models import FocalPoint
from brs.people.models import Party, User
from brs.people.places import place_class
from courses.learning.models import Attempt, Enrolment, Event, Outline
from courses.learning.progress import OWN_VERBS
from courses.pages.models import CoursePage

from .content_subjects import AXES, carried, components_of_outputs, in_plan
from .counts import ANSWERED, EVERYTHING, CountedAction, Counts, Person, Subject, counts_of, in_course

FINISHING = ("done", "passed")
AT_ONCE = 5_000


def everybody(learner: int | None = None) -> Iterator[Counts]:
    """The counts of each person who did something; of one person alone, where their id is given."""
    subjects = subjects_of_contents()
    actions = heapq.merge(*(source(learner) for source in SOURCES), key=attrgetter("who"))
    people = _people(learner)
    pk, person = 0, Person()
    for who, persons_actions in groupby(actions, key=attrgetter("who")):
        while pk < who:
            pk, person = next(people)
        yield counts_of(person, persons_actions, subjects)


def subjects_of_contents() -> dict[uuid.UUID, list[Subject]]:
    """What each course and activity counts for: everything, itself, and the terms that it carries.

    What is offline counts for what it carries as a draft.
    """
    terms, components = carried(), components_of_outputs()
    activities = set(Register.objects.values_list("pk", flat=True))
    courses = set(Outline.objects.values_list("course_key", flat=True)) - activities
    subjects: dict[uuid.UUID, list[Subject]] = {}
    contents: list[tuple[str, Any, set[uuid.UUID]]] = [
        ("course", CoursePage, courses),
        ("activity", ActivityPage, activities),
    ]
    for kind, model, keys in contents:
        live = model.objects.live().values("translation_key")
        for page in model.objects.filter(translation_key__in=keys).exclude(translation_key__in=live):
            known = {Subject(axis, term) for axis, term in page.terms() if axis in AXES}
            if isinstance(page, ActivityPage):
                known |= in_plan(page.plan_component, page.plan_output, components)
            terms[page.translation_key] = terms.get(page.translation_key, set()) | known
        for key in keys:
            subjects[key] = [Subject("all", EVERYTHING), Subject(kind, key), *sorted(terms.get(key, ()))]
    return subjects


def _people(learner: int | None) -> Iterator[tuple[int, Person]]:
    """Everybody by id. A confirmed Party goes before the one that an account says.

    Where an account says no Party or gender, what was given for an activity stands in.
    """
    accounts = User.objects.order_by("pk")
    lacking = Participation.objects.filter(Q(learner__party=None) | Q(learner__gender="")).order_by("listed_at")
    if learner:
        accounts, lacking = accounts.filter(pk=learner), lacking.filter(learner=learner)
    profiles = {who: rest for who, *rest in lacking.values_list("learner", "party", "gender")}
    classes = {party.pk: place_class(party) for party in Party.objects.all()}
    speaking = dict(FocalPoint.objects.confirmed().order_by("-party").values_list("person", "party"))
    confirmed = {**_seen_by_others(learner), **speaking}
    facilitating = set(User.objects.filter(groups__name="facilitator").values_list("pk", flat=True))
    for pk, party, gender in accounts.values_list("pk", "party", "gender").iterator(AT_ONCE):
        other_party, other_gender = profiles.get(pk, ("", ""))
        party = confirmed.get(pk) or party or other_party or ""
        role = "focal_point" if pk in speaking else "facilitator" if pk in facilitating else "learner"
        yield pk, Person(party, classes.get(party, ""), gender or other_gender, role, pk in confirmed)


def _seen_by_others(learner: int | None) -> dict[int, str]:
    """Whom those who run an activity have noted as present, with the Party given there; the newest where they differ.

    «I am here» by the room's code is said by people themselves.
    """
    rows = _of(learner, AttendanceMark.objects.filter(participation__withdrawn_at=None), "participation__learner")
    noted = ("participation__learner", "participation__party", "participation__listed_at", "way", "by")
    mark_fields = ("id", "participation", "session", "is_present", "at")
    parties: dict[int, str] = {}
    ordered = rows.order_by("participation__learner", "participation__listed_at").values_list(*noted, *mark_fields)
    for who, persons_marks in groupby(ordered.iterator(AT_ONCE), key=itemgetter(0)):
        marks = {
            AttendanceEntry(*mark): (party or "", how, by) for _who, party, _listed_at, how, by, *mark in persons_marks
        }
        present = {session for session, mark in attendance(marks).items() if mark.is_present}
        for mark, (party, how, by) in marks.items():
            is_by_others = how != AttendanceMark.Way.QR and by != who
            if mark.is_present and is_by_others and (mark.participation, mark.session) in present:
                parties[who] = party or parties.get(who, "")
    return parties


def _of(learner: int | None, rows: QuerySet, path: str = "learner") -> QuerySet:
    return rows.filter(**{path: learner}) if learner else rows


def _learning(learner: int | None) -> Iterator[CountedAction]:
    """Steps in courses, from enrolments and events side by side."""
    in_courses = Q(course_key__in=Register.objects.values("pk"))  # tests of activities are enrolments of a kind
    enrolments = _of(learner, Enrolment.objects.exclude(in_courses))
    events = _of(learner, Event.objects.exclude(in_courses).filter(verb__in=(*OWN_VERBS, *FINISHING)))
    required = {
        pk: {item["key"] for item in items if item["required"]}
        for pk, items in Outline.objects.values_list("pk", "items").iterator()
    }
    by_enrolment = ("learner", "course_key")
    begun = enrolments.order_by(*by_enrolment).values_list(*by_enrolment, "outline", "enrolled_at", "completed_at")
    seen = (
        events.order_by(*by_enrolment)
        .values_list(*by_enrolment, "item_key")
        .annotate(seen_at=Min("received_at"), done_at=Min("received_at", filter=Q(verb__in=FINISHING)))
    )
    parts = groupby(seen.iterator(AT_ONCE), key=itemgetter(0, 1))
    enrolment, items = next(parts, (None, ()))
    for who, course, outline, enrolled_at, completed_at in begun.iterator(AT_ONCE):
        while enrolment and enrolment < (who, course):
            enrolment, items = next(parts, (None, ()))
        persons_items = list(items) if enrolment == (who, course) else []
        yield from in_course(
            who,
            course,
            enrolled_at,
            completed_at,
            first_seen_at=min((seen_at for *_place, seen_at, _done_at in persons_items), default=None),
            done_at=[
                done_at for *_place, item, _seen_at, done_at in persons_items if done_at and item in required[outline]
            ],
            required=len(required[outline]),
        )


def _certificates(learner: int | None) -> Iterator[CountedAction]:
    """Of courses and activities. One that was corrected counts once, one that was revoked never."""
    rows = _of(learner, Certificate.objects.filter(revoked_at=None, holder__isnull=False), "holder")
    first = rows.order_by("holder").values_list("holder", "subject_key").annotate(first=Min("issued_at"))
    for who, key, at in first.iterator(AT_ONCE):
        yield CountedAction(who, key, "certified", at)


def _coming(learner: int | None) -> Iterator[CountedAction]:
    """To activities."""
    rows = (
        _of(learner, Participation.objects.arrived())
        .order_by("learner")
        .values_list("learner", "register", "joined_at")
    )
    for who, key, at in rows.iterator(AT_ONCE):
        yield CountedAction(who, key, "came", at)


def _attending(learner: int | None) -> Iterator[CountedAction]:
    """Sessions of activities, each with its minutes."""
    minutes = {
        (page.translation_key, session.id): session.minutes
        for page in _activities(learner)
        for session in page.sessions()
    }
    marks = _of(learner, AttendanceMark.objects.filter(participation__withdrawn_at=None), "participation__learner")
    mark_fields = ("id", "participation", "session", "is_present", "at")
    by_participation = ("participation__learner", "participation__register", "received_at")
    rows = marks.order_by("participation__learner").values_list(*by_participation, *mark_fields)
    for who, persons_marks in groupby(rows.iterator(AT_ONCE), key=itemgetter(0)):
        learnt = {AttendanceEntry(*mark): (key, received_at) for _who, key, received_at, *mark in persons_marks}
        for mark in attendance(learnt).values():
            key, at = learnt[mark]
            if mark.is_present and (key, mark.session) in minutes:
                yield CountedAction(who, key, "attended", at, minutes[key, mark.session])


def _applying(learner: int | None) -> Iterator[CountedAction]:
    """Answers to follow-ups that say whether somebody applies what they learned."""
    asking = asking_whether_applied()
    answered = _of(learner, FollowUp.objects.exclude(answered_at=None), "participation__learner")
    columns = ("participation__learner", "participation__register", "months", "answered_at", "answers")
    for who, key, months, at, answers in answered.order_by(columns[0]).values_list(*columns).iterator(AT_ONCE):
        applies = has_applied(answers, asking)
        if applies is not None:
            yield CountedAction(who, key, ANSWERED[months], at, 100 * applies)


def _activities(learner: int | None) -> Iterable[ActivityPage]:
    """All, or those that somebody takes part in."""
    registers = Register.objects.order_by("pk").values_list("pk", flat=True)
    if learner:
        registers = registers.filter(participations__learner=learner)
    return pages_of(registers, SOURCE_LANGUAGE, drafts=True).values()


def _gains(learner: int | None) -> Iterator[CountedAction]:
    """From the test before an activity to the one after, by who took both."""
    gains = []
    for activity in _activities(learner):
        if activity.pre_test_id and activity.post_test_id:
            attempts = list(_of(learner, attempts_at(activity.translation_key), "enrolment__learner"))
            gains += _gained(activity, attempts)
    return iter(sorted(gains))


def _gained(activity: ActivityPage, attempts: list[Attempt]) -> Iterator[CountedAction]:
    key = activity.translation_key
    pairs = pairs_of(results_of(activity, attempts))
    handed_in: dict[int, datetime] = {}
    for attempt in attempts:
        if attempt.submitted_at and attempt.quiz_key == test_key(key, "after"):
            who = attempt.enrolment.learner_id
            handed_in[who] = min(attempt.submitted_at, handed_in.get(who, attempt.submitted_at))
    for who, at in handed_in.items():
        if who in pairs:
            yield CountedAction(who, key, "gained", at, pairs[who].gain)


SOURCES = (_learning, _certificates, _coming, _attending, _gains, _applying)
