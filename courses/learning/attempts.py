"""What holds for attempts at a quiz, and what can be asked of them. `actions` starts, answers and submits them."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from courses.questions.asking import Layout, Unreadable, fits, laid_out, read_sent
from courses.questions.models import QuestionVersion

from .events import Happening
from .models import Attempt, Enrolment, Event
from .progress import latest_answers


class NoAttemptsLeft(Exception):
    """The quiz allows so many attempts and all have been made."""


@dataclass(frozen=True)
class QuizRules:
    """A quiz as an attempt pins it. `pass_mark` in per cent; `attempts_allowed` None is as many as one likes."""

    quiz_key: uuid.UUID
    title: str
    pass_mark: int
    attempts_allowed: int | None = None
    counts: str = "best"  # best | last | first
    feedback: str = "at_end"  # at_once | at_end | score, which is all that is told

    def pinned(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "quiz_key"}


def used_up(attempts: Iterable[Attempt], *, since: datetime | None = None) -> int:
    """How many of those that a quiz allows these are; `since`: those of before are none of them."""
    return sum(attempt.uses_one_up and (since is None or attempt.started_at > since) for attempt in attempts)


@dataclass(frozen=True)
class WayOn:
    """Where somebody goes on after a deed: an address, and what its button says.

    `said`: what they have reached, in a sentence. `again`: where they try once more, empty where that is not offered.
    """

    address: str
    title: str
    said: str = ""
    again: str = ""


# What the rule of an outline says it needs -> where its attempts lead on, once they are handed in. Each room above that
# releases outlines adds its own.
WAYS_ON: dict[str, Callable[[Attempt], WayOn]] = {}


def way_on(attempt: Attempt) -> WayOn:
    return WAYS_ON[attempt.enrolment.outline.rule.get("needs", "all_required")](attempt)


@dataclass(frozen=True)
class PinnedQuestion:
    """A question of an attempt: its number, the exact content that was given, and how that is laid out."""

    number: int
    key: str
    language: str
    content: dict[str, Any]
    layout: Layout


def pinned_questions(attempt: Attempt) -> list[PinnedQuestion]:
    """The attempt's questions in its order. One query."""
    return questions_of([attempt])[attempt.pk]


def questions_of(attempts: Iterable[Attempt]) -> dict[uuid.UUID, list[PinnedQuestion]]:
    """By attempt its questions in its order. One query."""
    attempts = list(attempts)
    digests = {pinned["version"] for attempt in attempts for pinned in attempt.questions}
    versions = QuestionVersion.objects.in_bulk(digests)
    return {
        attempt.pk: [_pinned(number, pinned, versions) for number, pinned in enumerate(attempt.questions, start=1)]
        for attempt in attempts
    }


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


def _pinned(number: int, pinned: Mapping[str, Any], versions: Mapping[str, QuestionVersion]) -> PinnedQuestion:
    version = versions[pinned["version"]]
    layout = laid_out(version.content, pinned["order"], takes_ids=pinned.get("answered_by") != "place")
    return PinnedQuestion(number, pinned["key"], version.language, version.content, layout)


def answers_of(attempt: Attempt) -> dict[str, Any]:
    """Question key -> answer: frozen once submitted, until then folded from the events.

    What is no answer to its question, however it came to be stored, is as good as not given: another may be.
    """
    answers = attempt.answers if attempt.submitted_at else latest_answers(answering_of(attempt))
    return {
        question.key: answers[question.key]
        for question in pinned_questions(attempt)
        if question.key in answers and fits(question.content, answers[question.key])
    }


def answering_of(attempt: Attempt) -> list[Happening]:
    return Event.objects.filter(attempt=attempt.pk, verb="answered").happenings()


def late_answers(attempt: Attempt) -> dict[str, Any]:
    """What arrived after the attempt was closed: kept, shown to its learner, never counted.

    Not an earlier save of a form whose last one had arrived in time.
    """
    if attempt.submitted_at is None:
        return {}
    last_save: dict[str, int] = {}
    for event in answering_of(attempt):
        form, save = event.payload.get("form", ""), event.payload.get("save", 0)
        last_save[form] = max(save, last_save.get(form, 0))
    late = Event.objects.filter(attempt=attempt.pk, verb="answered", received_at__gt=attempt.submitted_at)
    return latest_answers(
        event for event in late.happenings() if event.payload.get("save", 0) >= last_save[event.payload.get("form", "")]
    )


