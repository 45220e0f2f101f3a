"""The formats that are read and written. Whatever else knows of them loops over this table. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .drafts import DraftQuestion, Issue, Reading, bounded, differences
from .formats import aiken, gift, moodle_xml, numbered_list, qti, sheet, word
from .formats.base import Format

# In the order in which a file is tried; a numbered list is what any text may be.
FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (sheet, word, qti, moodle_xml, gift, aiken, numbered_list)
}


def format_of(data: bytes, suffix: str) -> Format | None:
    """The format of a file, by what is in it and by the end of its name."""
    likely = [each for each in FORMATS.values() if each.detect(data, suffix)]
    return min(likely, key=lambda each: suffix not in each.suffixes, default=None) if likely else None


def read_any(sent: bytes) -> dict[str, Any]:
    """To be read apart: `sent` is the format's name, or nothing, and the end of the file's name, a line each, and the
    file. The answer has its `format` beside what is read."""
    name, suffix, data = sent.split(b"\n", 2)
    its_format = FORMATS.get(name.decode()) or format_of(data, suffix.decode("utf-8", "replace"))
    if its_format is None:
        return {"format": "", **Reading(issues=[Issue(1, "format_unknown")]).as_json()}
    return {"format": its_format.name, **bounded(its_format.read(data)).as_json()}


@dataclass(frozen=True)
class Export:
    """A file; and the questions that the format cannot say whole, each with the names of the fields that are lost.

    «type» among them: the question is not in the file.
    """

    data: bytes
    lost: list[tuple[DraftQuestion, list[str]]]


def export(its_format: Format, questions: Sequence[DraftQuestion]) -> Export:
    """What the file says is known by reading it back: nothing is lost without being named."""
    sayable = [question for question in questions if question.type in its_format.says]
    lost: list[tuple[DraftQuestion, list[str]]] = []
    written: list[DraftQuestion] = []
    data = its_format.write(sayable)
    again = its_format.read(data).questions
    is_whole = len(again) == len(sayable)
    for number, question in enumerate(sayable):
        back = [again[number]] if is_whole else its_format.read(its_format.write([question])).questions
        fields = differences(question, back[0]) if len(back) == 1 else ["type"]
        if "type" not in fields:
            written.append(question)
        if fields:
            lost.append((question, fields))
    if len(written) < len(sayable):
        data = its_format.write(written)
    lost += [(question, ["type"]) for question in questions if question.type not in its_format.says]
    return Export(data, lost)
