"""Reads the starter catalogue's files, and joins a course with its translation."""

import csv
import functools
import uuid
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh-hans"]
NAMESPACE = uuid.UUID("5f3c9a86-6a9e-5d0b-9c39-3f5d8a4f7f10")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # the one in C is ten times as quick
    """Refuses a key that is there twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(name, deep=True) for name, _value in node.value]
        twice = {name for name in keys if keys.count(name) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{twice.pop()!r} is there twice", node.start_mark)
        return super().construct_mapping(node, deep)


def key(*address: str) -> uuid.UUID:
    """The lasting identity of a part of the catalogue: the same in every language and on every machine."""
    return uuid.uuid5(NAMESPACE, "/".join(address))


@functools.lru_cache(maxsize=100)
def _parsed(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - the loader is a safe one


def read(name: str, folder: Path = DATA) -> Any:
    """A YAML file's content, shared by all who read it: not to be changed."""
    return _parsed(folder / name)


def rows(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def course_files(folder: Path = DATA) -> list[str]:
    """Names of the courses' own files, without those of their translations."""
    return sorted(f"courses/{path.name}" for path in (folder / "courses").glob("*.yaml") if "." not in path.stem)


def translation_files(folder: Path = DATA) -> list[str]:
    return sorted(f"courses/{path.name}" for path in (folder / "courses").glob("*.*.yaml"))


def courses() -> list[dict[str, Any]]:
    return sorted((read(name) for name in course_files()), key=lambda course: course["code"])


def translations(course: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By language: the course with all its texts in that language."""
    by_language = {}
    for language in LANGUAGES[1:]:
        name = f"courses/{course['slug']}.{language}.yaml"
        if (DATA / name).exists():
            by_language[language] = translated(course, read(name))
    return by_language


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
                translated(entry, by_id.get(entry.get("slug") or entry.get("id"), {}) if named else translation[index])
                for index, entry in enumerate(source)
            ]
        if source and isinstance(source[0], list):
            return [translated(entry, other) for entry, other in zip(source, translation, strict=True)]
    return translation
