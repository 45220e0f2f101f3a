"""What is held of a person: counted for the screen, and written out as one file."""

import json
import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.core.languages import best_of_each

from .privacy import Holder, rooms

KEY = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
KEYS_AT_ONCE = 5_000  # in one query


@dataclass(frozen=True)
class Held:
    title: str
    count: int


@dataclass(frozen=True)
class YourData:
    """`goes` is deleted with the account, `stays` only forgets who it was."""

    goes: list[Held]
    stays: list[Held]
    keepsakes: dict[str, str]


def your_data(holder: Holder) -> YourData:
    """One query a kind: a page that is rarely opened."""
    counted = [
        (kind.stays, Held(str(kind.title), count))
        for room in rooms()
        for kind in room.kinds
        if (count := kind.of(holder).count())
    ]
    return YourData(
        goes=[held for stays, held in counted if not stays],
        stays=[held for stays, held in counted if stays],
        keepsakes={room.name: str(room.keepsake.label) for room in rooms() if room.keepsake},
    )


def export(holder: Holder) -> Iterator[str]:
    """A JSON document, a row at a time."""
    about = _(
        "What BRS Learn holds of you. Every list is a kind of record; “titles” names courses, activities, sessions, "
        "questions and other things by the keys that stand in the records."
    )
    yield f'{{\n"about": {_json(about)}'
    keys: set[uuid.UUID] = set()
    for room in rooms():
        yield f',\n"{room.name}": {{'
        for position, kind in enumerate(room.kinds):
            yield f'{"," if position else ""}\n "{kind.name}": ['
            for number, row in enumerate(kind.rows(holder)):
                written = _json(row)
                keys.update(uuid.UUID(key) for key in KEY.findall(written))
                yield f"{',' if number else ''}\n  {written}"
            yield "]"
        yield "\n}"
    yield f',\n"titles": {_json(_titles(keys))}\n}}\n'


def _titles(keys: Collection[uuid.UUID]) -> dict[str, str]:
    """What is known by these keys, in the reader's language where it is written in it."""
    titles: dict[str, str] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), KEYS_AT_ONCE):
        some = ordered[start : start + KEYS_AT_ONCE]
        pages = best_of_each(Page.objects.filter(translation_key__in=some).select_related("locale"))
        titles |= {str(key): page.title for key, page in pages.items()}
        for room in rooms():
            titles |= room.titles(some)
    return titles


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
