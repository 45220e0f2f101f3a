"""What changes learners' records: one function per thing that happens, each one transaction.

All evidence comes in through `record`. It may come late, twice and in any order.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from brs.core.arrival import Arrival, Save, arrival_of
from brs.core.pages import SOURCE_LANGUAGE
from courses.questions.marking import MARKING_VERSION, mark
from courses.questions.models import QuestionVersion

from .access import outline_of_what_is_no_course, outline_to_enrol_in
from .attempts import (
    PAGE_READERS,
    NoAttemptsLeft,
    QuizRules,
    Read,
    answering_of,
    answers_of,
    counting,
    pinned_questions,
    read_in_attempts,
    used_up,
)
from .events import LONGEST_COUNT, Happening, reason_to_refuse
from .models import Attempt, Enrolment, Event, Outline, Progress, RefusedEvent
from .progress import State, fold
from .rules import is_complete, required_of, what_is_left
from .signals import course_completed, course_gone_over


@dataclass(frozen=True)
class Receipt:
    """What became of one event. `reason` is a code, empty unless refused; «late» for an answer that never counts.

    `readings`: the numbers that one can be which was refused as «ambiguous».
    """

    id: uuid.UUID
    status: Literal["stored", "duplicate", "refused"]
    reason: str = ""
    readings: tuple[str, ...] = ()


def release(course_key: uuid.UUID, items: list[dict[str, Any]], rule: dict[str, Any], *, force_new: bool) -> Outline:
    """The outline that binds those who enrol from now on: the newest, or a new one where the items or rule changed.

    What went offline is waived at once for everybody in the course, and what came back is asked for again.
    """
    digest = hashlib.sha256(json.dumps([items, rule], sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        newest = Outline.objects.of(course_key).select_for_update().newest()
        waive(course_key)
        if newest and newest.digest == digest and not force_new:
            return newest
        number = newest.number + 1 if newest else 1
        return Outline.objects.create(course_key=course_key, number=number, items=items, rule=rule, digest=digest)


def enrol(learner, course_key: uuid.UUID, *, language: str, request: HttpRequest | None = None) -> Enrolment:
    """The learner's enrolment in a course that they may see; `request` is theirs, where there is one.

    Enrolling twice changes nothing. Raises MayNotEnrol.
    """
    return _enrolment(learner, outline_to_enrol_in(learner, course_key, request), language)


def take_in(learner, key: uuid.UUID, *, language: str) -> Enrolment:
    """The learner's enrolment in what is no course, as an activity's tests: the caller has made sure that they may.

    Raises MayNotEnrol for a course.
    """
    return _enrolment(learner, outline_of_what_is_no_course(key), language)


@transaction.atomic
def _enrolment(learner, outline: Outline, language: str) -> Enrolment:
    """The one that there is, or a new one that pins the outline."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        learner=learner, course_key=outline.course_key, defaults={"outline": outline}
    )
    if is_new:
        required = required_of(outline.items, waived_keys(outline.items))
        Progress.objects.create(enrolment=enrolment, required_count=len(required))
        say(enrolment, "enrolled", {"outline": outline.number}, language)
    return enrolment


@transaction.atomic
def move_to_newest_outline(enrolment: Enrolment, *, language: str) -> Enrolment:
    """Hold the learner to the newest outline from now on, by their own choice. Doing it twice changes nothing.

    Done items carry over by key, and a course that was completed stays completed.
    """
    enrolment = locked_enrolments().get(pk=enrolment.pk)
    newest = Outline.objects.of(enrolment.course_key).newest()
    if newest and newest.number > enrolment.outline.number:
        hold_to(enrolment, newest)
        say(enrolment, "moved", {"outline": newest.number}, language)
        bring_up_to_date(enrolment, language)
    return enrolment


@transaction.atomic
def record(
    enrolment: Enrolment, happenings: Sequence[Happening], *, channel: str, language: str, from_client: bool = True
) -> list[Receipt]:
    """Store what is new, refuse what cannot be, and bring progress up to date; a receipt for each, in order.

    An id that came before changes nothing; an id with other content is refused and kept for inspection.
    A form's («web») happen as they arrive; for those of a device see `arrival_of`.
    """
    return _record(locked_enrolments().get(pk=enrolment.pk), happenings, channel, language, from_client)


