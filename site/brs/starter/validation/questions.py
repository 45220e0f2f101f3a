"""Checks questions: their shape here, and whether they can be answered as the editors' form checks it."""

from typing import Any

from courses.questions.marking import Content
from courses.questions.problems import problems

from .location import Location

# Type -> the fields of its key.
KEYS = {
    "single_choice": {"options"},
    "multiple_response": {"options"},
    "true_false": {"answer"},
    "numeric": {"answer", "tolerance", "unit"},
    "ordering": {"items"},
    "matching": {"pairs", "distractors"},
    "short_text": {"accepted", "case_sensitive", "near_misses"},
}
QUIZ_FIELDS = {"id", "lesson", "points", "bloom", "confidence", "provisions", "sources"}


def check_question(location: Location, question: Any, *, in_quiz: bool = False) -> None:
    question = location.mapping(question)
    kind = question.get("type")
    if not isinstance(kind, str) or kind not in KEYS:
        return location.at("type").one_of(kind, KEYS)
    before = len(location.problems)
    location.fields(question, {"type", "stem", "feedback"}, KEYS[kind] | (QUIZ_FIELDS if in_quiz else set()))
    _check_shape(location, kind, question)
    if len(location.problems) == before:
        for problem in problems(_content(question)):
            location.at(problem.field).wrong(str(problem.words))
    return None


def _content(question: dict[str, Any]) -> Content:
    """As attempts pin it: see courses/questions/marking.py."""
    written = {name: value for name, value in question.items() if name in KEYS[question["type"]] and value is not None}
    if question["type"] == "numeric":
        written = {name: str(value) for name, value in written.items()}
    whole = {"points": question.get("points", 1), "distractors": [], "accepted": [], "tolerance": "0"} | written
    texts = {"accepted": [str(text) for text in whole["accepted"]]}
    named = {"type", "stem", "points"} | KEYS[question["type"]]
    return {name: value for name, value in (question | whole | texts).items() if name in named}


def _check_shape(location: Location, kind: str, question: dict[str, Any]) -> None:
    """Whether everything is there, and of the sort that it must be."""
    match kind:
        case "single_choice" | "multiple_response":
            _check_options(location, question)
        case "true_false":
            _check_flag(location.at("answer"), question.get("answer"))
        case "numeric":
            for name in ("answer", "tolerance"):
                if not _is_number(question.get(name)):
                    location.at(name).wrong(f"is {question.get(name)!r}, must be a number")
        case "ordering":
            items = location.entries(question.get("items"), "id", least=3)
            location.once([item.get("text") for _here, item in items], "item")
        case "matching":
            pairs = location.at("pairs").entries(question.get("pairs"), "id", least=3)
            spare = location.at("distractors").entries(question.get("distractors") or [], "id")
            location.once([pair.get("id") for _here, pair in pairs + spare], "id")
            location.once([pair.get("right") for _here, pair in pairs + spare], "right side")
        case "short_text":
            location.once(location.at("accepted").listed(question.get("accepted")), "answer")


def _check_options(location: Location, question: dict[str, Any]) -> None:
    options = location.entries(question.get("options"), "id")
    for entry_location, option in options:
        entry_location.fields(option, {"text", "feedback"}, {"id", "correct"})
        _check_flag(entry_location.at("correct"), option.get("correct"))
    right = sum(option.get("correct") is True for _here, option in options)
    if question["type"] == "multiple_response" and options and right == len(options):
        location.wrong("every option is right: add one that is not")


def _check_flag(location: Location, value: Any) -> None:
    if not isinstance(value, bool):
        location.wrong(f"is {value!r}, must be true or false")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
