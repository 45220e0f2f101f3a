"""Checks questions: each has one clear key."""

from typing import Any

from .place import Place

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


def check_question(place: Place, question: Any, *, in_quiz: bool = False) -> None:
    question = place.mapping(question)
    kind = question.get("type")
    if not isinstance(kind, str) or kind not in KEYS:
        return place.at("type").one_of(kind, KEYS)
    place.fields(question, {"type", "stem", "feedback"}, KEYS[kind] | (QUIZ_FIELDS if in_quiz else set()))
    match kind:
        case "single_choice" | "multiple_response":
            _check_options(place, question)
        case "true_false":
            _check_flag(place.at("answer"), question.get("answer"))
        case "numeric":
            for name in ("answer", "tolerance"):
                value = question.get(name)
                if isinstance(value, bool) or not isinstance(value, int | float):
                    place.at(name).wrong(f"is {value!r}, must be a number")
                elif name == "tolerance" and value < 0:
                    place.at(name).wrong("must not be negative")
        case "ordering":
            items = place.entries(question.get("items"), "id", least=3)
            place.once([item.get("text") for _here, item in items], "item")
        case "matching":
            pairs = place.at("pairs").entries(question.get("pairs"), "id", least=3)
            spare = place.at("distractors").entries(question.get("distractors") or [], "id")
            place.once([pair.get("id") for _here, pair in pairs + spare], "id")
            place.once([pair.get("left") for _here, pair in pairs], "left side")
            place.once([pair.get("right") for _here, pair in pairs + spare], "right side")
        case "short_text":
            if not question.get("accepted"):
                place.at("accepted").wrong("needs a right answer")
            place.once(place.at("accepted").listed(question.get("accepted")), "answer")
    return None


def _check_options(place: Place, question: dict[str, Any]) -> None:
    options = place.entries(question.get("options"), "id", least=2)
    place.once([option.get("text") for _here, option in options], "option")
    for here, option in options:
        here.fields(option, {"text", "feedback"}, {"id", "correct"})
        _check_flag(here.at("correct"), option.get("correct"))
    right = sum(option.get("correct") is True for _here, option in options)
    if right == 0:
        place.wrong("has no right answer")
    elif question["type"] == "single_choice" and right > 1:
        place.wrong(f"is of single choice, with {right} right answers")
    elif question["type"] == "multiple_response" and right == len(options):
        place.wrong("every option is right: add one that is not")


def _check_flag(place: Place, value: Any) -> None:
    if not isinstance(value, bool):
        place.wrong(f"is {value!r}, must be true or false")