@transaction.atomic
def record_all(
    learner,
    deliveries: Mapping[uuid.UUID, Sequence[Happening]],
    *,
    channel: str,
    language: str,
    sent_at: datetime | None = None,
) -> dict[uuid.UUID, list[Receipt]]:
    """What a client delivers for several courses (by course key), as `record` does for one.

    `sent_at`: by the client's own clock, where it says so.
    """
    enrolments = locked_enrolments().filter(learner=learner, course_key__in=deliveries.keys()).order_by("pk")
    receipts = {
        course_key: [Receipt(h.id, "refused", "not_enrolled") for h in deliveries[course_key]]
        for course_key in deliveries
    }
    for enrolment in enrolments:
        happenings = deliveries[enrolment.course_key]
        receipts[enrolment.course_key] = _record(
            enrolment, happenings, channel, language, from_client=True, readers=PAGE_READERS, sent_at=sent_at
        )
    return receipts


def locked_enrolments() -> QuerySet[Enrolment]:
    """The lock makes concurrent deliveries to one enrolment queue up, so that the fold sees all of them."""
    return Enrolment.objects.select_for_update(of=("self",)).select_related("outline")


def _record(
    enrolment: Enrolment,
    happenings: Sequence[Happening],
    channel: str,
    language: str,
    from_client: bool,
    readers: Sequence[Callable[[Sequence[Happening]], list[Read]]] = (),
    sent_at: datetime | None = None,
) -> list[Receipt]:
    """`readers`: of answers to questions in pages that stand as a browser named them."""
    arrival = _arrival(enrolment, happenings, channel, sent_at)
    allowed = {item["key"] for item in enrolment.outline.items}
    reasons = [reason_to_refuse(happening, allowed, from_client=from_client) for happening in happenings]
    sound = [happening for happening, reason in zip(happenings, reasons, strict=True) if not reason]
    reads = read_in_attempts(enrolment, sound) if from_client else [Read(happening) for happening in sound]
    for reader in readers:
        in_pages = [read.happening for read in reads if not read.reason and read.happening.attempt is None]
        by_page = iter(reader(in_pages))
        reads = [read if read.reason or read.happening.attempt else next(by_page) for read in reads]
    remaining = iter(reads)
    known = {event.id: event for event in Event.objects.filter(id__in=[h.id for h in happenings])}
    receipts, fresh, refused = [], [], []
    for sent, reason, occurred_at in zip(happenings, reasons, arrival.occurred_at, strict=True):
        read = Read(sent) if reason else next(remaining)
        happening, remark = read.happening, read.reason
        if remark not in ("late", "closed"):
            reason = reason or remark
        if not reason and happening.id in known:
            stored = known[happening.id]
            if _is_same(stored, happening, enrolment) or _is_same(stored, sent, enrolment):
                receipts.append(Receipt(happening.id, "duplicate"))
                continue
            reason = "conflict"
            refused.append(_kept_for_inspection(enrolment, sent, reason))
        if remark == "closed":
            # Only now: the very answer that closed its question may be sent again.
            reason = reason or remark
        if reason:
            receipts.append(Receipt(happening.id, "refused", reason, read.readings))
            continue
        event = Event(
            id=happening.id,
            learner_id=enrolment.learner_id,
            course_key=enrolment.course_key,
            item_key=happening.item_key,
            verb=happening.verb,
            payload=happening.payload,
            attempt=happening.attempt,
            language=happening.language or language,
            occurred_at=occurred_at,
            received_at=arrival.received_at,
            channel=channel,
        )
        known[event.id] = event
        fresh.append(event)
        receipts.append(Receipt(happening.id, "stored", remark))
    RefusedEvent.objects.bulk_create(refused)
    if fresh:
        Event.objects.bulk_create(fresh)
        bring_up_to_date(enrolment, language)
    return receipts


def mark_done(enrolment: Enrolment, item_key: str, *, language: str, event_id: uuid.UUID | None = None) -> Receipt:
    """A lesson is marked as done by its learner. A quiz is not done by saying so: it must be passed."""
    happening = Happening(event_id or uuid.uuid4(), item_key, "done", timezone.now())
    return record(enrolment, [happening], channel="web", language=language)[0]


@transaction.atomic
def undo_done(enrolment: Enrolment, item_key: str, *, language: str, event_id: uuid.UUID | None = None) -> Receipt:
    """Take back every mark of an item that the server knows of; one still on its way from another device stands.

    Sent again, it takes back nothing that was marked since.
    """
    seen = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    if event_id and seen.filter(pk=event_id).exists():
        return Receipt(event_id, "duplicate")
    marks = seen.filter(item_key=item_key, verb="done").order_by("id").values_list("id", flat=True)
    happening = Happening(
        event_id or uuid.uuid4(), item_key, "undone", timezone.now(), {"undoes": [str(mark) for mark in marks]}
    )
    return record(enrolment, [happening], channel="web", language=language)[0]


