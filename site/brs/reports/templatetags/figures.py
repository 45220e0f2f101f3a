"""What the templates of the reports use."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from brs.core.small_cells import FEWEST
from brs.core.templatetags.brs import per_cent

from ..plan import planned_and_done, who_came
from ..table import Column, Row, Table

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
    found = []
    for column in table.columns[1:]:
        value = row.values.get(column.name)
        is_part = table.is_funnel and column.kind == "people" and value is not None and bool(first)
        share = min(100, value * 100 // first) if is_part and first and value is not None else None
        found.append(Cell(column, in_words(column.kind, value), value is None and column.kind != "text", share))
    return found


@register.simple_tag
def figure(column: Column, value: Any) -> str:
    return in_words(column.kind, value)


@register.filter
def people(value: int | None) -> str:
    return in_words("people", value)


def in_words(kind: str, value: Any) -> str:
    """As the reader's language writes it."""
    if value is None:
        return fewer() if kind == "people" else "–" if kind != "text" else ""
    if isinstance(value, date):
        return date_format(value)
    if kind == "percent":
        return per_cent(value)
    if kind == "points":
        return _("%(n)s points") % {"n": f"+{value}" if value > 0 else value}
    if isinstance(value, int | float):
        return number_format(value, decimal_pos=1 if kind == "level" else 0, use_l10n=True, force_grouping=True)
    return str(value)


def fewer() -> str:
    return _("fewer than %(n)d") % {"n": FEWEST}
