"""Evidence of learning: all of it comes in through `record` or `record_all`, late, twice and in any order."""

import json
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from brs.core.arrival import Arrival, arrival_of
from courses.questions.marking import Content, fits

from .answers import questions_of
from .enrolments import bring_up_to_date, locked_enrolments
from .events import Happening, page_of
from .models import Attempt, Enrolment, Event, RefusedEvent
from .verdicts import AnsweredQuestion, Known, KnownAttempt, Verdict, judge_all

# Who knows the questions in pages, of the rooms above: by key of a part its question in each language that has it, of
# the pages with these keys.
QUESTIONS_IN_PAGES: list[Callable[[Collection[str]], Mapping[str, Sequence[Content]]]] = []


@transaction.atomic
def record(
    enrolment: Enrolment,
    happenings: Sequence[Happening],
    *,
    channel: str,
    language: str,
    from_client: bool = True,
    closed: Collection[AnsweredQuestion] = (),
) -> list[Verdict]:
    """Store what is new, refuse what cannot be, and bring progress up to date; the verdict on each, in order.

    An id that came before changes nothing; an id with other content is refused and kept for inspection.
    A form's («web») happen as they arrive; for those of a device see `arrival_of`. `closed`: see `judge`; of what a
    client sends that is looked up here.
    """
    enrolment = locked_enrolments().get(pk=enrolment.pk)
    known = _known_of(enrolment, happenings, from_client=from_client)
    if from_client:
        closed = _closed(known)
    verdicts = judge_all(happenings, known, closed, from_client=from_client)
    _store(enrolment, verdicts, _arrival(enrolment, happenings, channel, None), channel, language)
    return verdicts


@transaction.atomic
def record_all(
    learner,
    deliveries: Mapping[uuid.UUID, Sequence[Happening]],
    *,
    channel: str,
    language: str,
    sent_at: datetime | None = None,
) -> dict[uuid.UUID, list[Verdict]]:
    """What a client delivers for several courses (by course key), as `record` does for one.

    Answers to questions in pages are read as a browser names them. `sent_at`: by the client's own clock, where it says
    so.
    """
    enrolments = locked_enrolments().filter(learner=learner, course_key__in=deliveries.keys()).order_by("pk")
    verdicts = {course_key: judge_all(happenings, Known(items=None)) for course_key, happenings in deliveries.items()}
    for enrolment in enrolments:
        happenings = deliveries[enrolment.course_key]
        known = _known_of(enrolment, happenings, from_client=True)
        known = replace(known, questions_in_pages=_questions_in_pages(known, happenings))
        judged = judge_all(happenings, known, _closed(known))
        _store(enrolment, judged, _arrival(enrolment, happenings, channel, sent_at), channel, language)
        verdicts[enrolment.course_key] = judged
    return verdicts


def _known_of(enrolment: Enrolment, happenings: Sequence[Happening], *, from_client: bool) -> Known:
    """One query; two more when a client names an attempt."""
    rows = Event.objects.filter(id__in=[happening.id for happening in happenings])
    learner_and_course = (enrolment.learner_id, enrolment.course_key)
    named = {happening.attempt for happening in happenings if happening.attempt} if from_client else set()
    return Known(
        items={item["key"]: item["kind"] for item in enrolment.outline.items},
        stored={
            row.id: row.happening if (row.learner_id, row.course_key) == learner_and_course else None for row in rows
        },
        attempts=_known_attempts(enrolment, named) if named else {},
    )


def _known_attempts(enrolment: Enrolment, named: Collection[uuid.UUID]) -> dict[uuid.UUID, KnownAttempt]:
    attempts = Attempt.objects.filter(enrolment=enrolment).in_bulk(list(named))
    questions = questions_of(attempts.values())
    return {
        key: KnownAttempt(
            quiz_key=str(attempt.quiz_key),
            questions={question.key: question for question in questions[key]},
            is_handed_in=attempt.submitted_at is not None,
            closes_at_once=attempt.tells_at_once,
        )
        for key, attempt in attempts.items()
    }


