"""The public page of the plan: who came is counted by hand, and nobody is found by comparing what it says."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from brs.activities.actions import register_of
from brs.activities.models import ActivityPage
from brs.core.pages import address
from brs.needs.models import ComponentPage, OutputPage, PlanPage
from brs.needs.plan_screen import components_of, output_screen
from brs.people.models import User
from brs.reports.carried import plan_key
from brs.reports.models import Closing, Fact
from brs.reports.plan import Line, planned_and_done, who_came
from brs.taxonomy.models import Convention
from tests.given import an_activity, an_output, in_french
from tests.reports.past import a_party, came, closed, people

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "ar")


def held(output: OutputPage, who: list[User], month: str = "2026-03") -> ActivityPage:
    """A workshop that serves an output and is over, to which these came in a month."""
    day = datetime(2026, 3, 4, tzinfo=UTC)
    workshop = an_activity(plan_output=output.slug, starts_at=day, ends_at=day)
    register_of(workshop)
    for person in who:
        came(person, workshop, month)
    return workshop


def lines(page: PlanPage | None = None) -> dict[str, tuple[int | None, int, int | None]]:
    found = planned_and_done(components_of(page or PlanPage.objects.first()))
    return {str(one.title): (one.planned, one.done, one.people) for one in all_of(found)}


def all_of(found) -> list[Line]:
    return [*found.by_component, *found.by_convention, *found.by_region]


def on_basel(output: OutputPage) -> OutputPage:
    basel, _is_new = Convention.objects.get_or_create(slug="basel", title="Basel Convention", locale=output.locale)
    output.conventions = [basel]
    output.save_revision().publish()
    return output


def what_everybody_sees() -> list[str]:
    """The plan and its outputs in three languages, and the API; of pages what differs from visit to visit left out."""
    cache.clear()
    pages = [PlanPage.objects.first(), *OutputPage.objects.filter(locale__language_code="en")]
    addresses = [address(page, language) for page in pages for language in LANGUAGES]
    answers = [Client().get(where) for where in (*addresses, "/api/v1/plans")]
    assert all(answer.status_code == 200 for answer in answers)
    return [answer.content.decode().partition("<main")[2] or answer.content.decode() for answer in answers]


def test_who_came_is_counted_by_hand():
    """Ten Kenyans to one workshop, five of them and five Fijians to another, four Fijians to one of another output."""
    first, second = on_basel(an_output(planned_activities=3)), an_output()
    kenyans, fijians = people(10, a_party("KE")), people(5, a_party("FJ", "Asia-Pacific States"))
    held(first, kenyans)
    held(first, kenyans[:5] + fijians)
    held(second, fijians[:4])
    closed()
    assert who_came(output_screen(first).output) == 15
    assert lines() == {
        first.get_parent().title: (3, 2, 15),
        second.get_parent().title: (1, 1, None),
        "Basel Convention": (3, 2, 15),
        "African States": (None, 2, 10),
        # Nine, since four came for both outputs. They are fewer than five in the last workshop.
        "Asia-Pacific States": (None, 1, lines()["Asia-Pacific States"][2]),
    }
    assert lines()["Asia-Pacific States"][2] in (5, 10)


def test_that_one_to_four_of_a_region_came_is_seen_nowhere():
    """Nor that they came at all: what is public stays as it was, to the letter."""
    output = on_basel(an_output())
    workshop = held(output, people(20, a_party("KE")))
    closed(date(2026, 4, 2))
    before = what_everybody_sees()
    asians = people(5, a_party("FJ", "Asia-Pacific States"))
    for number, person in enumerate(asians[:4], 5):
        came(person, workshop, f"2026-{number:02}")
        closed(date(2026, number + 1, 2))
        assert what_everybody_sees() == before
    came(asians[4], workshop, "2026-09")
    closed()
    assert lines()["Asia-Pacific States"] == (None, 1, 5)
    assert what_everybody_sees() != before


def test_nobody_counts_before_the_month_is_over():
    held(an_output(), people(9, a_party("KE")), "2026-10")
    closed(date(2026, 10, 31))
    assert {people for _planned, _done, people in lines().values()} == {None}


def test_somebody_who_erases_their_account_or_moves_changes_nothing():
    workshop = held(an_output(), people(5, a_party("KE")))
    closed()
    before = what_everybody_sees()
    mover, leaver = User.objects.filter(participations__register=workshop.translation_key)[:2]
    User.objects.filter(pk=mover.pk).update(party=a_party("FJ", "Asia-Pacific States"))
    leaver.delete()
    closed(date(2026, 12, 1))
    assert what_everybody_sees() == before


@pytest.mark.parametrize("number", range(11, 15))
def test_the_same_people_are_rounded_alike_wherever_and_in_whatever_language_they_are_shown(number):
    """Else the mean of many roundings would tell how many they are."""
    output = on_basel(an_output())
    held(output, people(number, None))
    closed()
    plan, french = PlanPage.objects.get(), in_french(PlanPage.objects.get())
    figures = {who_came(output_screen(output).output)}
    for page, language in ((plan, "en"), (french, "fr"), (plan, "ar")):
        with override(language):
            figures |= {one.people for one in all_of(planned_and_done(components_of(page)))}
    assert len(figures) == 1


def test_comparing_a_component_with_one_of_its_outputs_tells_nothing_of_the_one_person_of_the_other():
    """Both outputs of each component have had a workshop; to every second of the smaller ones somebody came."""
    parent = an_output().get_parent()
    attempts = [_two_outputs(number, parent) for number in range(40)]
    Closing.objects.create(month=date(2026, 3, 1))
    components = components_of(PlanPage.objects.get())[1:]
    found = planned_and_done(components).by_component
    differs: dict[bool, list[bool]] = {True: [], False: []}
    for somebody_came, part, line in zip(attempts, components, found, strict=True):
        differs[somebody_came].append(who_came(part.outputs[0]) != line.people)
    rate = {did: sum(seen) / len(seen) for did, seen in differs.items()}
    assert min(rate.values()) > 0.2, "figures of the same number differ as well"
    assert abs(rate[True] - rate[False]) < 0.3, rate


def _two_outputs(number: int, beside: ComponentPage) -> bool:
    """Keys are the same from run to run, so that their rounding is."""
    part = beside.get_parent().add_child(
        instance=ComponentPage(title=f"Part {number}", slug=f"part{number}", objective="So.")
    )
    somebody_came = number % 2 == 0
    for place, count in ((1, 20 + number // 2 % 10), (2, int(somebody_came))):
        slug = f"part{number}-{place}"
        part.add_child(instance=OutputPage(title=slug, slug=slug))
        register_of(
            an_activity(
                plan_output=slug, translation_key=uuid.UUID(int=1_000 + 2 * number + place), sessions=0, title=slug
            )
        )
        said = {"kind": "output", "subject": plan_key("output", slug), "measure": "came", "place": "KE"}
        if count:
            Fact.objects.create(month=date(2026, 3, 1), people=count, **said)
    return somebody_came


@pytest.mark.parametrize("size", [2, 12])
def test_a_plan_takes_as_many_queries_whatever_its_size(client, django_assert_num_queries, size):
    kenyans = people(2, a_party("KE"))
    for _ in range(size):
        held(an_output(), kenyans)
    closed()
    path = address(PlanPage.objects.get(), "en")
    client.get(path)
    with django_assert_num_queries(10):
        client.get(path)
