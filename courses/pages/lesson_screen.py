"""A lesson as one person sees it: its blocks, with what they answered and thought."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from brs.core.languages import readers_language
from courses.learning.events import Happening
from courses.learning.evidence import record
from courses.learning.models import Enrolment
from courses.learning.verdicts import layout_of
from courses.questions.asking import PresentedQuestion, Unreadable, choices_of, fits, present, read
from courses.questions.content import content_of_block
from courses.questions.feedback import Marked, marked, readings_in_digits, what_is_wrong
from courses.questions.problems import problems
from courses.questions.showing import new_showing

LONGEST_REFLECTION = 5000


@dataclass(frozen=True)
class Part:
    """A block of a lesson. A question has `presented`, and `marked` once answered; a reflection has `text` and `error`.

    `readings`: what a number that was just sent can mean.
    """

    block: Any
    presented: PresentedQuestion | None = None
    marked: Marked | None = None
    readings: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    error: str = ""

    @property
    def is_a_picture(self) -> bool:
        """Fetched only when asked for, where its reader saves data."""
        return self.block.block_type in ("image", "figure", "video")


@dataclass(frozen=True)
class Reply:
    """An answer or reflection that was just sent from a block of a lesson. `error` says what cannot be read of it."""

    block_id: str
    form: QueryDict
    answer: Any = None
    error: str = ""
    readings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def showing(self) -> str:
        return self.form.get("showing", "")


def parts_of(lesson: Any, progress: Mapping[str, Mapping[str, Any]], reply: Reply | None) -> list[Part]:
    """The lesson's blocks; `progress` is Progress.parts, `reply` what was sent with this very request. No query."""
    parts = []
    for block in lesson.body:
        reply_to_block = reply if reply and reply.block_id == block.id else None
        before = progress.get(part_key(lesson, block.id), {})
        # A draft may hold one that is yet to be written, and what was published before may have problems.
        if block.block_type == "question" and block.value and not problems(content_of_block(block.value[0])):
            parts.append(_question(block, before, reply_to_block))
        elif block.block_type == "reflection":
            text = reply_to_block.form.get("text", "") if reply_to_block else before.get("text", "")
            parts.append(Part(block, text=text, error=reply_to_block.error if reply_to_block else ""))
        else:
            parts.append(Part(block))
    return parts


def part_key(lesson: Any, block_id: str) -> str:
    return f"{lesson.translation_key}:{block_id}"


def read_reply(lesson: Any, form: QueryDict) -> Reply | None:
    """The reply in a form of this lesson; None where the lesson has no such block any more."""
    block = next((block for block in lesson.body if block.id == form.get("block")), None)
    if block is None:
        return None
    if block.block_type == "reflection":
        text = form.get("text", "").strip()
        wrong = _("Shorten your answer: it may have 5,000 characters.") if len(text) > LONGEST_REFLECTION else ""
        return Reply(block.id, form, text, wrong)
    if block.block_type != "question" or not block.value:
        return None
    content = content_of_block(block.value[0])
    layout = layout_of(content, form.get("showing", ""))
    if layout is None:
        return None
    try:
        answer = read(content, layout, form, "answer")
    except Unreadable as unreadable:
        readings = readings_in_digits(unreadable)
        return Reply(block.id, form, error=what_is_wrong(unreadable), readings=readings)
    return Reply(block.id, form, answer, "" if answer is not None else _("Give an answer first."))


def keep(enrolment: Enrolment, lesson: Any, reply: Reply, event_id: uuid.UUID) -> None:
    """Record a reply that can be read. `event_id`: the same where the same is sent again."""
    block = next(block for block in lesson.body if block.id == reply.block_id)
    verb, payload = "answered", {"answer": reply.answer, "showing": reply.showing}
    if block.block_type == "reflection":
        verb, payload = "reflected", {"text": reply.answer}
    happening = Happening(event_id, part_key(lesson, reply.block_id), verb, timezone.now(), payload)
    record(enrolment, [happening], channel="web", language=readers_language())


def _question(block: Any, before: Mapping[str, Any], reply: Reply | None) -> Part:
    content = content_of_block(block.value[0])
    # What was answered stays as it was shown; what was not is laid out anew each time.
    showing = reply.showing if reply else before.get("showing", "")
    layout = layout_of(content, showing) if showing else None
    if layout is None:
        showing = new_showing(choices_of(content))
        layout = layout_of(content, showing)
        assert layout is not None
    if reply and reply.error:
        again = present(content, layout, None, reply.form, reply.error, showing)
        return Part(block, presented=again, readings=reply.readings)
    given = reply.answer if reply else before.get("answer")
    if not fits(content, given):
        given = None
    return Part(
        block,
        presented=present(content, layout, given, showing=showing),
        marked=None if given is None else marked(content, given),
    )