def _closed(known: Known) -> set[AnsweredQuestion]:
    """Questions of these attempts that were answered before and told at once. One query where one tells at once."""
    telling = [key for key, attempt in known.attempts.items() if attempt.closes_at_once]
    answered = Event.objects.filter(attempt__in=telling, verb="answered").happenings() if telling else []
    closed = set()
    for happening in answered:
        assert happening.attempt is not None
        question = known.attempts[happening.attempt].questions.get(happening.payload["question"])
        if question and fits(question.content, happening.payload["answer"]):
            closed.add((happening.attempt, question.key))
    return closed


def _questions_in_pages(known: Known, happenings: Sequence[Happening]) -> dict[str, Sequence[Content]]:
    """Of the pages whose showings are named, if they are the learner's."""
    items = known.items or {}
    keys = {page_of(happening.item_key) for happening in happenings if happening.payload.get("showing")} & items.keys()
    questions: dict[str, Sequence[Content]] = {}
    for questions_in in QUESTIONS_IN_PAGES if keys else ():
        questions |= questions_in(keys)
    return questions


def _store(enrolment: Enrolment, verdicts: Sequence[Verdict], arrival: Arrival, channel: str, language: str) -> None:
    """Carry out the verdicts."""
    RefusedEvent.objects.bulk_create(
        _for_inspection(enrolment, verdict) for verdict in verdicts if verdict.reason == "conflict"
    )
    events = [
        Event(
            id=verdict.id,
            learner_id=enrolment.learner_id,
            course_key=enrolment.course_key,
            item_key=verdict.happening.item_key,
            verb=verdict.happening.verb,
            payload=verdict.happening.payload,
            attempt=verdict.happening.attempt,
            language=verdict.happening.language or language,
            occurred_at=occurred_at,
            received_at=arrival.received_at,
            channel=channel,
        )
        for verdict, occurred_at in zip(verdicts, arrival.occurred_at, strict=True)
        if verdict.status == "stored"
    ]
    if events:
        Event.objects.bulk_create(events)
        bring_up_to_date(enrolment, language)


def mark_done(enrolment: Enrolment, item_key: str, *, language: str, event_id: uuid.UUID | None = None) -> Verdict:
    """A lesson is marked as done by its learner. A quiz is not done by saying so: it must be passed."""
    happening = Happening(event_id or uuid.uuid4(), item_key, "done", timezone.now())
    return record(enrolment, [happening], channel="web", language=language)[0]


@transaction.atomic
def undo_done(enrolment: Enrolment, item_key: str, *, language: str, event_id: uuid.UUID | None = None) -> Verdict:
    """Take back every mark of an item that the server knows of; one still on its way from another device stands.

    Sent again, it takes back nothing that was marked since.
    """
    events = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    stored = events.filter(pk=event_id).first() if event_id else None
    if stored:
        payload = stored.payload
    else:
        marks = events.filter(item_key=item_key, verb="done").order_by("id").values_list("id", flat=True)
        payload = {"undoes": [str(mark) for mark in marks]}
    happening = Happening(event_id or uuid.uuid4(), item_key, "undone", timezone.now(), payload)
    return record(enrolment, [happening], channel="web", language=language)[0]


def _for_inspection(enrolment: Enrolment, verdict: Verdict) -> RefusedEvent:
    content = json.loads(json.dumps(asdict(verdict.happening), default=str))
    return RefusedEvent(event_id=verdict.id, learner_id=enrolment.learner_id, content=content, reason=verdict.reason)


def _arrival(enrolment: Enrolment, happenings: Sequence[Happening], channel: str, sent_at: datetime | None) -> Arrival:
    """One query."""
    now = timezone.now()
    events = Event.objects.filter(learner_id=enrolment.learner_id, course_key=enrolment.course_key)
    last = events.aggregate(last=Max("received_at"))["last"]
    times = [now if channel == "web" else happening.occurred_at for happening in happenings]
    return arrival_of(times, sent_at=sent_at or now, earliest=enrolment.enrolled_at, last=last, now=now)
