"""The registry of personal data: every room says what it holds of a person, how to erase it, and what may be kept.

A system check fails where a model points at a person and no room has registered it: docs/personal-data.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import Error
from django.db import models, transaction
from django.utils.functional import Promise

from .models import User


@dataclass(frozen=True)
class Kind:
    """The rows of one model that lead to a person by `path`.

    `fields`: what is shown of them (everything, when empty; never a password or a token).
    `stays`: the row outlives the person and only forgets who it was, as a page that somebody wrote.
    """

    name: str
    title: str | Promise
    model: str
    path: str
    fields: tuple[str, ...] = ()
    stays: bool = False

    def of(self, person: User) -> models.QuerySet:
        return apps.get_model(self.model)._base_manager.filter(**{self.path: person.pk}).order_by("pk")

    def rows(self, person: User) -> Iterator[dict[str, Any]]:
        return self.of(person).values(*self.fields).iterator(500)


@dataclass(frozen=True)
class Keepsake:
    """What a person may ask to be left standing when they go; `keep` takes their hand off it."""

    label: str | Promise
    keep: Callable[[User], None]


def _falls_with_the_account(person: User) -> None:
    """All rows of the room are removed, or forget who it was, by the database's own rules."""


@dataclass(frozen=True)
class Room:
    name: str
    kinds: tuple[Kind, ...]
    erase: Callable[[User], None] = _falls_with_the_account
    keepsake: Keepsake | None = None

    def held(self, person: User) -> dict[str, list[dict[str, Any]]]:
        return {kind.name: list(kind.rows(person)) for kind in self.kinds}


_rooms: dict[str, Room] = {}


def register(room: Room) -> Room:
    _rooms[room.name] = room
    return room


def rooms() -> Iterable[Room]:
    return _rooms.values()


@transaction.atomic
def erase(person: User, keeping: Iterable[str] = ()) -> None:
    """The person and all that is held of them go for good; `keeping` names the rooms whose keepsake stays."""
    for name in keeping:
        keepsake = _rooms[name].keepsake
        if keepsake:
            keepsake.keep(person)
    person.delete()


def erase_in_every_room(person: User) -> None:
    for room in rooms():
        room.erase(person)


def unregistered() -> list[str]:
    """«courses.Event.learner»: every field that leads to a person and that no room has registered.

    A row that hangs on a person's row (an attempt on an enrolment) leads to the person as well.
    """
    kinds = [kind for room in rooms() for kind in room.kinds]
    known = {f"{kind.model}.{kind.path.partition('__')[0]}" for kind in kinds}
    personal = {apps.get_model(kind.model) for kind in kinds if not kind.stays}
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            remote = field.remote_field
            if remote is None or not remote.model:
                continue
            hangs_on_a_person = remote.model in personal and remote.on_delete is models.CASCADE
            if remote.model is User or hangs_on_a_person:
                found.append(f"{model._meta.label}.{field.name}")
    return [field for field in found if field not in known]


def every_room_has_registered(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [
        Error(
            f"{field} leads to a person, but no room says how to show and erase it.",
            hint="Register it in the privacy.py of its app: see docs/personal-data.md.",
            id="people.E001",
        )
        for field in unregistered()
    ]
