"""Checks that a course's translation has the same parts as its source, with a text for each of the source's."""

from typing import Any

from ..reading import LANGUAGES
from .location import Location

TEXTS = {
    *("title", "text", "html", "summary", "prompt", "caption", "alt", "stem", "feedback", "definition", "term"),
    *("unit", "left", "right", "label"),
}
LISTS = {"objectives", "items", "labels", "header", "accepted"}
PARTS = ("outcomes", "modules", "quiz")


def check_translation(
    location: Location, translation: Any, slug: str, language: str, course: dict[str, Any] | None
) -> None:
    translation = location.mapping(translation)
    if language not in LANGUAGES[1:]:
        return location.wrong(f"{language!r} in the file name is no language to translate to")
    if course is None:
        return location.wrong(f"there is no course {slug!r}")
    location.at("language").one_of(translation.get("language"), {language})
    location.at("slug").one_of(translation.get("slug"), {slug})
    location.fields(translation, {"review_status"})
    for part in PARTS:
        _same_shape(location.at(part), course.get(part), translation.get(part))
    return None


def _same_shape(location: Location, source: Any, target: Any) -> None:
    if isinstance(source, dict):
        target = location.mapping(target)
        for name in target.keys() - source.keys():
            location.wrong(f"{name} is not in the source")
        for name, value in source.items():
            _check_field(location.at(name), name, value, target.get(name))
    elif isinstance(source, list):
        if not isinstance(target, list) or len(target) != len(source):
            return location.wrong(f"must have {len(source)} entries as the source has")
        for number, (source_entry, other) in enumerate(zip(source, target, strict=True), start=1):
            name = (source_entry.get("slug") or source_entry.get("id")) if isinstance(source_entry, dict) else None
            _same_shape(location.at(name or number), source_entry, other)
    return None


def _check_field(location: Location, name: str, source: Any, target: Any) -> None:
    if name in ("slug", "id"):
        location.one_of(target, {source})
    elif name in TEXTS and isinstance(source, str) and source:
        location.html(target) if name == "html" else location.text(target)
    elif name == "accepted":
        if not target:
            location.wrong("needs a right answer")
    elif name in LISTS and source and isinstance(source[0], str):
        if not isinstance(target, list) or len(target) != len(source):
            location.wrong(f"must have {len(source)} entries as the source has")
    elif name == "rows":
        if [len(location.listed(row)) for row in location.listed(target)] != [len(row) for row in source]:
            location.wrong("must have as many rows and cells as the source has")
    elif _has_text(source):
        _same_shape(location, source, target)


def _has_text(value: Any) -> bool:
    if isinstance(value, dict):
        return any((name in TEXTS | LISTS | {"rows"} and part) or _has_text(part) for name, part in value.items())
    return isinstance(value, list) and any(_has_text(part) for part in value)
