"""What an address asks a report for: the filters, read and found to be right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brs.people.models import Party
from brs.people.places import GROUPS, REGIONS, place_class, places
from brs.reports.counting.content_subjects import names_of_subjects
from brs.reports.counting.counts import EVERYTHING, KINDS
from brs.reports.counting.models import Closing, Fact
from brs.reports.disclosure import public_sets
from brs.reports.disclosure.figures import EVERYBODY, NAME_OF_ALL, Group, Period, Tally, facts, tally
from brs.reports.disclosure.public_sets import Place
from brs.reports.disclosure.telling import Codes
from brs.taxonomy.models import Convention, in_readers_language

from .rounds import Round, last_rounds

T = TypeVar("T")
TOO_FEW = _("Fewer than five Parties are in it, or would follow from it and other figures.")


class FilterForm(forms.Form):
    """`offered`: the names of those that a screen has; `parties` and `months`: all that there are."""

    convention = forms.ChoiceField(label=_("Convention"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    group = forms.ChoiceField(label=_("Group of countries"), required=False)
    since = forms.ChoiceField(label=_("From"), required=False)
    until = forms.ChoiceField(label=_("To the end of"), required=False)

    def __init__(self, data: Any, offered: tuple[str, ...], months: list[date]):
        super().__init__(data)
        for name in self.fields.keys() - offered:
            del self.fields[name]
        choices = {
            "convention": lambda: [
                (convention.slug, convention.title) for convention in in_readers_language(Convention).values()
            ],
            "region": lambda: list(REGIONS.values()),
            "group": lambda: [(name, title) for name, (_field, title) in GROUPS.items()],
            "since": lambda: _named(months),
            "until": lambda: _named(reversed(months)),
        }
        everything = {"since": _("The beginning"), "until": _("The last month")}
        for name, shown in self.fields.items():
            assert isinstance(shown, forms.ChoiceField)
            shown.choices = [("", everything.get(name, pgettext_lazy("no filter", "All"))), *choices[name]()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("It ends before it begins."))
        return cleaned


def _named(months: Any) -> list[tuple[str, str]]:
    return [(f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in months]


@dataclass(frozen=True)
class ReportFilters:
    """`parties`: those of the region and group asked for, all others left out. `months`: those that are closed.

    `published`: of which regions and groups may be told, where everybody may see it; None for the Secretariat.
    """

    parties: list[Party]
    months: list[date]
    region: str = ""
    group_of_countries: str = ""
    convention: Convention | None = None
    period: Period = Period()
    classes: set[str] | None = None
    published: dict[Place, Codes] | None = None
    _made: dict[Callable[["ReportFilters"], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[["ReportFilters"], T]) -> T:
        """What several tables of a screen are made of, made for the first of them."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    @property
    def is_everywhere(self) -> bool:
        return not (self.region or self.group_of_countries)

    @property
    def is_public(self) -> bool:
        return self.published is not None

    @property
    def codes(self) -> frozenset[str] | None:
        """Of the Parties asked for; None for people of all and of none."""
        return None if self.is_everywhere else frozenset(party.pk for party in self.parties)

    @property
    def last_month(self) -> date | None:
        """The one at whose end the figures stand."""
        return self.period.until or (self.months[-1] if self.months else None)

    @property
    def group(self) -> Group:
        return self.group_with(self.codes)

    def group_with(self, codes: Codes | None, gender: str = EVERYBODY, role: str = EVERYBODY) -> Group:
        """Of these Parties, as it may be shown to who asks."""
        return Group(codes, gender, role, self.is_public)

    def facts(
        self, kind: str, measures: Iterable[str], *, subject: UUID | None = None, places: Iterable[str] | None
    ) -> QuerySet[Fact]:
        """What of the figures booked who asks may know of."""
        return facts(kind, measures, subject=subject, places=places, is_public=self.is_public)

    @cached_property
    def names(self) -> dict[UUID, str]:
        return names_of_subjects()

    def name_of(self, subject: UUID) -> str:
        """Under which its figures are rounded."""
        return self.names.get(subject, str(subject))

    @cached_property
    def scope(self) -> tuple[str, Any, str]:
        """Kind, key and name of the subject whose people are meant: a convention, or all."""
        if self.convention:
            key = self.convention.translation_key
            return "convention", key, self.name_of(key)
        return "all", EVERYTHING, NAME_OF_ALL

    @cached_property
    def by_place(self) -> dict[Any, Tally]:
        """By Party what its people did, of those in scope. One query, for all tables of a screen."""
        kind, subject, _name = self.scope
        return tally(self.facts(kind, KINDS[kind].measures, subject=subject, places=self.codes), "place")

    @cached_property
    def rounds(self) -> list[Round]:
        """What its Parties said last of their needs. Two queries, for all tables of a screen."""
        return last_rounds(self.parties)


def read_filters(
    data: Any, offered: tuple[str, ...], *, is_public: bool = False
) -> tuple[FilterForm, ReportFilters | None]:
    """The form of a screen's filters, and what they ask for; None where they ask for what there is not.

    `is_public`: everybody may see it; then it may not be asked of few Parties. Four queries at most.
    """
    months = list(Closing.objects.values_list("month", flat=True))
    form = FilterForm(data, offered, months)
    if not form.is_valid():
        return form, None
    cleaned = form.cleaned_data
    region, group = cleaned.get("region", ""), cleaned.get("group", "")
    everywhere = list(Party.objects.all())
    public = public_sets.published() if is_public else None
    parties = places(everywhere, region, group)
    if public is not None and (region or group):
        codes = public.get((region, group), frozenset())
        parties = [party for party in everywhere if party.pk in codes]
        if not parties:
            form.add_error("group" if group else "region", TOO_FEW)
            return form, None
    chosen = cleaned.get("convention")
    conventions = in_readers_language(Convention).values() if chosen else ()
    return form, ReportFilters(
        parties=parties,
        months=months,
        region=region,
        group_of_countries=group,
        convention=next((convention for convention in conventions if convention.slug == chosen), None),  # type: ignore[arg-type]
        period=Period(_month(cleaned.get("since")), _month(cleaned.get("until"))),
        classes=_classes(parties, everywhere, is_public=is_public) if region or group else None,
        published=public,
    )


def _classes(parties: list[Party], everywhere: list[Party], *, is_public: bool) -> set[str]:
    """In which the people of these Parties are booked, where no Party is.

    Where everybody may see it, none at all while others are in the same: a Party has just come into another group.
    """
    classes = {place_class(party) for party in parties}
    if is_public and sum(place_class(party) in classes for party in everywhere) != len(parties):
        return set()
    return classes


def _month(text: str | None) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None
