"""What people do with toolkits and their links: one function each, each one transaction.

Whoever calls has made sure that the person may: see `Toolkit.objects.editable_by`.
"""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from .models import DailyCount, Entry, ShareLink, Toolkit
from .ordering import moved

MOST_ENTRIES = 500


class ToolkitIsFull(Exception):
    """A toolkit holds MOST_ENTRIES entries."""


@transaction.atomic
def add_page(toolkit: Toolkit, content_key: uuid.UUID, title: str) -> Entry:
    """A page's entry, made if there is none. Raises ToolkitIsFull."""
    return _added(toolkit, "page", {"content_key": content_key}, title)


@transaction.atomic
def add_document(toolkit: Toolkit, document: Any) -> Entry:
    """A document's entry, made if there is none. Raises ToolkitIsFull."""
    return _added(toolkit, "document", {"document": document}, document.title)


@transaction.atomic
def add_link(toolkit: Toolkit, url: str, title: str) -> Entry:
    """The entry of an address outside, made if there is none. Raises ToolkitIsFull."""
    return _added(toolkit, "link", {"url": url}, title)


@transaction.atomic
def add_section(toolkit: Toolkit, title: str) -> Entry:
    """A heading after all that is there; what follows it belongs to it. Raises ToolkitIsFull."""
    return _append(_locked(toolkit), kind="section", title=title)


@transaction.atomic
def move(entry: Entry, place: int) -> None:
    """Put an entry at a place among its toolkit's, from 0. Moves of two people at once are done one after the other."""
    toolkit = _locked(entry.toolkit)
    entries = list(toolkit.entries.all())
    ordered = moved(entries, entry, place)
    for position, one in enumerate(ordered):
        one.position = position
    Entry.objects.bulk_update(ordered, ["position"])
    _touch(toolkit)


@transaction.atomic
def annotate(entry: Entry, *, title: str, note: str) -> None:
    """Say something else of an entry. A page's and a document's own title is shown while they are there."""
    Entry.objects.filter(pk=entry.pk).update(title=title, note=note)
    _touch(entry.toolkit)


@transaction.atomic
def remove(entry: Entry) -> None:
    """Take an entry out of its toolkit. A section's entries stay, and belong to the section above."""
    entry.delete()
    _touch(entry.toolkit)


@transaction.atomic
def duplicate(toolkit: Toolkit, owner: Any, title: str) -> Toolkit:
    """A private toolkit of the owner's with the same entries; links and co-owners are not copied."""
    copy = Toolkit.objects.create(
        owner=owner,
        title=title,
        purpose=toolkit.purpose,
        language=toolkit.language,
        cover_note=toolkit.cover_note,
    )
    entries = list(toolkit.entries.all())
    for entry in entries:
        entry.pk, entry.toolkit, entry.added_at = None, copy, timezone.now()
    Entry.objects.bulk_create(entries)
    return copy


def archive(toolkit: Toolkit) -> None:
    """Put a toolkit away: its links stop working, nothing is deleted. Archiving again changes nothing."""
    Toolkit.objects.filter(pk=toolkit.pk, archived_at=None).update(archived_at=timezone.now())


def restore(toolkit: Toolkit) -> None:
    """Take a toolkit back into use: its links work again, unless they were revoked or have expired."""
    Toolkit.objects.filter(pk=toolkit.pk).update(archived_at=None)


def share(
    toolkit: Toolkit, person: Any, *, label: str, language: str, expires_at: datetime | None, passcode: str = ""
) -> ShareLink:
    """A new link with a code of its own."""
    hashed = make_password(passcode) if passcode else ""
    return ShareLink.objects.create(
        toolkit=toolkit, made_by=person, label=label, language=language, expires_at=expires_at, passcode=hashed
    )


def revoke(link: ShareLink) -> None:
    """Stop a link at once and for good. The first time stands."""
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def rotate(link: ShareLink, person: Any) -> ShareLink:
    """A new code in place of this one, which stops at once; the rest stays as it was."""
    revoke(link)
    return ShareLink.objects.create(
        toolkit=link.toolkit,
        made_by=person,
        label=link.label,
        language=link.language,
        expires_at=link.expires_at,
        passcode=link.passcode,
    )


def count(link: ShareLink, deed: DailyCount.Deed) -> None:
    """One more of a deed today."""
    today = {"link": link, "day": timezone.now().date(), "deed": deed}
    if not DailyCount.objects.filter(**today).update(count=F("count") + 1):
        DailyCount.objects.bulk_create([DailyCount(**today)], ignore_conflicts=True)
        DailyCount.objects.filter(**today).update(count=F("count") + 1)


def _added(toolkit: Toolkit, kind: str, target: dict[str, Any], title: str) -> Entry:
    toolkit = _locked(toolkit)
    found = toolkit.entries.filter(kind=kind, **target).first()
    return found or _append(toolkit, kind=kind, title=title[:255], **target)


def _append(toolkit: Toolkit, **fields: Any) -> Entry:
    entries = toolkit.entries.all()
    if entries.count() >= MOST_ENTRIES:
        raise ToolkitIsFull
    last = entries.aggregate(last=Max("position"))["last"]
    entry = Entry.objects.create(toolkit=toolkit, position=0 if last is None else last + 1, **fields)
    _touch(toolkit)
    return entry


def _locked(toolkit: Toolkit) -> Toolkit:
    """Two people at once queue up here, so that neither loses what the other did."""
    return Toolkit.objects.select_for_update().get(pk=toolkit.pk)


def _touch(toolkit: Toolkit) -> None:
    Toolkit.objects.filter(pk=toolkit.pk).update(changed_at=timezone.now())
