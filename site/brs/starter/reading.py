"""Reads the starter catalogue's files, and joins a course with its translation."""

import csv
import uuid
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh-hans"]
NAMESPACE = uuid.UUID("5f3c9a86-6a9e-5d0b-9c39-3f5d8a4f7f10")


def key(*address: str) -> uuid.UUID:
    """The lasting identity of a part of the catalogue: the same in every language and on every machine."""
    return uuid.uuid5(NAMESPACE, "/".join(address))


def read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def courses() -> list[dict[str, Any]]:
    files = [path for path in (DATA / "courses").glob("*.yaml") if "." not in path.stem]
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
    return sorted(found, key=lambda course: course["code"])


def translations(course: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By language: the course with all its texts in that language."""
    found = {}
    for language in LANGUAGES[1:]:
        path = DATA / "courses" / f"{course['slug']}.{language}.yaml"
        if path.exists():
            found[language] = translated(course, yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def translated(source: Any, translation: Any) -> Any:
    """The source with its texts replaced; what the translation leaves out stays as it is.

    Entries of lists are matched by slug or id; where they have none, both lists have the same entries in order.
    """
    if isinstance(source, dict) and isinstance(translation, dict):
        return {
            name: translated(value, translation[name]) if name in translation else value
            for name, value in source.items()
        }
    if isinstance(source, list) and isinstance(translation, list):
        if source and isinstance(source[0], dict):
            by_id = {entry.get("slug") or entry.get("id"): entry for entry in translation}
            named = None not in by_id
            return [
                translated(entry, by_id.get(entry.get("slug") or entry.get("id"), {}) if named else translation[place])
                for place, entry in enumerate(source)
            ]
        if source and isinstance(source[0], list):
            return [translated(entry, other) for entry, other in zip(source, translation, strict=True)]
    return translation
