"""A person's desk: the toolkits they own, alone or with others, and those they are asked to own."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from toolkits.sharing.contents.sections import contents_of
from toolkits.sharing.links.links import Links, news, rows_of
from toolkits.sharing.models import Invitation, Toolkit

PER_PAGE = 20


@dataclass(frozen=True)
class Row:
    """`toolkit` says `items` and `working_links`; `links`: empty for those who may not share."""

    toolkit: Toolkit
    links: Links | None = None


@dataclass(frozen=True)
class Desk:
    """`page`: of toolkits, the last changed first; `rows`: those on it."""

    page: Page
    rows: list[Row]
    is_archive: bool
    invitations: list[Invitation]


def desk(person: Any, language: str, *, is_archive: bool, page: str) -> Desk:
    """Some queries, however many toolkits, entries and links there are."""
    mine = Toolkit.objects.editable_by(person).filter(archived_at__isnull=not is_archive).select_related("owner")
    asked = Invitation.objects.to(person).select_related("toolkit", "invited_by")
    shown = Paginator(mine.counted(), PER_PAGE).get_page(page)
    links = links_of(list(shown), language) if person.has_perm("toolkits.add_sharelink") else {}
    return Desk(
        page=shown,
        rows=[Row(toolkit, links.get(toolkit.pk)) for toolkit in shown],
        is_archive=is_archive,
        invitations=list(asked[:PER_PAGE]),
    )


def links_of(toolkits: list[Toolkit], language: str) -> dict[Any, Links]:
    """Of those that have been shared, by key: their links and what has changed since the last was made."""
    rows = rows_of(toolkits)
    shared = [toolkit for toolkit in toolkits if rows[toolkit.pk]]
    contents = contents_of(shared, language, for_owner=True, in_brief=True) if shared else {}
    return {key: Links(rows[key], news(rows[key], sections)) for key, sections in contents.items()}
