"""The registry of personal data: every room says what it holds of a person, how to erase it, and what may be kept.

A person is known by an account, by addresses, or by both. A system check fails where a model points at a person or
holds an address and no room has registered it: docs/personal-data.md.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.checks import Error
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.functional import Promise

from .models import User

Rows = Iterator[dict[str, Any]]
# Fields with the address of an account: who has one of these is found by the account.
ADDRESSES_OF_ACCOUNTS = {"people.User.email", "account.EmailAddress.email"}


@dataclass(frozen=True)
class Holder:
    """Whose data it is. `accounts`: keys of their own account and of those that stand for an address of theirs, as a
    row of a list that nobody has claimed. `addresses`: what is proved to be theirs, in lower case.
    """

    accounts: tuple[int, ...]
    addresses: tuple[str, ...]


def _as_they_are(holder: Holder, rows: Rows) -> Rows:
    return rows


@dataclass(frozen=True)
class Kind:
    """The rows of one model that lead to a person by `path`: to an account, or to an address if it is `by_address`.

    `fields`: what is shown of them; where it is empty, all but what is `withheld`, and `also` what lies beyond the row.
    Never a password or a token, nor what is somebody else's.
    `stays`: the row outlives the person and only forgets who it was, as a page that somebody wrote.
    `told`: the rows as the person is told them, where a row holds what they are not to know, or not yet.
    """

    name: str
    title: str | Promise
    model: str
    path: str
    fields: tuple[str, ...] = ()
    stays: bool = False
    withheld: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by_address: bool = False
    told: Callable[[Holder, Rows], Rows] = _as_they_are

    def of(self, holder: Holder) -> models.QuerySet:
        rows = apps.get_model(self.model)._base_manager.order_by("pk")
        if self.by_address:
            return with_address(rows, self.path, holder.addresses)
        return rows.filter(**{f"{self.path}__in": holder.accounts})

    def shown(self) -> list[str]:
        """Names of what is shown of a row."""
        if self.fields:
            return list(self.fields)
        columns = [column.attname for column in apps.get_model(self.model)._meta.concrete_fields]
        return [*(name for name in columns if name not in self.withheld), *self.also]

    def rows(self, holder: Holder) -> Rows:
        return self.told(holder, self.of(holder).values(*self.shown()).iterator(500))


@dataclass(frozen=True)
class Keepsake:
    """A thing that a person may leave behind when they go; `keep` takes their name off it."""

    label: str | Promise
    keep: Callable[[User], None]


def _falls_with_the_account(person: User) -> None:
    """All rows of the room are removed, or forget who it was, by the database's own rules."""


def _no_accounts(addresses: Collection[str]) -> Iterable[int]:
    return ()


def _holds_no_address(addresses: Collection[str]) -> None:
    """The room knows people by their accounts alone."""


def _as_any_row(giver: User, taker: User) -> None:
    """Its rows name the other account instead, and that is all: see brs.people.merging."""


def _names_nothing(keys: Collection[uuid.UUID]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Room:
    """`stands_for`: keys of accounts that somebody has by an address alone; `forget`: what else it knows by addresses
    goes. Both get them in lower case. `titles`: what the things are called whose keys stand in its rows. `hand_over`:
    what is to be done before its rows become another account's of the same person.
    """

    name: str
    kinds: tuple[Kind, ...]
    erase: Callable[[User], None] = _falls_with_the_account
    keepsake: Keepsake | None = None
    stands_for: Callable[[Collection[str]], Iterable[int]] = _no_accounts
    forget: Callable[[Collection[str]], None] = _holds_no_address
    titles: Callable[[Collection[uuid.UUID]], Mapping[str, str]] = _names_nothing
    hand_over: Callable[[User, User], None] = _as_any_row

    def held(self, holder: Holder) -> dict[str, list[dict[str, Any]]]:
        return {kind.name: list(kind.rows(holder)) for kind in self.kinds}


_rooms: dict[str, Room] = {}


def register(room: Room) -> Room:
    _rooms[room.name] = room
    return room


def rooms() -> Iterable[Room]:
    return _rooms.values()


def holder_of(person: User) -> Holder:
    """Somebody with an account; only addresses that they have confirmed count as theirs."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return _holder(person.pk, addresses=confirmed)


def holder_of_address(address: str) -> Holder:
    """Somebody without an account, known by an address alone."""
    return _holder(addresses=[address])


def _holder(*accounts: int, addresses: Iterable[str]) -> Holder:
    lower = tuple(sorted({address.lower() for address in addresses}))
    standing_for = [account for room in rooms() for account in room.stands_for(lower)]
    return Holder((*accounts, *standing_for), lower)


def has_account(address: str) -> bool:
    """Whether an account is known by an address, confirmed or not."""
    known = with_address(EmailAddress.objects.all(), "email", [address.lower()])
    return known.exists() or with_address(User.objects.all(), "email", [address.lower()]).exists()


def with_address(rows: models.QuerySet, path: str, addresses: Collection[str]) -> models.QuerySet:
    """Those that hold one of the addresses, given in lower case."""
    return rows.annotate(address_held=Lower(path)).filter(address_held__in=addresses)


@transaction.atomic
def erase(holder: Holder, keeping: Iterable[str] = ()) -> None:
    """All that is held of somebody goes for good; `keeping` names the rooms whose keepsake stays."""
    accounts = list(User.objects.filter(pk__in=holder.accounts))
    for room in [_rooms[name] for name in keeping]:
        for account in accounts if room.keepsake else []:
            room.keepsake.keep(account)  # type: ignore[union-attr]
    for account in accounts:
        account.delete()
    _forget(holder.addresses)


def erase_in_every_room(person: User) -> None:
    """Erase a person in every room; accounts that stand for their addresses alone go with theirs."""
    holder = holder_of(person)
    for room in rooms():
        room.erase(person)
    User.objects.filter(pk__in=holder.accounts).exclude(pk=person.pk).delete()
    _forget(holder.addresses)


def _forget(addresses: Collection[str]) -> None:
    for room in rooms() if addresses else ():
        room.forget(addresses)


def unregistered() -> list[str]:
    """«courses.Event.learner»: every field that leads to a person and that no room has registered.

    A row that hangs on a person's row (an attempt on an enrolment) leads to the person as well, and so does an address.
    """
    kinds = [kind for room in rooms() for kind in room.kinds]
    known = {f"{kind.model}.{kind.path.partition('__')[0]}" for kind in kinds if not kind.by_address}
    by_address = {f"{kind.model}.{kind.path}" for kind in kinds if kind.by_address} | ADDRESSES_OF_ACCOUNTS
    personal = {apps.get_model(kind.model) for kind in kinds if not kind.stays}
    forgotten = []
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.local_fields:
            label, remote = f"{model._meta.label}.{column.name}", column.remote_field
            if isinstance(column, models.EmailField) and label not in by_address:
                forgotten.append(label)
            if remote is None or not remote.model or label in known:
                continue
            hangs_on_a_person = remote.model in personal and remote.on_delete is models.CASCADE
            if remote.model is User or hangs_on_a_person:
                forgotten.append(label)
    return forgotten


def every_room_has_registered(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [
        Error(
            f"{name} leads to a person, but no room says how to show and erase it.",
            hint="Register it in the privacy.py of its app: see docs/personal-data.md.",
            id="people.E001",
        )
        for name in unregistered()
    ]
