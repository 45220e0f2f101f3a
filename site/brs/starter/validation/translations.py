"""Checks that a course's translation has the same parts as its source, with a text for each of the source's."""

from typing import Any

from ..reading import LANGUAGES
from .place import Place

TEXTS = {
    *("title", "text", "html", "summary", "prompt", "caption", "alt", "stem", "feedback", "definition", "term"),
    *("unit", "left", "right", "label"),
}
LISTS = {"objectives", "items", "labels", "header", "accepted"}
PARTS = ("outcomes", "modules", "quiz")


def check_translation(place: Place, translation: Any, slug: str, language: str, course: dict[str, Any] | None) -> None:
    translation = place.mapping(translation)
    if language not in LANGUAGES[1:]:
        return place.wrong(f"{language!r} in the file name is no language to translate to")
    if course is None:
        return place.wrong(f"there is no course {slug!r}")
    place.at("language").one_of(translation.get("language"), {language})
    place.at("slug").one_of(translation.get("slug"), {slug})
    place.fields(translation, {"review_status"})
    for part in PARTS:
        _same_shape(place.at(part), course.get(part), translation.get(part))
    return None


def _same_shape(place: Place, source: Any, target: Any) -> None:
    if isinstance(source, dict):
        target = place.mapping(target)
        for name in target.keys() - source.keys():
            place.wrong(f"{name} is not in the source")
        for name, value in source.items():
            _check_field(place.at(name), name, value, target.get(name))
    elif isinstance(source, list):
        if not isinstance(target, list) or len(target) != len(source):
            return place.wrong(f"must have {len(source)} entries as the source has")
        for number, (one, other) in enumerate(zip(source, target, strict=True), start=1):
            name = (one.get("slug") or one.get("id")) if isinstance(one, dict) else None
            _same_shape(place.at(name or number), one, other)
    return None


def _check_field(place: Place, name: str, source: Any, target: Any) -> None:
    if name in ("slug", "id"):
        place.one_of(target, {source})
    elif name in TEXTS and isinstance(source, str) and source:
        place.html(target) if name == "html" else place.text(target)
    elif name == "accepted":
        if not target:
            place.wrong("needs a right answer")
    elif name in LISTS and source and isinstance(source[0], str):
        if not isinstance(target, list) or len(target) != len(source):
            place.wrong(f"must have {len(source)} entries as the source has")
    elif name == "rows":
        if [len(place.listed(row)) for row in place.listed(target)] != [len(row) for row in source]:
            place.wrong("must have as many rows and cells as the source has")
    elif _has_text(source):
        _same_shape(place, source, target)


def _has_text(value: Any) -> bool:
    if isinstance(value, dict):
        return any((name in TEXTS | LISTS | {"rows"} and one) or _has_text(one) for name, one in value.items())
    return isinstance(value, list) and any(_has_text(one) for one in value)
