"""The verdict on a learning event: stored, a duplicate or refused. Plain values in, plain values out.

Every door takes it from here: the endpoint of the outboxes, the forms of lessons, and an attempt's own pages. What a
verdict rests on is looked up before, by `evidence`: nothing here asks the database, or knows of a request.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from courses.questions.asking import Layout, Unreadable, by_ids, fits, laid_out, read_sent
from courses.questions.marking import Content, choices_of
from courses.questions.showing import order_of

from .events import Happening, reason_to_refuse

if TYPE_CHECKING:
    from .answers import PinnedQuestion

# An answer that is marked as soon as it is given closes its question: the attempt and the question's key.
AnsweredQuestion = tuple[UUID, str]


@dataclass(frozen=True)
class KnownAttempt:
    """An attempt as far as answers in it are judged. `closes_at_once`: the first answer to a question closes it."""

    quiz_key: str
    questions: Mapping[str, "PinnedQuestion"]
    is_handed_in: bool
    closes_at_once: bool


@dataclass(frozen=True)
class Known:
    """What is known where events of one learner in one course arrive.

    `items`: key -> kind of what the learner is held to; None where they are not enrolled.
    `stored`: id -> event, where one of the ids that arrive is stored; None for one of another learner or course.
    `attempts`: those of the learner that the events name.
    `questions_in_pages`: key of a part of a page -> its question in each language that has it.
    """

    items: Mapping[str, str] | None
    stored: Mapping[UUID, Happening | None] = field(default_factory=dict)
    attempts: Mapping[UUID, KnownAttempt] = field(default_factory=dict)
    questions_in_pages: Mapping[str, Sequence[Content]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What becomes of an event. `happening`: as it is stored, with its answer by ids, or as it was sent where refused.

    `reason`: a code, empty unless refused; «late» for an answer that is stored and never counts. `readings`: the
    numbers that one can be which is refused as «ambiguous».
    """

    happening: Happening
    status: Literal["stored", "duplicate", "refused"]
    reason: str = ""
    readings: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return self.happening.id


def judge_all(
    happenings: Iterable[Happening],
    known: Known,
    closed: Collection[AnsweredQuestion] = (),
    *,
    from_client: bool = True,
) -> list[Verdict]:
    """The verdicts on a batch in its order, as if each event had arrived by itself after those before it."""
    stored, all_closed = dict(known.stored), set(closed)
    verdicts = []
    for happening in happenings:
        verdict = judge(happening, replace(known, stored=stored), all_closed, from_client=from_client)
        verdicts.append(verdict)
        if verdict.status == "stored":
            stored[verdict.id] = verdict.happening
            all_closed |= closed_by(verdict, known)
    return verdicts


def judge(
    happening: Happening, known: Known, closed: Collection[AnsweredQuestion] = (), *, from_client: bool = True
) -> Verdict:
    """The verdict on one event, whatever it holds: nothing in it makes this raise.

    `closed`: questions that take no other answer. What the server says itself is taken as it is.
    """
    if known.items is None:
        return Verdict(happening, "refused", "not_enrolled")
    if reason := reason_to_refuse(happening, known.items, from_client=from_client):
        return Verdict(happening, "refused", reason)
    read = _read(happening, known) if from_client else _Read(happening)
    if read.reason:
        return Verdict(happening, "refused", read.reason, read.readings)
    if happening.id in known.stored:
        is_repeated = _is_same(known.stored[happening.id], happening, read.happening)
        return Verdict(read.happening, "duplicate") if is_repeated else Verdict(happening, "refused", "conflict")
    attempt = known.attempts.get(happening.attempt) if happening.attempt else None
    if attempt and attempt.is_handed_in:
        return Verdict(read.happening, "stored", "late")
    # Only now: the very answer that closed its question may be sent again.
    if happening.attempt and (happening.attempt, happening.payload.get("question")) in closed:
        return Verdict(happening, "refused", "closed")
    return Verdict(read.happening, "stored")


def closed_by(verdict: Verdict, known: Known) -> set[AnsweredQuestion]:
    """The question that an answer closes which has just been stored."""
    happening = verdict.happening
    attempt = known.attempts.get(happening.attempt) if happening.attempt else None
    if happening.attempt is None or attempt is None or attempt.is_handed_in or not attempt.closes_at_once:
        return set()
    return {(happening.attempt, happening.payload["question"])}


def layout_of(content: Content, showing: str) -> Layout | None:
    """How a question in a page was laid out in a showing of it; None where it has changed since."""
    if not showing:
        return by_ids(content)
    order = order_of(showing, choices_of(content))
    return None if order is None else laid_out(content, order)


@dataclass(frozen=True)
class _Read:
    """A happening with its answer by ids, or the code of why it cannot be read."""

    happening: Happening
    reason: str = ""
    readings: tuple[str, ...] = ()


def _read(happening: Happening, known: Known) -> _Read:
    if happening.attempt is not None:
        return _read_in_attempt(happening, known.attempts.get(happening.attempt))
    items = known.items or {}
    answers_a_quiz = happening.verb == "answered" and items.get(happening.item_key) == "quiz"
    if answers_a_quiz or "question" in happening.payload:
        return _Read(happening, "unknown_attempt")
    return _read_in_page(happening, known.questions_in_pages.get(happening.item_key, ()))


def _read_in_attempt(happening: Happening, attempt: KnownAttempt | None) -> _Read:
    if happening.verb != "answered":
        return _Read(happening, "bad_payload")
    if attempt is None or attempt.quiz_key != happening.item_key:
        return _Read(happening, "unknown_attempt")
    question = attempt.questions.get(happening.payload.get("question", ""))
    if question is None:
        return _Read(happening, "not_in_attempt")
    read = _read_answer(happening, question.content, question.layout)
    if read.reason:
        return read
    answer = read.happening.payload["answer"]
    takes_back_what_is_closed = answer is None and attempt.closes_at_once
    if takes_back_what_is_closed or not fits(question.content, answer):
        return _Read(happening, "bad_payload")
    return read


def _read_in_page(happening: Happening, translations: Iterable[Content]) -> _Read:
    """By ids where it names places of a showing; as it came where the question is gone or has changed since."""
    showing = happening.payload.get("showing", "")
    if happening.verb != "answered" or not showing:
        return _Read(happening)
    for content in translations:
        layout = layout_of(content, showing)
        if layout is not None:
            read = _read_answer(happening, content, layout)
            return read if read.reason in ("", "ambiguous") else _Read(happening)
    return _Read(happening)


def _read_answer(happening: Happening, content: Content, layout: Layout) -> _Read:
    try:
        answer = read_sent(content, layout, happening.payload)
    except Unreadable as unreadable:
        reason = "ambiguous" if unreadable.code == "ambiguous" else "bad_payload"
        return _Read(happening, reason, tuple(unreadable.readings))
    payload = {name: value for name, value in happening.payload.items() if name != "reading"}
    return _Read(replace(happening, payload={**payload, "answer": answer}))


def _is_same(stored: Happening | None, *as_sent_and_read: Happening) -> bool:
    """Times are left out: the stored one may have been clamped."""
    return stored is not None and any(_content(stored) == _content(arrived) for arrived in as_sent_and_read)


def _content(happening: Happening) -> tuple[str, str, dict[str, Any], UUID | None]:
    return happening.item_key, happening.verb, happening.payload, happening.attempt
