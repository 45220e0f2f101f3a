"""Which questions a quiz asks: its own and those of its pools, each in the quiz's language, else in the source's."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from brs.core.languages import SOURCE_LANGUAGE, best_of_each
from courses.questions.content import can_be_asked
from courses.questions.models import Question
from courses.questions.types import TYPES

if TYPE_CHECKING:
    from .models.quiz import QuizPage


@dataclass(frozen=True)
class Pool:
    """`wanted`: how many of the candidates shall be asked. A question of the quiz's own is a pool of that one."""

    name: str
    wanted: int
    candidates: list[Question]
    is_own: bool


@dataclass(frozen=True)
class Sources:
    """The pools that a quiz draws its questions from, in its order. No candidate is in two of them."""

    language: str
    pools: list[Pool]

    @cached_property
    def candidates(self) -> list[Question]:
        return [question for pool in self.pools for question in pool.candidates]

    @property
    def count(self) -> int:
        """The number of questions that an attempt is given."""
        return len(self.drawn(random.Random(0)))

    @property
    def takes_off(self) -> bool:
        """Whether a wrong choice may take away what a right one gave."""
        return any(TYPES[question.body[0].block_type].takes_off for question in self.candidates)

    @property
    def has_untranslated(self) -> bool:
        return any(not self.is_translated(question) for question in self.candidates)

    def is_translated(self, question: Question) -> bool:
        return question.locale.language_code == self.language

    def drawn(self, chance: random.Random) -> list[Question]:
        """The questions of one attempt. Of a pool those in the quiz's language come before those in the source's."""
        drawn: list[Question] = []
        for pool in self.pools:
            left = [question for question in pool.candidates if question not in drawn]
            ranked = sorted(chance.sample(left, len(left)), key=self.is_translated, reverse=True)
            drawn += ranked[: pool.wanted]
        return drawn


def sources_of(quiz: "QuizPage", *, with_drafts: bool = False) -> Sources:
    """The questions that the quiz can ask. Its own are in none of its pools. One query more than its blocks.

    `with_drafts`: as if the newest draft of each were published; a few queries more for each that has one.
    """
    own_keys = {
        block.value.translation_key for block in quiz.questions if block.block_type == "question" and block.value
    }
    topics = {block.value["topic"].translation_key for block in quiz.questions if _is_pool(block)}
    language = quiz.locale.language_code
    bank = Question.objects.filter(locale__language_code__in=[language, SOURCE_LANGUAGE]).filter(
        Q(translation_key__in=own_keys) | Q(topic__translation_key__in=topics)
    )
    rows = newest_drafts(bank) if with_drafts else _in_order(bank.filter(live=True))
    askable = [question for question in rows if can_be_asked(question)]
    chosen = best_of_each(askable, language, live_first=not with_drafts)
    pools = []
    for block in quiz.questions:
        if _is_pool(block):
            topic = block.value["topic"]
            on_topic = [
                question
                for key, question in chosen.items()
                if key not in own_keys and question.topic and question.topic.translation_key == topic.translation_key
            ]
            pools.append(Pool(topic.title, block.value["count"], on_topic, is_own=False))
        elif block.block_type == "question" and block.value:
            question = chosen.get(block.value.translation_key)
            pools.append(Pool(block.value.name, 1, [question] if question else [], is_own=True))
    return Sources(language, pools)


def newest_drafts(questions: QuerySet[Question]) -> list[Question]:
    """Each as its newest draft says. A few queries for each that has one."""
    return [
        question if question.live and not question.has_unpublished_changes else question.get_latest_revision_as_object()
        for question in _in_order(questions)
    ]


def _in_order(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.select_related("locale", "lesson", "topic").order_by("pk")


def _is_pool(block) -> bool:
    return block.block_type == "pool" and block.value["topic"] is not None


def warnings(quiz: "QuizPage") -> list[str]:
    """Warnings for a quiz's editors: questions it lacks, and learners whom it can stop."""
    return list(_warnings(quiz, sources_of(quiz)))


def _warnings(quiz: "QuizPage", sources: Sources) -> Iterator[str]:
    if not sources.count:
        yield _("No question can be asked yet.")
    for pool in sources.pools:
        if pool.is_own and not pool.candidates:
            yield _("“%(name)s” is not asked: it is not published, or it cannot be answered.") % {"name": pool.name}
        elif len(pool.candidates) < pool.wanted:
            words = _("Pool “%(topic)s”: the bank has %(n)d of %(wanted)d questions. No more can be asked.")
            yield words % {"topic": pool.name, "wanted": pool.wanted, "n": len(pool.candidates)}
    untranslated = sum(not sources.is_translated(question) for question in sources.candidates)
    if untranslated:
        words = ngettext(
            "%(n)d question is not published in this language (%(language)s): it is asked in English where no other is "
            "left.",
            "%(n)d questions are not published in this language (%(language)s): they are asked in English where no "
            "others are left.",
            untranslated,
        )
        yield words % {"n": untranslated, "language": get_language_info(sources.language)["name_translated"]}
    if quiz.most_attempts:
        yield _("Whoever has used all attempts and has not passed cannot complete the course.")
