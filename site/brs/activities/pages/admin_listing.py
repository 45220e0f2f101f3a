"""All activities as editors see them: with their dates and states, and what somebody should look into."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from brs.activities.register.windows import OPEN_AFTERWARDS
from brs.certificates.models import Certificate

from .catalogue import STATES
from .models import ActivityPage, ActivityPageQuerySet, is_over

ALL_STATES = {**STATES, "template": _("Template")}


def in_state(state: str, now: datetime) -> Q:
    """The condition under which `ActivityPage.state` gives this state, for the database."""
    takes_place = Q(is_template=False, cancelled_at=None)
    begun = takes_place & Q(starts_at__lte=now)
    return {
        "template": Q(is_template=True),
        "cancelled": Q(is_template=False, cancelled_at__isnull=False),
        "planned": takes_place & Q(starts_at=None),
        "coming": takes_place & Q(starts_at__gt=now),
        "running": begun & ~is_over(now),
        "past": begun & is_over(now),
    }[state]


def undated(now: datetime) -> Q:
    return in_state("planned", now)


def without_certificate(now: datetime) -> Q:
    return Q(is_template=False, cancelled_at=None, certificate_kind=None)


def overdue(now: datetime) -> Q:
    """Attendance is closed, there is a certificate to earn, and nobody has one."""
    issued = Certificate.objects.filter(subject_key=OuterRef("translation_key"))
    return in_state("past", now - OPEN_AFTERWARDS) & Q(certificate_kind__isnull=False) & ~Q(Exists(issued))


# What somebody should look into: the name in the address -> what it is called, and which activities those are.
AMISS: dict[str, tuple[Any, Callable[[datetime], Q]]] = {
    "undated": (_("No date"), undated),
    "no-certificate": (_("No certificate"), without_certificate),
    "overdue": (_("Over, and nobody certified"), overdue),
}


def first_day(page: ActivityPage) -> str:
    """In the activity's own time zone."""
    return date_format(page.starts_at.astimezone(page.zone)) if page.starts_at else ""


def _any(pages: ActivityPageQuerySet, asked: Iterable[Q]) -> ActivityPageQuerySet:
    """Asked in a query of its own: the search takes conditions on few fields alone."""
    matching = ActivityPage.objects.filter(reduce(or_, asked))
    return pages.filter(pk__in=matching.values_list("pk", flat=True))


class ActivityFilters(PageFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=list(ALL_STATES.items()), method="in_states", widget=CheckboxSelectMultiple
    )
    amiss = django_filters.MultipleChoiceFilter(
        label=_("To look into"),
        choices=[(name, title) for name, (title, _found) in AMISS.items()],
        method="something_amiss",
        widget=CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=ActivityPage.Kind.choices, widget=CheckboxSelectMultiple
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, method="in_languages", widget=CheckboxSelectMultiple
    )

    class Meta:
        model = ActivityPage
        fields = ["is_listed"]

    def in_states(self, pages: ActivityPageQuerySet, name: str, states: list[str]) -> ActivityPageQuerySet:
        now = timezone.now()
        return _any(pages, [in_state(state, now) for state in states])

    def something_amiss(self, pages: ActivityPageQuerySet, name: str, amiss: list[str]) -> ActivityPageQuerySet:
        now = timezone.now()
        return _any(pages, [AMISS[name][1](now) for name in amiss])

    def in_languages(self, pages: ActivityPageQuerySet, name: str, languages: list[str]) -> ActivityPageQuerySet:
        return _any(pages, [Q(locale__language_code__in=languages)])


class ActivityIndexView(IndexView):
    default_ordering = "-starts_at"
    list_export = ["title", "kind", "starts_at", "ends_at", "time_zone", "place", "state", "is_listed", "live", "url"]
    export_headings = {"state": _("State"), "url": _("Address")}


class ActivityListing(PageListingViewSet):
    model = ActivityPage
    index_view_class = ActivityIndexView
    name = url_prefix = "activities"
    icon = "calendar-check"
    menu_label = _("Activities")
    menu_order = 320
    add_to_admin_menu = True
    filterset_class = ActivityFilters
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("kind", label=_("Type"), accessor="get_kind_display", sort_key="kind"),
        Column("starts_at", label=_("Begins"), accessor=first_day, sort_key="starts_at"),
        Column("state", label=_("State"), accessor=lambda page: ALL_STATES[page.state()]),
        Column("place", label=_("Place"), sort_key="place"),
        BooleanColumn("is_listed", label=_("Listed"), sort_key="is_listed"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
