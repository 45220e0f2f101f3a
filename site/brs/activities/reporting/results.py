"""Results of tests, evaluation and follow-up, for those who run the activity."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from brs.activities.evaluation.follow_up import Round, rounds_of
from brs.activities.evaluation.gains import PartScore, Share, Summary, Taken, pairs_of, shares, summary
from brs.activities.evaluation.pre_post_tests import attempts_at, results_of, test_key
from brs.activities.evaluation.satisfaction import EvaluationResults, evaluation_results
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.core.pages import SOURCE_LANGUAGE
from brs.taxonomy.models import Theme, in_readers_language
from courses.learning.models import Attempt
from courses.questions.models import Question, QuestionVersion

PER_PAGE = 50


@dataclass(frozen=True)
class Person:
    participation: Participation
    taken: Taken
    gain: int | None


@dataclass(frozen=True)
class Part:
    """A question or a topic, and what of it was right before and after, of those with both tests."""

    title: str
    topic: str
    share: Share


@dataclass(frozen=True)
class Results:
    """`people`: those of one page of the list. `questions`, `topics`: what is hardest still comes first."""

    activity: ActivityPage
    has_tests: bool
    tests: Summary
    people: list[Person]
    page: Page
    questions: list[Part]
    topics: list[Part]
    evaluation: EvaluationResults
    rounds: list[Round]


def results(activity: ActivityPage, register: Register, *, page: str) -> Results:
    """Some ten queries, however many take part."""
    active = register.participations.active().order_by("name", "pk")
    listed = Paginator(active, PER_PAGE).get_page(page)
    taken = taken_by_all(activity, register)
    pairs = pairs_of(taken)
    people = [
        Person(
            person,
            taken.get(person.learner_id, Taken()),
            pairs[person.learner_id].gain if person.learner_id in pairs else None,
        )
        for person in listed
    ]
    questions, topics = _parts(activity, pairs.keys())
    return Results(
        activity=activity,
        has_tests=bool(activity.pre_test_id or activity.post_test_id or taken),
        tests=summary(taken),
        people=people,
        page=listed,
        questions=questions,
        topics=topics,
        evaluation=evaluation_results(activity, register),
        rounds=rounds_of(register),
    )


def taken_by_all(activity: ActivityPage, register: Register) -> dict[Any, Taken]:
    """By learner's id what those who take part reached. Two queries."""
    learners = set(register.participations.active().values_list("learner", flat=True))
    all_results = results_of(activity, attempts_at(activity.translation_key))
    return {who: result for who, result in all_results.items() if who in learners}


def _parts(activity: ActivityPage, learners: Collection[Any]) -> tuple[list[Part], list[Part]]:
    """By question and by topic. Four queries, none where nobody has both tests."""
    if not learners:
        return [], []
    made = Attempt.objects.filter(enrolment__course_key=activity.translation_key).exclude(submitted_at=None)
    first: dict[tuple[Any, uuid.UUID], Attempt] = {}
    for attempt in made.select_related("enrolment").defer("answers", "rules").order_by("number"):
        if attempt.enrolment.learner_id in learners:
            first.setdefault((attempt.enrolment.learner_id, attempt.quiz_key), attempt)
    after = test_key(activity.translation_key, "after")
    marks = [
        PartScore(key, attempt.quiz_key == after, mark["points"], mark["of"])
        for attempt in first.values()
        for key, mark in attempt.marks.items()
    ]
    stems = _stems({pinned["version"] for attempt in first.values() for pinned in attempt.questions})
    topics = _topics(stems)
    by_question = [
        Part(stems.get(str(key), ""), topics.get(str(key), ""), share) for key, share in shares(marks).items()
    ]
    of_topics = [replace(mark, part=topics[str(mark.part)]) for mark in marks if mark.part in topics]
    by_topic = [Part(str(title), "", share) for title, share in shares(of_topics).items()]
    return _hardest_first(by_question), _hardest_first(by_topic)


def _hardest_first(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-1 if part.share.after is None else part.share.after, part.title))


def _stems(digests: Collection[str]) -> dict[Any, str]:
    """By question's key what it asks: in the reader's language if somebody was asked in it."""
    rank = {get_language(): 0, SOURCE_LANGUAGE: 1}
    versions = QuestionVersion.objects.filter(digest__in=digests)
    ordered = sorted(versions, key=lambda version: (rank.get(version.language, 2), version.digest))
    stems: dict[Any, str] = {}
    for version in ordered:
        stems.setdefault(str(version.key), version.content["stem"])
    return stems


def _topics(keys: Collection[str]) -> dict[str, str]:
    """By question's key the title of its topic in the reader's language, where it has one."""
    rows = Question.objects.filter(translation_key__in=keys).exclude(topic=None)
    of = {str(key): topic for key, topic in rows.values_list("translation_key", "topic__translation_key")}
    themes = in_readers_language(Theme, list(set(of.values())))
    return {key: themes[topic].title for key, topic in of.items() if topic in themes}
