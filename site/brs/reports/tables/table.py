"""What every report is made of: a table that a screen, an export and a document show alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from .definitions import DEFINITIONS

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """`kind`: text | people (None: fewer than five) | number | percent | points | level; all but text may be None.

    `name` is that of exports; `definition` the one that the head links to.
    """

    name: str
    title: Text
    kind: str = "text"
    definition: str = ""


@dataclass(frozen=True)
class Row:
    """`values` by the columns' names. `key` makes it an anchor; `language` is that of its first cell, if another."""

    values: dict[str, Any]
    key: str = ""
    language: str = ""
    address: str = ""


@dataclass(frozen=True)
class Table:
    """`rows` may be as many as there are: whoever shows them takes them in pages.

    `is_funnel`: each figure of a row is a part of its first.
    """

    name: str
    title: Text
    columns: list[Column]
    rows: Iterable[Row] = field(default_factory=list)
    empty: Text = ""
    is_funnel: bool = False


def people(*measures: str) -> list[Column]:
    """Columns of numbers of people, each named and defined by its measure."""
    return [_defined(measure, "people") for measure in measures]


def numbers(*names: str) -> list[Column]:
    return [_defined(name, "number") for name in names]


def _defined(name: str, kind: str) -> Column:
    return Column(name, DEFINITIONS[name].title, kind, name)


def percents(*names: str) -> list[Column]:
    return [_defined(name, "percent") for name in names]


COMPLETION = _defined("completion", "percent")
GAIN = _defined("gain", "points")
LEVEL = _defined("level", "level")
