"""A table of one axis against another: how many tools and courses carry both, and where there is nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from brs.core import generation
from brs.taxonomy.facet_index import Choice, Index, index_of
from brs.taxonomy.facets import Chip, chips_of, read
from brs.taxonomy.models import Theme
from courses.pages.models.catalogue import COURSES

from .catalogue import TOOLS

AXES = ("convention", "theme", "audience", "competency", "type", "language")
ROWS, COLUMNS = "theme", "convention"


@dataclass(frozen=True)
class Cell:
    """`tools`, `courses`: how many; None where courses are not arranged so. `query`: the parameters that lead there.

    `is_apart`: the theme is none of the convention's, so that nothing is missing.
    """

    column: str
    tools: int
    courses: int | None
    is_apart: bool
    query: str

    @property
    def is_empty(self) -> bool:
        return not (self.tools or self.courses)

    @property
    def is_gap(self) -> bool:
        return self.is_empty and not self.is_apart


@dataclass(frozen=True)
class Row:
    title: str
    cells: list[Cell]


@dataclass(frozen=True)
class WhatExists:
    """`choices`: the axes that can be chosen, with their titles. `gaps` of `combinations` have nothing."""

    rows_axis: str
    columns_axis: str
    choices: list[tuple[str, str]]
    columns: list[str]
    rows: list[Row]
    gaps: int
    combinations: int
    chips: list[Chip]
    unknown: list[str]


def what_exists(parameters: QueryDict, now: str = "") -> WhatExists:
    """The matrix that an address asks for, narrowed by what else it says. One query once the indexes are made."""
    now = now or generation.current()
    tools, courses = index_of(TOOLS, now), index_of(COURSES, now)
    asked = read(tools, parameters)
    axes = {axis: str(TOOLS.axes[axis]) for axis in AXES}
    rows_axis, columns_axis = (parameters.get(name, "") for name in ("rows", "columns"))
    unknown = [*asked.unknown, *(axis[:60] for axis in (rows_axis, columns_axis) if axis and axis not in axes)]
    rows_axis = rows_axis if rows_axis in axes else ROWS
    columns_axis = columns_axis if columns_axis in axes else COLUMNS
    if rows_axis == columns_axis:
        columns_axis = next(axis for axis in (COLUMNS, ROWS) if axis != rows_axis)

    def shown(axis: str) -> list[Choice]:
        return asked.chosen[axis] or tools.axes[axis]

    comparable = {rows_axis, columns_axis, *(axis for axis, chosen in asked.chosen.items() if chosen)} <= {
        *COURSES.axes
    }
    listed = asked.found(tools)
    among_courses = _by_slug(courses, parameters) if comparable else None
    pertinent = _pairs() if {rows_axis, columns_axis} == {"theme", "convention"} else None
    querystring = parameters.copy()
    for name in ("view", "rows", "columns", "page"):
        querystring.pop(name, None)
    rows = []
    for row in shown(rows_axis):
        cells = []
        for column in shown(columns_axis):
            slugs = {rows_axis: row.slug, columns_axis: column.slug}
            query = querystring.copy()
            for axis, slug in slugs.items():
                query[axis] = slug
            cells.append(
                Cell(
                    column=column.title,
                    tools=(row.bits & column.bits & listed).bit_count(),
                    courses=among_courses(slugs) if among_courses else None,
                    is_apart=pertinent is not None and (slugs["theme"], slugs["convention"]) not in pertinent,
                    query=query.urlencode(),
                )
            )
        rows.append(Row(row.title, cells))
    cells = [cell for row in rows for cell in row.cells]
    return WhatExists(
        rows_axis=rows_axis,
        columns_axis=columns_axis,
        choices=list(axes.items()),
        columns=[column.title for column in shown(columns_axis)],
        rows=rows,
        gaps=sum(cell.is_gap for cell in cells),
        combinations=sum(not (cell.is_empty and cell.is_apart) for cell in cells),
        chips=chips_of(parameters, asked),
        unknown=unknown,
    )


def _by_slug(courses: Index, parameters: QueryDict) -> Callable[[dict[str, str]], int]:
    """A function that counts, among the courses that the parameters leave, those with a slug of each axis."""
    listed = read(courses, parameters).found(courses)
    bits = {(axis, choice.slug): choice.bits for axis, choices in courses.axes.items() for choice in choices}

    def count(slugs: dict[str, str]) -> int:
        matching = listed
        for pair in slugs.items():
            matching &= bits.get(pair, 0)
        return matching.bit_count()

    return count


def _pairs() -> set[tuple[str, str]]:
    """Slugs of each theme with each convention that it belongs to. One query."""
    themes = Theme.objects.in_source_language()
    return set(themes.exclude(conventions=None).values_list("slug", "conventions__slug"))
