"""What is held of a person: counted for the screen, and written out as one file."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from wagtail.models import Page

from .models import User
from .privacy import rooms

KEYS = ("course_key", "item_key", "quiz_key", "subject_key", "content_key")


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


def your_data(person: User) -> YourData:
    """One query a kind: a page that is rarely opened."""
    counted = [
        (kind.stays, Held(str(kind.title), count))
        for room in rooms()
        for kind in room.kinds
        if (count := kind.of(person).count())
    ]
    return YourData(
        goes=[held for stays, held in counted if not stays],
        stays=[held for stays, held in counted if stays],
        keepsakes={room.name: str(room.keepsake.label) for room in rooms() if room.keepsake},
    )


def export(person: User) -> Iterator[str]:
    """A JSON document, a row at a time."""
    about = _("What BRS Learn holds of you. Every list is a kind of record; «titles» names courses and parts by key.")
    yield f'{{\n"about": {_json(about)}'
    keys: set[str] = set()
    for room in rooms():
        yield f',\n"{room.name}": {{'
        for place, kind in enumerate(room.kinds):
            yield f'{"," if place else ""}\n "{kind.name}": ['
            for number, row in enumerate(kind.rows(person)):
                keys.update(str(row[name]).partition(":")[0] for name in KEYS if row.get(name))
                yield f"{',' if number else ''}\n  {_json(row)}"
            yield "]"
        yield "\n}"
    pages = Page.objects.filter(translation_key__in=[key for key in keys if _is_key(key)]).order_by("-locale_id")
    titles = {str(key): title for key, title in pages.values_list("translation_key", "title")}
    yield f',\n"titles": {_json(titles)}\n}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
