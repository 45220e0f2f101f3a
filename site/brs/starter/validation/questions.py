"""Checks questions: their shape, by the fields of each type's block, and whether they can be answered and marked."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from courses.questions.types import TYPES, QuestionType

from ..questions import question_value
from .location import Location

COMMON = {"stem", "feedback"}
QUIZ_FIELDS = {"id", "lesson", "points", "bloom", "confidence", "provisions", "sources"}


def check_question(location: Location, question: Any, *, in_quiz: bool = False) -> None:
    question = location.mapping(question)
    name = question.get("type")
    if not isinstance(name, str) or name not in TYPES:
        return location.at("type").one_of(name, TYPES)
    before = len(location.problems)
    fields = TYPES[name].block.base_blocks
    location.fields(question, {"type", *COMMON}, fields.keys() | (QUIZ_FIELDS if in_quiz else set()))
    _check_fields(location, fields, question)
    _check_ids(location, question)
    if len(location.problems) == before:
        _check_content(location, TYPES[name], question)
    return None


def _check_content(location: Location, question_type: QuestionType, question: dict[str, Any]) -> None:
    block = question_type.block(question_type)
    content = block.content(block.to_python(question_value(question, ())[1]))
    content["points"] = question.get("points", 1)
    for problem in [*question_type.problems_in(content), *question_type.weaknesses(content)]:
        location.at(problem.field).wrong(str(problem.words))


def _check_fields(location: Location, fields: Mapping[str, blocks.Block], written: dict[str, Any]) -> None:
    """Whether everything is there, and of the sort that it must be. Texts that may be empty are not looked at."""
    for name in fields.keys() - COMMON:
        _check_field(location.at(name), fields[name], written.get(name))


def _check_field(location: Location, field: blocks.Block, value: Any) -> None:
    match field:
        case blocks.ListBlock():
            if value is not None or field.required:
                _check_entries(location, field, value)
        case blocks.BooleanBlock():
            if not isinstance(value, bool) and (value is not None or field.get_default() is None):
                location.wrong(f"is {value!r}, must be true or false")
        case blocks.DecimalBlock():
            if not _is_number(value):
                location.wrong(f"is {value!r}, must be a number")
        case blocks.ChoiceBlock():
            if value is not None:
                location.one_of(value, [choice for choice, _label in field.field.choices])


def _check_entries(location: Location, field: blocks.ListBlock, value: Any) -> None:
    if isinstance(value, list) and not any(isinstance(entry, dict) for entry in value):
        return location.once(value, "answer")
    for entry_place, entry in location.entries(value, "id", least=field.meta.min_num or 0):
        if isinstance(field.child_block, blocks.StructBlock):
            fields = field.child_block.child_blocks
            texts = {name for name, child in fields.items() if isinstance(child, blocks.CharBlock)}
            entry_place.fields(entry, {"id", *texts}, fields.keys())
            _check_fields(entry_place, fields, entry)
        elif len(entry) != 2 or "id" not in entry:
            entry_place.wrong("needs an id and one text")
    return None


def _check_ids(location: Location, question: dict[str, Any]) -> None:
    """No two parts of a question have one id, in whichever of its lists they stand."""
    entries = [entry for value in question.values() if isinstance(value, list) for entry in value]
    location.once([entry["id"] for entry in entries if isinstance(entry, dict) and "id" in entry], "id")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