@dataclass(frozen=True)
class Read:
    """A happening that a client sent, with its answer as it is stored, and the code of what is wrong with it.

    `readings`: the numbers that an «ambiguous» one can be.
    """

    happening: Happening
    reason: str = ""
    readings: tuple[str, ...] = ()


# How answers to questions in pages are read, by the rooms above that know the pages.
PAGE_READERS: list[Callable[[Sequence[Happening]], list[Read]]] = []


def read_answer(happening: Happening, content: Mapping[str, Any], layout: Layout) -> Read:
    """The happening with its answer by ids, or as digits: «bad_payload» or «ambiguous» where it cannot be read."""
    try:
        answer = read_sent(dict(content), layout, happening.payload)
    except Unreadable as unreadable:
        reason = "ambiguous" if unreadable.code == "ambiguous" else "bad_payload"
        return Read(happening, reason, tuple(unreadable.readings))
    payload = {name: value for name, value in happening.payload.items() if name != "reading"}
    return Read(replace(happening, payload={**payload, "answer": answer}))


def read_in_attempts(enrolment: Enrolment, happenings: Sequence[Happening]) -> list[Read]:
    """A client's happenings in their order, answers in an attempt read.

    «late» where the attempt is handed in, «closed» where it tells at once and the question was answered before.
    Two queries when an attempt is named, three when one tells at once, else none.
    """
    named = {happening.attempt for happening in happenings if happening.attempt}
    attempts = Attempt.objects.filter(enrolment=enrolment).in_bulk(named) if named else {}
    digests = {pinned["version"] for attempt in attempts.values() for pinned in attempt.questions}
    versions = QuestionVersion.objects.in_bulk(digests) if digests else {}
    quizzes = {item["key"] for item in enrolment.outline.items if item["kind"] == "quiz"}
    telling = [attempt.pk for attempt in attempts.values() if attempt.tells_at_once]
    answered = Event.objects.filter(attempt__in=telling, verb="answered").happenings() if telling else []
    closed = {_question_of(event) for event in answered if _fits(event, attempts, versions)}
    results = []
    for happening in happenings:
        read = _read_in_attempt(happening, attempts, versions, quizzes)
        if not read.reason and happening.attempt in telling:
            question = _question_of(happening)
            read = replace(read, reason="closed" if question in closed else "")
            closed.add(question)
        results.append(read)
    return results


def _question_of(answered: Happening) -> tuple[uuid.UUID | None, str]:
    return answered.attempt, answered.payload["question"]


def _fits(answered: Happening, attempts: Mapping[uuid.UUID, Attempt], versions: Mapping[str, QuestionVersion]) -> bool:
    attempt, key = _question_of(answered)
    digests = {pinned["key"]: pinned["version"] for pinned in attempts[attempt].questions} if attempt else {}
    return key in digests and fits(versions[digests[key]].content, answered.payload["answer"])


def _read_in_attempt(
    happening: Happening,
    attempts: Mapping[uuid.UUID, Attempt],
    versions: Mapping[str, QuestionVersion],
    quizzes: Collection[str],
) -> Read:
    if happening.attempt is None:
        answers_a_quiz = happening.verb == "answered" and happening.item_key in quizzes
        return Read(happening, "unknown_attempt" if answers_a_quiz or "question" in happening.payload else "")
    if happening.verb != "answered":
        return Read(happening, "bad_payload")
    attempt = attempts.get(happening.attempt)
    if attempt is None or str(attempt.quiz_key) != happening.item_key:
        return Read(happening, "unknown_attempt")
    pinned = {one["key"]: one for one in attempt.questions}.get(happening.payload.get("question"))
    if pinned is None:
        return Read(happening, "not_in_attempt")
    question = _pinned(0, pinned, versions)
    read = read_answer(happening, question.content, question.layout)
    if read.reason:
        return read
    answer = read.happening.payload["answer"]
    takes_back_what_is_closed = answer is None and attempt.tells_at_once
    if takes_back_what_is_closed or not fits(question.content, answer):
        return Read(happening, "bad_payload")
    return replace(read, reason="late" if attempt.submitted_at else "")


def counting(attempts: Iterable[Attempt]) -> Attempt | None:
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
    counted = [counting(submitted[:number]) for number in range(len(submitted), 0, -1)]
    return next((attempt for attempt in counted if attempt and attempt.passed), next(iter(counted), None))
