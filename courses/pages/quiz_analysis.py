"""What the answers of all learners say of a quiz's questions, and which of them an editor should look at first.

Of each person the first attempt that was handed in counts, so that an answer is a person. Figures are let out as those
of the Secretariat: see brs.core.small_cells and docs/reports.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from brs.core.languages import SOURCE_LANGUAGE, readers_language
from brs.core.small_cells import FEWEST
from courses.learning.item_statistics import Interval, point_biserial, upper_less_lower, wilson
from courses.learning.models import Attempt
from courses.questions.marking import Content, fits
from courses.questions.models import QuestionVersion
from courses.questions.types import TYPES

from .people_counted import Figures, Share, month_of

# A share of fewer people, or how they differ, is chance more than the question.
FEWEST_TO_JUDGE = 30
TO_LOOK_AT = 5


@dataclass(frozen=True)
class Option:
    text: str
    is_right: bool
    chosen: Share


@dataclass(frozen=True)
class ByLanguage:
    language: str
    asked: int | None
    right: Share


@dataclass(frozen=True)
class ItemFigures:
    """`asked`: how many people were asked it, None for too few. `versions`: wordings that were given to them.

    `between`: where the share of right answers lies in 95 of 100 cases. `discrimination`: with the rest of the quiz,
    -1 to 1; `upper_less_lower` compares the best 27 % with the worst. `reasons`: why to look at it, the gravest first.
    """

    key: str
    stem: str
    asked: int | None
    right: Share
    between: Interval | None
    unanswered: Share
    discrimination: float | None
    upper_less_lower: float | None
    options: list[Option]
    languages: list[ByLanguage]
    versions: int
    reasons: list[str | Promise] = field(default_factory=list)


@dataclass(frozen=True)
class QuizAnalysis:
    """`people`: whose first attempts are counted; `minutes`: the median from begin to hand-in."""

    people: int | None
    minutes: int | None
    items: list[ItemFigures]
    languages: list[str]
    releases: list[int]

    @property
    def to_look_at(self) -> list[ItemFigures]:
        """The questions to look at first; of as many reasons, the one that fewer get right."""
        doubtful = [item for item in self.items if item.reasons]
        return sorted(doubtful, key=lambda item: (_gravity(item.reasons[0]), item.right.per_cent or 0))[:TO_LOOK_AT]


@dataclass(frozen=True)
class _Answer:
    """What one person answered to one question, in the month that it was handed in."""

    month: int
    version: QuestionVersion
    answer: Any
    is_right: bool
    rest: float


WRONG_KEY = _("Who does well in the rest gets it wrong more often: check which answer is marked as right.")
LURE = _("More people choose a wrong answer than the right one.")
HARD = _("Few people get it right.")
BLUNT = _("It hardly tells who knows the rest from who does not.")
SKIPPED = _("Many people leave it unanswered.")
EASY = _("Nearly everybody gets it right.")
UNUSED = _("Some wrong answers are chosen by hardly anybody.")
GRAVITY = (WRONG_KEY, LURE, HARD, BLUNT, SKIPPED, EASY, UNUSED)


def _gravity(reason: str | Promise) -> int:
    return GRAVITY.index(reason)


def reasons_to_look(
    asked: int | None,
    between: Interval | None,
    right: int | None,
    unanswered: int | None,
    discrimination: float | None,
    wrong_options: Iterable[int | None],
) -> list[str | Promise]:
    """Why a question should be looked at, from its figures as they are shown (in per cent); nothing of few people."""
    if asked is None or asked < FEWEST_TO_JUDGE or between is None:
        return []
    chosen = [share or 0 for share in wrong_options]
    is_so = {
        WRONG_KEY: discrimination is not None and discrimination <= -0.1,
        LURE: any(share > (right or 0) for share in chosen),
        HARD: between.high < 0.4,
        BLUNT: discrimination is not None and -0.1 < discrimination < 0.1,
        SKIPPED: (unanswered or 0) >= 20,
        EASY: between.low > 0.95,
        UNUSED: asked >= 2 * FEWEST_TO_JUDGE and any(share < 3 for share in chosen),
    }
    return [reason for reason in GRAVITY if is_so[reason]]


def quiz_analysis(quiz: Page, language: str = "", release: int | None = None) -> QuizAnalysis:
    """The figures of a quiz, of all or of those who were asked in one language or held to one release. Two queries."""
    first: dict[int, tuple[Any, ...]] = {}
    fields = ("enrolment__learner_id", "enrolment__outline__number", "questions", "answers", "marks")
    attempts = Attempt.objects.at(quiz.translation_key).exclude(submitted_at=None)
    rows = attempts.order_by("submitted_at", "pk").values_list(*fields, "started_at", "submitted_at")
    for learner, *attempt in rows.iterator(500):
        first.setdefault(learner, tuple(attempt))
    digests = {pinned["version"] for _number, questions, *_rest in first.values() for pinned in questions}
    versions = QuestionVersion.objects.in_bulk(digests)
    languages = sorted({version.language for version in versions.values()})
    releases = sorted({attempt[0] for attempt in first.values()})
    chosen = [
        attempt
        for attempt in first.values()
        if (release is None or attempt[0] == release) and _is_in(attempt[1], versions, language)
    ]
    figure = Figures(f"quiz {quiz.translation_key} {language} {release or ''}")
    answers: dict[str, list[_Answer]] = defaultdict(list)
    for _number, questions, given, marks, _started_at, submitted_at in chosen:
        total = sum(_share(mark) for mark in marks.values())
        for pinned in questions:
            mark = marks.get(pinned["key"])
            if mark is not None and pinned["version"] in versions:
                rest = (total - _share(mark)) / max(1, len(marks) - 1)
                version = versions[pinned["version"]]
                answers[pinned["key"]].append(
                    _Answer(month_of(submitted_at), version, given.get(pinned["key"]), mark["correct"], rest)
                )
    months = [month_of(submitted_at) for *_rest, submitted_at in chosen]
    people, until = figure.count("people", months), figure.until(months)
    minutes = [
        (submitted_at - started_at).total_seconds() / 60
        for *_rest, started_at, submitted_at in chosen
        if month_of(submitted_at) <= until
    ]
    return QuizAnalysis(
        people=people,
        minutes=round(median(minutes)) if people and people >= FEWEST_TO_JUDGE else None,
        items=[_item(key, given, figure) for key, given in answers.items()],
        languages=languages,
        releases=releases,
    )


def _is_in(questions: Iterable[Mapping[str, Any]], versions: Mapping[str, QuestionVersion], language: str) -> bool:
    if not language:
        return True
    return any(
        pinned["version"] in versions and versions[pinned["version"]].language == language for pinned in questions
    )


def _share(mark: Mapping[str, Any]) -> float:
    return mark["points"] / mark["of"] if mark["of"] else 0.0


def _item(key: str, answers: list[_Answer], figure: Figures) -> ItemFigures:
    asked = figure.count(f"{key} asked", (answer.month for answer in answers))
    right = figure.share(f"{key} right", (answer.month for answer in answers if answer.is_right), asked)
    blank = figure.share(f"{key} blank", (answer.month for answer in answers if answer.answer is None), asked)
    between = _between(right.count, asked)
    discrimination, difference = None, None
    if asked is not None and asked >= FEWEST_TO_JUDGE:
        until = figure.until(answer.month for answer in answers)
        past = [answer for answer in answers if answer.month <= until]
        rights, rests = [answer.is_right for answer in past], [answer.rest for answer in past]
        discrimination, difference = _tenth(point_biserial(rights, rests)), _tenth(upper_less_lower(rights, rests))
    options = _options(key, answers, figure, asked)
    version = _to_read(answers)
    return ItemFigures(
        key=key,
        stem=version.content["stem"],
        asked=asked,
        right=right,
        between=between,
        unanswered=blank,
        discrimination=discrimination,
        upper_less_lower=difference,
        options=options,
        languages=_languages(key, answers, figure),
        versions=len({answer.version.digest for answer in answers}),
        reasons=reasons_to_look(
            asked,
            between,
            right.per_cent,
            blank.per_cent,
            discrimination,
            [option.chosen.per_cent for option in options if not option.is_right],
        ),
    )


def _between(right: int | None, asked: int | None) -> Interval | None:
    """From the figures as they are shown: where too few are right to be told, there are none to four of them."""
    if not asked:
        return None
    if right is None:
        most = wilson(FEWEST - 1, asked)
        return most and Interval(0, most.high)
    return wilson(min(right, asked), asked)


def _tenth(value: float | None) -> float | None:
    """To one decimal: what more there is would tell of single people."""
    return None if value is None else round(value, 1) + 0.0  # no «-0.0»


def _to_read(answers: list[_Answer]) -> QuestionVersion:
    """The newest wording in the reader's language, else in the source's, else at all."""
    wordings = {answer.version.language: answer.version for answer in answers}
    for language in (readers_language(), SOURCE_LANGUAGE):
        if language in wordings:
            return wordings[language]
    return answers[-1].version


def _options(key: str, answers: list[_Answer], figure: Figures, asked: int | None) -> list[Option]:
    """What there is to choose from, where one chooses: of all wordings, as the one to read says it."""
    content = _to_read(answers).content
    question_type = TYPES[content["type"]]
    right = chosen_in(content, question_type.right_answer(content))
    months: dict[str, list[int]] = defaultdict(list)
    for answer in answers:
        for option in set(chosen_in(answer.version.content, answer.answer)):
            months[option].append(answer.month)
    return [
        Option(text, option in right, figure.share(f"{key} option {option}", months[option], asked))
        for option, text in question_type.options(content).items()
    ]


def chosen_in(content: Content, answer: Any) -> list[str]:
    """Names of the options that an answer is; none where it is no answer to this question."""
    is_answer = answer is not None and fits(content, answer)
    return TYPES[content["type"]].chosen(answer) if is_answer else []


def _languages(key: str, answers: list[_Answer], figure: Figures) -> list[ByLanguage]:
    by_language: dict[str, list[_Answer]] = defaultdict(list)
    for answer in answers:
        by_language[answer.version.language].append(answer)
    rows = []
    for language, given in sorted(by_language.items()):
        asked = figure.count(f"{key} asked in {language}", (answer.month for answer in given))
        months = (answer.month for answer in given if answer.is_right)
        rows.append(ByLanguage(language, asked, figure.share(f"{key} right in {language}", months, asked)))
    return rows
