"""A quiz at a glance while it is edited: what it asks, what that is worth, what its pools have in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language_info
from wagtail.models import Locale

from brs.core.languages import SOURCE_LANGUAGE
from brs.taxonomy.models import Theme
from courses.questions.content import type_of
from courses.questions.models import Question

if TYPE_CHECKING:
    from .models.quiz import QuizPage

MINUTES_FOR_A_QUESTION = 1


@dataclass(frozen=True)
class Entry:
    """One block of a quiz's questions: a question's id, or a topic's id and how many of its questions are asked."""

    kind: str
    pk: int
    wanted: int = 1


@dataclass(frozen=True)
class Points:
    """The least and the most that can be earned: pools may draw questions of different worth."""

    low: float
    high: float

    def __add__(self, other: "Points") -> "Points":
        return Points(self.low + other.low, self.high + other.high)

    def per_cent(self, share: int) -> "Points":
        return Points(self.low * share / 100, self.high * share / 100)


@dataclass(frozen=True)
class NamedRow:
    """`serving`: "live" in the quiz's language, "english" where only the source is published, or "none"."""

    pk: int
    name: str
    kind: str
    points: int
    serving: str


@dataclass(frozen=True)
class Stock:
    """What is published for a pool in one language. `english`: how many more are asked in English then."""

    language: str
    count: int
    english: int
    missing: int


@dataclass(frozen=True)
class PoolRow:
    name: str
    wanted: int
    stocks: list[Stock]
    points: Points


@dataclass(frozen=True)
class Glance:
    """`asked`: the number of questions of an attempt. `to_pass`: the points that are the pass mark."""

    named: list[NamedRow]
    pools: list[PoolRow]
    languages: list[str]
    asked: int
    points: Points
    pass_mark: int
    to_pass: Points
    minutes: int
    minutes_needed: int

    @property
    def minutes_fit(self) -> bool:
        """Whether what learners read is near what the questions take."""
        return not self.asked or self.minutes_needed / 2 <= self.minutes <= self.minutes_needed * 2


def glance_of(quiz: "QuizPage") -> Glance:
    """Of the quiz as it is saved."""
    entries = [
        Entry("pool", _number(raw["value"].get("topic")), _number(raw["value"].get("count")))
        if raw["type"] == "pool"
        else Entry("question", _number(raw["value"]))
        for raw in quiz.questions.raw_data
    ]
    return glance(entries, quiz.locale.language_code, quiz.pass_mark or 0, quiz.estimated_minutes or 0)


def glance_of_form(form: Mapping[str, str], language: str) -> Glance:
    """Of the quiz as it stands in its editor, half written as it may be."""
    entries = []
    for number in range(min(_number(form.get("questions-count")), len(form))):
        prefix = f"questions-{number}"
        if form.get(f"{prefix}-deleted") or f"{prefix}-type" not in form:
            continue
        order = _number(form.get(f"{prefix}-order"))
        if form[f"{prefix}-type"] == "pool":
            topic, count = form.get(f"{prefix}-value-topic"), form.get(f"{prefix}-value-count")
            entries.append((order, Entry("pool", _number(topic), _number(count))))
        else:
            entries.append((order, Entry("question", _number(form.get(f"{prefix}-value")))))
    in_order = [entry for _order, entry in sorted(entries, key=lambda pair: pair[0])]
    return glance(in_order, language, _number(form.get("pass_mark")), _number(form.get("estimated_minutes")))


def _number(text: Any) -> int:
    """A whole number that somebody may still be typing; 0 for anything else."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def glance(entries: Sequence[Entry], language: str, pass_mark: int, minutes: int) -> Glance:
    """Five queries, however many questions."""
    languages = _languages(language)
    named, own_keys = _named_rows([entry.pk for entry in entries if entry.kind == "question"], language)
    pools = _pool_rows([entry for entry in entries if entry.kind == "pool"], own_keys, languages)
    counted = [row for row in named if row.serving != "none"]
    named_points = sum(row.points for row in counted)
    points = sum((pool.points for pool in pools), Points(named_points, named_points))
    asked = len(counted) + sum(pool.wanted - pool.stocks[0].missing for pool in pools)
    return Glance(
        named=named,
        pools=pools,
        languages=[get_language_info(code)["name_translated"] for code in languages],
        asked=asked,
        points=points,
        pass_mark=pass_mark,
        to_pass=points.per_cent(pass_mark),
        minutes=minutes,
        minutes_needed=asked * MINUTES_FOR_A_QUESTION,
    )


def _languages(first: str) -> list[str]:
    """Those of the site, that of the quiz first."""
    codes = Locale.objects.order_by("language_code").values_list("language_code", flat=True)
    return [first, *(code for code in codes if code != first)]


def _named_rows(ids: Sequence[int], language: str) -> tuple[list[NamedRow], set[UUID]]:
    by_id = {question.pk: question for question in Question.objects.filter(pk__in=ids)}
    in_order = {by_id[pk].translation_key: by_id[pk] for pk in ids if pk in by_id}
    live = Question.objects.filter(translation_key__in=in_order, live=True, locale__language_code__in=_served(language))
    by_key: dict[UUID, dict[str, Question]] = {}
    for question in live.select_related("locale"):
        by_key.setdefault(question.translation_key, {})[question.locale.language_code] = question
    rows = []
    for key, question in in_order.items():
        served = by_key.get(key, {})
        serving = "live" if language in served else "english" if served else "none"
        best = served.get(language) or served.get(SOURCE_LANGUAGE) or question
        rows.append(NamedRow(question.pk, best.name, type_of(best), best.points, serving))
    return rows, set(in_order)


def _served(language: str) -> list[str]:
    return [language, SOURCE_LANGUAGE]


def _pool_rows(entries: Sequence[Entry], own_keys: set[UUID], languages: Sequence[str]) -> list[PoolRow]:
    """One for each topic: two pools on the same topic draw from the same questions, and none twice."""
    topics = {topic.pk: topic for topic in Theme.objects.filter(pk__in=[entry.pk for entry in entries])}
    wanted: dict[UUID, int] = {}
    names: dict[UUID, str] = {}
    for entry in entries:
        if (topic := topics.get(entry.pk)) and entry.wanted:
            wanted[topic.translation_key] = wanted.get(topic.translation_key, 0) + entry.wanted
            names.setdefault(topic.translation_key, topic.title)
    # Topic -> language -> key of each question that is published -> its points.
    stock: dict[UUID, dict[str, dict[UUID, int]]] = {key: {code: {} for code in languages} for key in wanted}
    live = Question.objects.filter(live=True, topic__translation_key__in=wanted)
    fields = live.values_list("topic__translation_key", "locale__language_code", "translation_key", "points")
    for topic_key, code, key, points in fields:
        if key not in own_keys:
            stock[topic_key].setdefault(code, {})[key] = points
    return [_pool_row(names[key], wanted[key], stock[key], languages) for key in wanted]


def _pool_row(name: str, wanted: int, stock: Mapping[str, Mapping[UUID, int]], languages: Sequence[str]) -> PoolRow:
    stocks = []
    for code in languages:
        count = len(stock[code])
        available = len(stock[code].keys() | stock.get(SOURCE_LANGUAGE, {}).keys())
        asked = min(wanted, available)
        stocks.append(Stock(code, count, max(0, asked - count), wanted - asked))
    worth = sorted({**stock.get(SOURCE_LANGUAGE, {}), **stock[languages[0]]}.values())
    asked = wanted - stocks[0].missing
    return PoolRow(name, wanted, stocks, Points(sum(worth[:asked]), sum(worth[len(worth) - asked :])))