@transaction.atomic
def start_attempt(
    enrolment: Enrolment,
    quiz: QuizRules,
    questions: Sequence[tuple[QuestionVersion, list[str]]],
    *,
    since: datetime | None = None,
) -> Attempt:
    """The learner's live attempt at a quiz, started with these questions if there is none.

    Each with the order of what there is to choose from. `since`: attempts of before use none up, as where a
    certificate is to be earned anew. Raises NoAttemptsLeft.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    made = list(Attempt.objects.filter(enrolment=enrolment).at(quiz.quiz_key).order_by("-number"))
    live = next((attempt for attempt in made if attempt.submitted_at is None), None)
    if live:
        return live
    if quiz.attempts_allowed is not None and used_up(made, since=since) >= quiz.attempts_allowed:
        raise NoAttemptsLeft
    return Attempt.objects.create(
        enrolment=enrolment,
        quiz_key=quiz.quiz_key,
        number=len(made) + 1,
        questions=[
            {"key": str(version.key), "version": version.digest, "order": order, "answered_by": "place"}
            for version, order in questions
        ],
        rules=quiz.pinned(),
    )


@transaction.atomic
def save_answer(
    attempt: Attempt,
    question_key: str,
    answer: Any,
    *,
    language: str,
    save: Save | None = None,
    event_id: uuid.UUID | None = None,
) -> Receipt:
    """Keep one answer as it is given. One that comes when the attempt is handed in is kept as well, and never counted.

    The last to arrive counts; of one form (see `save`) the last that it sent, whatever arrived last. Where the quiz
    tells at once, the first answer closes its question: another is refused.
    """
    Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    event_id = event_id or uuid.uuid4()
    if Event.objects.filter(pk=event_id, attempt=attempt.pk).exists():
        return Receipt(event_id, "duplicate")
    if attempt.tells_at_once and question_key in answers_of(attempt) and not attempt.submitted_at:
        return Receipt(event_id, "refused", "closed")
    given = [event.payload for event in answering_of(attempt) if event.payload["question"] == question_key]
    payload = {"question": question_key, "answer": answer, "seq": _place_among(given, save)}
    if save:
        payload |= {"form": str(save.form), "save": save.number}
    happening = Happening(event_id, str(attempt.quiz_key), "answered", timezone.now(), payload, attempt.pk)
    return record(attempt.enrolment, [happening], channel="web", language=language, from_client=False)[0]


def _place_among(given: Iterable[Mapping[str, Any]], save: Save | None) -> int:
    """The number of an answer that arrives after those given: after all, but before what its own form sent later."""
    later = [
        answered.get("seq", 0)
        for answered in given
        if save and answered.get("form") == str(save.form) and answered.get("save", 0) > save.number
    ]
    if later:
        return max(0, min(later) - 1)
    return min(LONGEST_COUNT, 1 + max((answered.get("seq", 0) for answered in given), default=0))


@transaction.atomic
def submit_attempt(attempt: Attempt, *, language: str) -> Attempt:
    """Close an attempt and mark it. Submitting again changes nothing and gives the same result."""
    enrolment = Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    attempt = Attempt.objects.get(pk=attempt.pk)
    if attempt.submitted_at:
        return attempt
    answers = answers_of(attempt)
    marks = {one.key: mark(one.content, answers.get(one.key)) for one in pinned_questions(attempt)}
    attempt.answers = answers
    attempt.marks = {key: asdict(each) for key, each in marks.items()}
    attempt.points = sum(each.points for each in marks.values())
    attempt.points_of = sum(each.of for each in marks.values())
    attempt.passed = attempt.score >= attempt.rules["pass_mark"]
    attempt.marking_version = MARKING_VERSION
    attempt.submitted_at = timezone.now()
    attempt.save()
    decisive = counting(Attempt.objects.filter(enrolment=enrolment).at(attempt.quiz_key))
    happening = Happening(
        uuid.uuid4(),
        str(attempt.quiz_key),
        "passed" if decisive and decisive.passed else "failed",
        timezone.now(),
        {"score": attempt.score, "number": attempt.number},
        attempt.pk,
    )
    record(enrolment, [happening], channel="web", language=language, from_client=False)
    return attempt


@transaction.atomic
def rebuild(enrolment: Enrolment) -> bool:
    """Compute the outline that binds and the progress row anew from the events; whether one differed."""
    enrolment = locked_enrolments().get(pk=enrolment.pk)
    state = _state_of(enrolment)
    said = state.outline
    is_held_to_another = said not in (0, enrolment.outline.number)
    if is_held_to_another:
        hold_to(enrolment, Outline.objects.of(enrolment.course_key).get(number=said))
    before = Progress.objects.filter(pk=enrolment.pk).values(
        "items", "parts", "position", "done_count", "required_count"
    )
    old = before.first()
    new, _ = _derived(enrolment, state)
    if old == new:
        return is_held_to_another
    Progress.objects.update_or_create(enrolment=enrolment, defaults={**new, "updated_at": timezone.now()})
    return True


def waived_keys(items: Iterable[dict[str, Any]]) -> set[str]:
    """Keys of the items that are live in no language any more. One query."""
    keys = {item["key"] for item in items}
    live = Page.objects.live().filter(translation_key__in=keys).values_list("translation_key", flat=True)
    return keys - {str(key) for key in live}


@transaction.atomic
def waive(course_key: uuid.UUID) -> None:
    """Bring up to date those whom a change of what is live touches; the others cost no event to be read."""
    waived: dict[int, set[str]] = {}
    for outline in Outline.objects.of(course_key).filter(enrolments__isnull=False).distinct():
        waived[outline.pk] = waived_keys(outline.items)
    rows = Progress.objects.filter(enrolment__outline__in=waived).select_related("enrolment__outline")
    for progress in rows.iterator():
        outline = progress.enrolment.outline
        left = what_is_left(outline.items, progress.items, waived[outline.pk])
        required = required_of(outline.items, waived[outline.pk])
        if (progress.done_count, progress.required_count) != (len(required) - len(left), len(required)):
            bring_up_to_date(locked_enrolments().get(pk=progress.pk), SOURCE_LANGUAGE)


def _is_same(event: Event, happening: Happening, enrolment: Enrolment) -> bool:
    """Times are left out: the stored one may have been clamped."""
    stored = (event.learner_id, event.course_key, event.item_key, event.verb, event.payload, event.attempt)
    place = (enrolment.learner_id, enrolment.course_key)
    return stored == (*place, happening.item_key, happening.verb, happening.payload, happening.attempt)


def _kept_for_inspection(enrolment: Enrolment, happening: Happening, reason: str) -> RefusedEvent:
    content = json.loads(json.dumps(asdict(happening), default=str))
    return RefusedEvent(event_id=happening.id, learner_id=enrolment.learner_id, content=content, reason=reason)


def _arrival(enrolment: Enrolment, happenings: Sequence[Happening], channel: str, sent_at: datetime | None) -> Arrival:
    """One query."""
    now = timezone.now()
    before = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    last = before.aggregate(last=Max("received_at"))["last"]
    told = [now if channel == "web" else happening.occurred_at for happening in happenings]
    return arrival_of(told, sent_at=sent_at or now, earliest=enrolment.enrolled_at, last=last, now=now)


def _state_of(enrolment: Enrolment) -> State:
    rows = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    return fold(rows.happenings())


def _derived(enrolment: Enrolment, state: State) -> tuple[dict[str, Any], list[uuid.UUID]]:
    """The progress row's values, and the evidence that completes the course (empty while it does not)."""
    waived = waived_keys(enrolment.outline.items)
    required = required_of(enrolment.outline.items, waived)
    left = what_is_left(enrolment.outline.items, state.items, waived)
    values = {
        "items": state.items,
        "parts": state.parts,
        "position": state.position,
        "done_count": len(required) - len(left),
        "required_count": len(required),
    }
    return values, state.evidence if is_complete(enrolment.outline.items, state.items, waived) else []


def bring_up_to_date(enrolment: Enrolment, language: str) -> None:
    """Progress as the events have it; completion is told once."""
    values, evidence = _derived(enrolment, _state_of(enrolment))
    Progress.objects.filter(pk=enrolment.pk).update(**values, updated_at=timezone.now())
    if enrolment.completed_at:
        course_gone_over.send(Enrolment, enrolment=enrolment)
    elif evidence:
        enrolment.completed_at = timezone.now()
        enrolment.save(update_fields=["completed_at"])
        say(enrolment, "completed", {"evidence": [str(one) for one in evidence]}, language)
        course_completed.send(Enrolment, enrolment=enrolment, evidence=evidence)


def hold_to(enrolment: Enrolment, outline: Outline) -> None:
    enrolment.outline = outline
    enrolment.save(update_fields=["outline"])


def say(enrolment: Enrolment, verb: str, payload: dict[str, Any], language: str) -> None:
    """An event of the server's own on the whole course."""
    Event.objects.create(
        learner_id=enrolment.learner_id,
        course_key=enrolment.course_key,
        item_key=str(enrolment.course_key),
        verb=verb,
        payload=payload,
        language=language,
        occurred_at=timezone.now(),
        channel="web",
    )
