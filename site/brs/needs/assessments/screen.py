"""An assessment as those who answer it see it: its items as a task list, and one item by itself."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brs.core.languages import readers_language
from brs.taxonomy.models import Provision, in_readers_language

from .answering import latest, overlooked
from .gaps import Answer
from .models import Assessment, Response
from .scale import Level, Priority
from .versions import Changes, changes_since


@dataclass(frozen=True)
class Line:
    """An item with the answer that counts, None where there is none.

    `waiting`: how many answers of others wait to be looked at.
    """

    number: int
    item: Mapping[str, Any]
    answer: Answer | None
    waiting: int = 0

    @property
    def in_brief(self) -> str:
        """«Level 2, Partial. Priority: high.»"""
        if self.answer is None:
            return _("Not answered yet")
        if self.answer.level is None:
            return _("Not known, or not asked of us")
        words = {"level": self.answer.level, "name": Level(self.answer.level).label, "priority": self.priority}
        return _("Level %(level)s, %(name)s · Priority: %(priority)s") % words

    @property
    def level_text(self) -> str:
        """What the level looks like for this item."""
        known = self.answer is not None and self.answer.level is not None
        return self.item["levels"][self.answer.level] if known else ""  # type: ignore[union-attr, index]

    @property
    def priority(self) -> str:
        return str(Priority(self.answer.priority).label) if self.answer else ""


@dataclass(frozen=True)
class AssessmentScreen:
    """`language`: that of the questionnaire's words. `changes`: what a newer version of it would change."""

    assessment: Assessment
    title: str
    introduction: str
    language: str
    lines: list[Line]
    changes: Changes | None

    @property
    def answered(self) -> int:
        return sum(line.answer is not None for line in self.lines)

    @property
    def waiting(self) -> int:
        """Items of which somebody has said something else at the same time."""
        return sum(line.waiting > 0 for line in self.lines)

    @property
    def left(self) -> str:
        """In words."""
        n = len(self.lines) - self.answered
        if not n:
            return _("All items are answered.")
        return ngettext("%(n)d item is left to answer.", "%(n)d items are left to answer.", n) % {"n": n}

    @property
    def go_on(self) -> Line | None:
        """The first that is not answered."""
        return next((line for line in self.lines if line.answer is None), None)


@dataclass(frozen=True)
class Voice:
    """An answer with who gave it and when."""

    response: Response
    line: Line


@dataclass(frozen=True)
class ItemScreen:
    """`counts`: the answer that counts; `others`: what was said without having seen it. `provisions`: with pinpoints.

    `saw`: ids of all that is shown, for the answer that will be given with it in sight.
    """

    assessment: Assessment
    title: str
    language: str
    item: Mapping[str, Any]
    number: int
    items: int
    provisions: list[tuple[Provision, str]]
    counts: Voice | None
    others: list[Voice]
    saw: str


def assessment_screen(assessment: Assessment) -> AssessmentScreen:
    """Reads what was said, and what the questionnaire says now: at most three queries once that was read."""
    content = assessment.version.in_language(readers_language())
    if assessment.submitted_at:
        return _screen(assessment, content, final_lines(assessment), None)
    said_so_far = assessment.responses.said()
    counting, unseen = latest(said_so_far), overlooked(said_so_far)
    lines = [
        Line(
            number,
            item,
            counting[item["id"]].answer if item["id"] in counting else None,
            len(unseen.get(item["id"], [])),
        )
        for number, item in enumerate(content["items"], start=1)
    ]
    return _screen(assessment, content, lines, changes_since(assessment.version, readers_language()))


def final_lines(assessment: Assessment) -> list[Line]:
    """What was submitted. No query."""
    answers = assessment.final()
    items = assessment.version.in_language(readers_language())["items"]
    return [Line(number, item, answers.get(item["id"])) for number, item in enumerate(items, start=1)]


def item_screen(assessment: Assessment, item_id: str) -> ItemScreen | None:
    """None for an item that the assessment's version does not ask. Two queries."""
    content = assessment.version.in_language(readers_language())
    numbers = {item["id"]: number for number, item in enumerate(content["items"], start=1)}
    if item_id not in numbers:
        return None
    item = content["items"][numbers[item_id] - 1]
    responses = assessment.responses.filter(item=item_id).select_related("by")
    by_id = {response.pk: response for response in responses}
    said_so_far = responses.said()

    def voice(pk: uuid.UUID) -> Voice:
        return Voice(by_id[pk], Line(numbers[item_id], item, by_id[pk].answer()))

    counting = latest(said_so_far).get(item_id)
    others = overlooked(said_so_far).get(item_id, [])
    shown = [counting, *others] if counting else []
    named = in_readers_language(Provision, [uuid.UUID(cited["key"]) for cited in item["provisions"]])
    return ItemScreen(
        assessment=assessment,
        title=content["title"],
        language=content["language"],
        item=item,
        number=numbers[item_id],
        items=len(numbers),
        provisions=[
            (named[uuid.UUID(cited["key"])], cited["pinpoint"])  # type: ignore[misc]
            for cited in item["provisions"]
            if uuid.UUID(cited["key"]) in named
        ],
        counts=voice(counting.id) if counting else None,
        others=[voice(response.id) for response in others],
        saw=",".join(str(response.id) for response in shown),
    )


def _screen(
    assessment: Assessment, content: Mapping[str, Any], lines: list[Line], changes: Changes | None
) -> AssessmentScreen:
    return AssessmentScreen(assessment, content["title"], content["introduction"], content["language"], lines, changes)
