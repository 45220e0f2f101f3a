"""Between drafts and questions of the bank."""

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.models import Locale

from brs.core.folding import fold, words
from brs.taxonomy.models import Competency, Convention, Theme
from courses.questions.content import content_of_block
from courses.questions.models import Question
from courses.questions.problems import problems

from .drafts import FIELDS, DraftQuestion, Issue, draft

LABELLED: dict[str, type[Model]] = {"topic": Theme, "convention": Convention, "competency": Competency}


class Labels:
    """Terms of one language by what they are called. Three queries, however many questions."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.terms = {
            name: {fold(str(term)): term for term in model._default_manager.filter(locale=locale)}
            for name, model in LABELLED.items()
        }
        self.difficulties = {
            fold(str(word)): value for value, label in Question.Difficulty.choices for word in (value, label)
        }

    def of(self, question: DraftQuestion) -> dict[str, Any]:
        """The terms that a draft names; none where none is called so."""
        named = {name: terms.get(fold(getattr(question, name))) for name, terms in self.terms.items()}
        difficulty = self.difficulties.get(fold(question.difficulty), Question.Difficulty.UNDERSTAND)
        return {**named, "difficulty": difficulty}

    def issues(self, question: DraftQuestion) -> list[Issue]:
        """Those that no term is called so."""
        tables: dict[str, Mapping[str, Any]] = {**self.terms, "difficulty": self.difficulties}
        named = [(name, getattr(question, name), table) for name, table in tables.items()]
        return [
            Issue(question.position, f"{name}_unknown", text)
            for name, text, table in named
            if text and fold(text) not in table
        ]


def question_of(question: DraftQuestion, locale: Locale, **fields: Any) -> Question:
    """A question that is not saved yet."""
    body = [{"type": question.type, "value": question.value, "id": str(uuid.uuid4())}]
    return Question(
        name=question.name, body=json.dumps(body), points=question.points, locale=locale, live=False, **fields
    )


def problems_in(question: Question) -> list[str]:
    """What keeps it from being published, in words: what marking needs, and what its form refuses."""
    words_of_problems = [str(problem.words) for problem in problems(question.content())]
    if words_of_problems:
        return words_of_problems
    [body] = question.body
    try:
        body.block.clean(body.value)
    except ValidationError as error:
        return list(dict.fromkeys(_messages(error)))
    return []


def _messages(error: Any) -> list[str]:
    """All that is fields anywhere in the errors of nested blocks."""
    parts = getattr(error, "block_errors", None)
    if parts:
        errors = parts.values() if isinstance(parts, dict) else parts
        return [message for part in errors if part for message in _messages(part)]
    nested = getattr(error, "non_block_errors", None)
    if nested:
        return [message for part in nested.as_data() for message in part.messages]
    if isinstance(error, list | tuple):
        return [message for part in error if part for message in _messages(part)]
    return list(getattr(error, "messages", [str(error)]))


def draft_of(question: Question) -> DraftQuestion:
    """A question of the bank as it now stands, to be written into a file."""
    [body] = question.body
    content = content_of_block(body)
    # What was stored without a feedback has none.
    texts = {name: content[name] or "" for name in ("stem", "feedback")}
    value = {**texts, **{name: _plain(content[name]) for name in FIELDS[content["type"]]}}
    return draft(
        content["type"],
        name=question.name,
        points=question.points,
        topic=str(question.topic or ""),
        convention=str(question.convention or ""),
        competency=str(question.competency or ""),
        difficulty=question.difficulty,
        position=question.pk,
        **_without_ids(value),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain("" if part is None else part) for name, part in value.items() if name != "id"}
    return value


def _without_ids(value: dict[str, Any]) -> dict[str, Any]:
    """Lists of plain texts as such: with ids they are rows of one field."""
    for name, field in (("items", "text"), ("distractors", "right")):
        if name in value:
            value[name] = [part[field] for part in value[name]]
    if value.get("answer") == "None":
        value["answer"] = None
    return value


@dataclass(frozen=True)
class Twin:
    """A question of the bank that says nearly the same, or the same."""

    pk: int
    name: str
    is_same: bool


NEARLY = 0.8  # of the words of both


class Bank:
    """The questions of one language by their words. One query."""

    def __init__(self, locale: Locale) -> None:
        rows = Question.objects.filter(locale=locale).order_by("pk").values_list("pk", "name", "body")
        self.stems: list[tuple[int, str, str]] = [
            (pk, name, part["value"].get("stem", "")) for pk, name, body in rows for part in list(body.raw_data)[:1]
        ]

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        by_word: dict[str, list[int]] = defaultdict(list)
        for at, words_of_stem in enumerate(self._words):
            for word in words_of_stem:
                by_word[word].append(at)
        return by_word

    @cached_property
    def _words(self) -> list[set[str]]:
        return [set(words(stem)) for _pk, _name, stem in self.stems]

    def twins(self, stem: str, most: int = 3) -> list[Twin]:
        """The same question first. Words that very many questions have do not tell two apart."""
        wanted, same = set(words(stem)), fold(stem)
        rare = [word for word in wanted if len(self._by_word.get(word, ())) <= max(200, len(self.stems) // 20)]
        shared = Counter(at for word in rare or wanted for at in self._by_word.get(word, ()))
        near = []
        for at, _count in shared.most_common(50):
            both = len(wanted & self._words[at]) / len(wanted | self._words[at])
            if both >= NEARLY:
                pk, name, text = self.stems[at]
                near.append((both, Twin(pk, name, fold(text) == same)))
        near.sort(key=lambda pair: (not pair[1].is_same, -pair[0]))
        return [twin for _both, twin in near[:most]]


def again_in_file(drafts: Sequence[DraftQuestion]) -> dict[int, str]:
    """Of each question that is the same as an earlier one of the file (by its position): that one's name."""
    first: dict[tuple[str, str], str] = {}
    again = {}
    for at, question in enumerate(drafts):
        key = (fold(question.value["stem"]), fold(json.dumps(question.value, sort_keys=True, ensure_ascii=False)))
        if key in first:
            again[at] = first[key]
        first.setdefault(key, question.name)
    return again
