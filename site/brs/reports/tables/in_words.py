"""A figure as the reader's language writes it."""

from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from brs.core.small_cells import FEWEST
from brs.core.templatetags.brs import per_cent


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
