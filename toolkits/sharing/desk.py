"""A person's desk: the toolkits they own, alone or with others, and those they are asked to own."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import Entry, Invitation, ShareLink, Toolkit

PER_PAGE = 20


@dataclass(frozen=True)
class Desk:
    """`page`: of toolkits, the last changed first; each says `items` and `working_links`."""

    page: Page
    is_archive: bool
    invitations: list[Invitation]


def desk(person: Any, *, is_archive: bool, page: str) -> Desk:
    """Three queries, however many toolkits there are."""
    mine = Toolkit.objects.editable_by(person).filter(archived_at__isnull=not is_archive).select_related("owner")
    asked = Invitation.objects.to(person).select_related("toolkit", "invited_by")
    return Desk(
        page=Paginator(counted(mine), PER_PAGE).get_page(page),
        is_archive=is_archive,
        invitations=list(asked[:PER_PAGE]),
    )


def counted(toolkits: QuerySet[Toolkit]) -> QuerySet[Toolkit]:
    """Each with its number of items, headings left out, and of links that work."""
    items = Entry.objects.exclude(kind=Entry.Kind.SECTION)
    return toolkits.annotate(items=_number_of(items), working_links=_number_of(ShareLink.objects.working()))


def _number_of(rows: QuerySet) -> Coalesce:
    per_toolkit = rows.filter(toolkit=OuterRef("pk")).order_by().values("toolkit").annotate(n=Count("pk"))
    return Coalesce(Subquery(per_toolkit.values("n"), output_field=IntegerField()), 0)
