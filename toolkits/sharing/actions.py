"""What people do with toolkits and their links: one function each, each one transaction.

Whoever calls has made sure that the person may: see `Toolkit.objects.editable_by`.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from brs.core.codes import tidy_passcode
from brs.core.languages import readers_language

from . import mail
from .models import DailyCount, Entry, Invitation, ShareLink, Toolkit
from .ordering import moved, shifted_run

MOST_ENTRIES = 500
MOST_OWNERS = 20


class ToolkitIsFull(Exception):
    """A toolkit holds MOST_ENTRIES entries."""


class EntryIsGone(Exception):
    """Somebody has taken the entry out of its toolkit meanwhile."""


class ChangedMeanwhile(Exception):
    """Somebody else has written what this person did not see. `now`: the toolkit or entry as it is."""

    def __init__(self, now: Toolkit | Entry):
        self.now = now


class TooManyOwners(Exception):
    """A toolkit has MOST_OWNERS co-owners, those invited included."""


def last_used(person: Any) -> Toolkit | None:
    """The toolkit in use that the person or a co-owner changed last."""
    return Toolkit.objects.editable_by(person).in_use().first()


@transaction.atomic
def revise(toolkit: Toolkit, seen: str = "") -> None:
    """Keep what was changed of a toolkit's own texts. `seen`: their wording when the person began, if it is known.

    Raises ChangedMeanwhile.
    """
    _refuse_unseen(_locked(toolkit), toolkit, seen)
    toolkit.changed_at = timezone.now()
    toolkit.save(update_fields=[*Toolkit.TEXTS, "changed_at"])


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
def move(entry: Entry, position: int) -> None:
    """Put an entry alone at a position among its toolkit's, from 0; below a heading is then what follows it there.

    Moves of two people at once are done one after the other. Raises EntryIsGone.
    """
    _put(entry, lambda entries: moved(entries, entry, position))


@transaction.atomic
def shift(entry: Entry, steps: int) -> None:
    """Move an entry from where it stands now, whatever others have moved meanwhile: -1 is up. Raises EntryIsGone.

    A heading takes with it what is in its section, past whole sections.
    """
    if entry.is_section:
        _put(entry, lambda entries: shifted_run(entries, entry, steps, lambda item: item.is_section))
    else:
        _put(entry, lambda entries: moved(entries, entry, max(0, entries.index(entry) + steps)))


@transaction.atomic
def annotate(entry: Entry, *, title: str, note: str, seen: str = "") -> None:
    """Say something else of an entry. A page's and a document's own title is shown while they are there.

    `seen`: the entry's wording when the person began, if it is known. Raises EntryIsGone, ChangedMeanwhile.
    """
    now = Entry.objects.select_for_update().filter(pk=entry.pk).first()
    if now is None:
        raise EntryIsGone
    entry.title, entry.note = title, note
    _refuse_unseen(now, entry, seen)
    entry.save(update_fields=Entry.TEXTS)
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


@transaction.atomic
def invite(toolkit: Toolkit, person: Any, email: str) -> Invitation:
    """Ask whoever signs in by this address to own the toolkit as well, and write to them; asking again does neither.

    Raises TooManyOwners.
    """
    toolkit = _locked(toolkit)
    invitation = toolkit.invitations.filter(email=email.lower()).first()
    if invitation:
        return invitation
    if toolkit.invitations.count() + toolkit.co_owners.count() >= MOST_OWNERS:
        raise TooManyOwners
    invitation = Invitation.objects.create(toolkit=toolkit, email=email.lower(), invited_by=person)
    language = readers_language()
    transaction.on_commit(lambda: mail.invite(invitation, language))
    return invitation


@transaction.atomic
def accept(invitation: Invitation, person: Any) -> None:
    """Become a co-owner. Whoever owns the toolkit already stays what they are."""
    if person != invitation.toolkit.owner:
        invitation.toolkit.co_owners.add(person)
    invitation.delete()


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
    hashed = make_password(tidy_passcode(passcode)) if passcode else ""
    return ShareLink.objects.create(
        toolkit=toolkit, made_by=person, label=label, language=language, expires_at=expires_at, passcode=hashed
    )


def revoke(link: ShareLink, *, by: Any = None) -> None:
    """Stop a link at once and for good. The first time stands."""
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)


def extend(link: ShareLink, expires_at: datetime | None) -> None:
    """Let a link work until another time, or without end. One that was revoked stays so."""
    ShareLink.objects.filter(pk=link.pk).update(expires_at=expires_at)


@transaction.atomic
def rotate(link: ShareLink, person: Any) -> ShareLink:
    """A new code in place of this one, which stops at once; the rest stays as it was."""
    revoke(link, by=person)
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
    entry = toolkit.entries.filter(kind=kind, **target).first()
    return entry or _append(toolkit, kind=kind, title=title[:255], **target)


def _append(toolkit: Toolkit, **fields: Any) -> Entry:
    entries = toolkit.entries.all()
    if entries.count() >= MOST_ENTRIES:
        raise ToolkitIsFull
    last = entries.aggregate(last=Max("position"))["last"]
    entry = Entry.objects.create(toolkit=toolkit, position=0 if last is None else last + 1, **fields)
    _touch(toolkit)
    return entry


def _put(entry: Entry, arranged: Callable[[list[Entry]], list[Entry]]) -> None:
    toolkit = _locked(entry.toolkit)
    entries = list(toolkit.entries.all())
    if entry not in entries:
        raise EntryIsGone
    ordered = arranged(entries)
    displaced = [(item, position) for position, item in enumerate(ordered) if item.position != position]
    for item, position in displaced:
        item.position = position
    Entry.objects.bulk_update([item for item, _position in displaced], ["position"])
    _touch(toolkit)


def _locked(toolkit: Toolkit) -> Toolkit:
    """Two people at once queue up here, so that neither loses what the other did."""
    return Toolkit.objects.select_for_update().get(pk=toolkit.pk)


def _refuse_unseen(now: Toolkit | Entry, written: Toolkit | Entry, seen: str) -> None:
    if seen and seen != now.wording() != written.wording():
        raise ChangedMeanwhile(now)


def _touch(toolkit: Toolkit) -> None:
    Toolkit.objects.filter(pk=toolkit.pk).update(changed_at=timezone.now())
