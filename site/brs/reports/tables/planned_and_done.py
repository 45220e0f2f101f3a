"""The plan of technical assistance: what was planned beside what was done, and who came as it may be shown.

That an activity took place is public: its page says so. Who came to it is booked month by month and told like every
other public figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from brs.core.templatetags.brs import titled
from brs.needs.assistance_plan.screen import Component, Output
from brs.people.places import REGIONS
from brs.reports.counting.content_subjects import names_of_subjects, plan_key
from brs.reports.counting.models import Fact
from brs.reports.disclosure import public_sets
from brs.reports.disclosure.figures import Group, Tally, together
from brs.reports.disclosure.telling import Codes
from brs.taxonomy.models import Convention, in_readers_language

from .table import Text

NOWHERE: Codes = frozenset()


@dataclass(frozen=True)
class Line:
    """Of a component, a convention or a region. `planned` is None for a region: the plan names none."""

    title: Text
    planned: int | None
    done: int
    people: int | None


@dataclass(frozen=True)
class PlannedAndDone:
    by_component: list[Line]
    by_convention: list[Line]
    by_region: list[Line]


@dataclass(frozen=True)
class Came:
    """What is booked of outputs and of their activities: key -> Parties of a region -> people by month.

    `names`: to round under.
    """

    booked: Mapping[UUID, Mapping[Codes, Tally]]
    names: Mapping[UUID, str]

    def figure(self, key: UUID, region: Codes | None = None) -> int | None:
        """How many came for it, from the Parties of a region or at all."""
        booked = self.booked.get(key, {})
        sums = together(tally for parties, tally in booked.items() if region in (None, parties))
        # The same people move alike wherever they are shown: an output with one activity as that activity.
        return sums.figure("came", self.names.get(key, str(key)), Group(region, is_public=True))

    def figure_of_all(self, keys: Iterable[UUID], region: Codes | None = None) -> int | None:
        """The sum of what is shown of each: it tells nothing beside that. Who came for two of them counts twice."""
        return sum(self.figure(key, region) or 0 for key in keys) or None


def planned_and_done(components: list[Component]) -> PlannedAndDone:
    """Three queries and those for names, however many outputs, activities and people there are.

    Of the regions those of which everybody may know.
    """
    outputs = [output for component in components for output in component.outputs]
    public = public_sets.published()
    places = {public[region, ""]: title for region, title in REGIONS.values() if (region, "") in public}
    came = _came(outputs, places)
    conventions = in_readers_language(
        Convention, {term.translation_key for output in outputs for term in output.page.conventions.all()}
    )
    return PlannedAndDone(
        by_component=[_line(titled(part.page), part.outputs, came) for part in components],
        by_convention=[
            _line(titled(term), [output for output in outputs if _carries(output, term)], came)
            for term in sorted(conventions.values(), key=lambda term: term.sort_order)
        ],
        by_region=_by_region(outputs, came, places),
    )


def who_came(output: Output) -> int | None:
    return who_came_to([output])[output.page.slug]


def who_came_to(outputs: list[Output]) -> dict[str, int | None]:
    """By the outputs' codes."""
    came = _came(outputs)
    return {output.page.slug: came.figure(_key(output)) for output in outputs}


def _came(outputs: list[Output], places: Iterable[Codes] = ()) -> Came:
    """One query and those for names."""
    region_of = {code: region for region in places for code in region}
    keys = {_key(output) for output in outputs} | {
        activity.translation_key for output in outputs for activity in output.done
    }
    came: dict[UUID, dict[Codes, Tally]] = defaultdict(lambda: defaultdict(Tally))
    rows = Fact.objects.filter(kind__in=("output", "activity"), measure="came", subject__in=keys, is_confirmed=True)
    for key, party, month, people in rows.values_list("subject", "place", "month", "people").iterator():
        came[key][region_of.get(party, NOWHERE)].add("came", month, people, 0)
    return Came(came, names_of_subjects())


def _key(output: Output) -> UUID:
    return plan_key("output", output.page.slug)


def _carries(output: Output, term: Convention) -> bool:
    return any(convention.translation_key == term.translation_key for convention in output.page.conventions.all())


def _line(title: Text, outputs: list[Output], came: Came) -> Line:
    planned, done = sum(output.planned for output in outputs), sum(len(output.done) for output in outputs)
    return Line(title, planned, done, came.figure_of_all(map(_key, outputs)))


def _by_region(outputs: list[Output], came: Came, places: Mapping[Codes, Text]) -> list[Line]:
    """Where those who came are from; regions for which there is no figure are left out.

    An activity is done in each region for which it has a figure: else it would say of one person that they came.
    """
    done = [activity.translation_key for output in outputs for activity in output.done]
    lines = [
        Line(
            title,
            None,
            sum(came.figure(key, region) is not None for key in done),
            came.figure_of_all(map(_key, outputs), region),
        )
        for region, title in places.items()
    ]
    return [line for line in lines if line.people is not None]
