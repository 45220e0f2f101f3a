"""A toolkit as those who own it see it: all its entries in their places, to be moved, annotated and removed."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from toolkits.sharing.contents.folder import Weight, weight
from toolkits.sharing.contents.sections import Item, Section, contents
from toolkits.sharing.links.links import Links, news, rows_of
from toolkits.sharing.models import Entry, Toolkit

STATES = {
    "unpublished": _("Not published now: visitors do not see it."),
    "private": _("Closed to the public: visitors do not see it."),
    "removed": _("Removed from the site: visitors do not see it."),
}


@dataclass(frozen=True)
class Row:
    """An entry in its position, from 1. `item` is None for a heading; `amiss` says why visitors do not see it.

    `is_last`: it cannot go down; a heading takes with it what is below, past other headings.
    """

    entry: Entry
    position: int
    item: Item | None = None
    amiss: Any = ""
    is_last: bool = False

    @property
    def title(self) -> str:
        return self.item.title if self.item else self.entry.title


@dataclass(frozen=True)
class Workbench:
    """`owners`: the others; `links`: none for those who may not share."""

    toolkit: Toolkit
    rows: list[Row] = field(default_factory=list)
    owners: list[Any] = field(default_factory=list)
    weight: Weight | None = None
    links: Links | None = None

    @property
    def items(self) -> int:
        return sum(row.item is not None for row in self.rows)


def workbench(toolkit: Toolkit, person: Any, language: str) -> Workbench:
    """The toolkit's page for one of its owners. Some queries, however many entries and links there are."""
    sections = contents(toolkit, language, for_owner=True)
    entries: list[tuple[Entry, Item | None]] = []
    for section in sections:
        if section.entry:
            entries.append((section.entry, None))
        entries += [(item.entry, item) for item in section.items]
    last_heading = next((entry for entry, item in reversed(entries) if item is None), None)
    rows = [
        Row(
            entry,
            position,
            item,
            amiss=STATES.get(item.state, "") if item else "",
            is_last=entry == (entries[-1][0] if item else last_heading),
        )
        for position, (entry, item) in enumerate(entries, start=1)
    ]
    owners = [owner for owner in owners_of(toolkit) if owner != person]
    links = _links(toolkit, sections) if may_share(person, toolkit) else None
    return Workbench(toolkit, rows, owners, weight(toolkit, language), links)


def may_share(person: Any, toolkit: Toolkit) -> bool:
    return not toolkit.archived_at and person.has_perm("toolkits.add_sharelink")


def _links(toolkit: Toolkit, sections: list[Section]) -> Links:
    rows = rows_of([toolkit])[toolkit.pk]
    return Links(rows, news(rows, sections))


def owners_of(toolkit: Toolkit) -> list[Any]:
    """Who owns it first, then those who own it with them."""
    return [toolkit.owner, *toolkit.co_owners.order_by("name", "pk")]
