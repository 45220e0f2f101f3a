"""A stylesheet of the site is one file to who fetches it, and a file per component to who writes it.

`static/css/*.css` import them; each stylesheet is served and collected with what it imports in place of its imports.
"""

import functools
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

FOLDER = PurePosixPath("css")
ADDRESS = re.compile(r'url\("([^":]+)"\)')
IMPORT = re.compile(r'@import "(?P<path>[^"]+)"(?: layer\((?P<layer>[\w-]+)\))?;')


def stylesheet(name: str) -> str:
    """The text of `css/<name>.css` as browsers get it."""
    return _joined(Path(settings.STATICFILES_DIRS[0]) / FOLDER / f"{name}.css")


def _joined(path: Path, folder: Path | None = None) -> str:
    """A file of styles with its imports in their place, without comments and indentation; addresses as seen from
    the folder."""
    folder = folder or path.parent

    def moved(address: re.Match[str]) -> str:
        return f'url("{Path(os.path.relpath(path.parent / address[1], folder)).as_posix()}")'

    def imported(statement: re.Match[str]) -> str:
        text = _joined(path.parent / statement["path"], folder)
        return f"@layer {statement['layer']} {{\n{text}\n}}" if statement["layer"] else text

    text = IMPORT.sub(imported, ADDRESS.sub(moved, _without_comments(path.read_text(encoding="utf-8"))))
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _is_stylesheet(path: str) -> bool:
    return PurePosixPath(path).parent == FOLDER


def _is_part(path: str) -> bool:
    return FOLDER in PurePosixPath(path).parents and not _is_stylesheet(path)


class StylesheetStorage(FileSystemStorage):
    """Where static files are collected from."""

    def _open(self, name: str, mode: str = "rb") -> File:
        if not _is_stylesheet(name):
            return super()._open(name, mode)
        return ContentFile(_joined(Path(self.path(name))).encode(), name)

    def get_modified_time(self, name: str) -> datetime:
        if not _is_stylesheet(name):
            return super().get_modified_time(name)
        files = Path(self.path(name)).parent.rglob("*.css")
        return datetime.fromtimestamp(max(file.stat().st_mtime for file in files), tz=UTC)


class StylesheetFinder(FileSystemFinder):
    """Django's, for the site's own static files; what stylesheets import is no file of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for prefix, root in self.locations:
            self.storages[root] = StylesheetStorage(location=root)
            self.storages[root].prefix = prefix  # type: ignore[attr-defined]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        return (entry for entry in super().list(ignore_patterns) if not _is_part(entry[0]))

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        location = super().find_location(root, path, prefix)
        return _written(Path(location)) if location and _is_stylesheet(path) else location


@functools.cache
def _temporary_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="brs-stylesheets-")


def _written(path: Path) -> str:
    """Where the stylesheet lies for a development server, which asks for the path of a file."""
    text = _joined(path)
    copy = Path(_temporary_folder().name) / path.name
    if not copy.exists() or copy.read_text(encoding="utf-8") != text:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=copy.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(copy)
    return str(copy)
