"""What the templates of the reports use."""

from dataclasses import dataclass
from typing import Any

from django import template

from brs.reports.tables.in_words import in_words
from brs.reports.tables.planned_and_done import planned_and_done, who_came
from brs.reports.tables.table import Column, Row, Table

register = template.Library()
register.simple_tag(planned_and_done)
register.simple_tag(who_came)


@dataclass(frozen=True)
class Cell:
    """`share`: of the first figure of its row, in per cent, for a bar; None for none."""

    column: Column
    text: str
    is_silent: bool = False
    share: int | None = None


@register.simple_tag
def cells(table: Table, row: Row) -> list[Cell]:
    """A row as it is read, without its first cell."""
    first = next((row.values.get(column.name) for column in table.columns if column.kind == "people"), None)
    row_cells = []
    for column in table.columns[1:]:
        value = row.values.get(column.name)
        is_part = table.is_funnel and column.kind == "people" and value is not None and bool(first)
        share = min(100, value * 100 // first) if is_part and first and value is not None else None
        row_cells.append(Cell(column, in_words(column.kind, value), value is None and column.kind != "text", share))
    return row_cells


@register.simple_tag
def figure(column: Column, value: Any) -> str:
    return in_words(column.kind, value)


@register.filter
def people(value: int | None) -> str:
    return in_words("people", value)
