"""The public page of the plan: who came is counted by hand, and nobody is found by comparing what it says."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from brs.activities.pages.models import ActivityPage
from brs.activities.register.registers import register_of
from brs.core.pages import address
from brs.needs.assistance_plan.models import ComponentPage, OutputPage, PlanPage
from brs.needs.assistance_plan.screen import components_of, output_screen
from brs.people.models import User
from brs.reports.counting.content_subjects import plan_key
from brs.reports.counting.models import Closing, Fact
from brs.reports.tables.planned_and_done import Line, planned_and_done, who_came
from brs.taxonomy.models import Convention
from tests.given import an_activity, an_output, in_french
from tests.reports.past import a_party, a_region, came, closed, people, was_seen

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "ar")


def held(output: OutputPage, who: list[User], month: str = "2026-03") -> ActivityPage:
    """A workshop that serves an output and is over, to which these came in a month."""
    day = datetime(2026, 3, 4, tzinfo=UTC)
    workshop = an_activity(plan_output=output.slug, starts_at=day, ends_at=day)
    register_of(workshop)
    for person in who:
        was_seen(person, workshop, month)
    return workshop


def lines(page: PlanPage | None = None) -> dict[str, tuple[int | None, int, int | None]]:
    figures = planned_and_done(components_of(page or PlanPage.objects.first()))
    return {str(line.title): (line.planned, line.done, line.people) for line in all_of(figures)}


def all_of(figures) -> list[Line]:
    return [*figures.by_component, *figures.by_convention, *figures.by_region]


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
    answers = [Client().get(path) for path in (*addresses, "/api/v1/plans")]
    assert all(answer.status_code == 200 for answer in answers)
    return [answer.content.decode().partition("<main")[2] or answer.content.decode() for answer in answers]


@pytest.fixture
def world() -> None:
    a_region("KE", "TZ", "UG", "RW", "BI")
    a_region("FJ", "WS", "TO", "VU", "KI", region="Asia-Pacific States")


def near(number: int) -> set[int]:
    """What may be shown of so many in one move: by chance up to four more or fewer, to the nearest five."""
    return {(number + amiss + 2) // 5 * 5 for amiss in range(-4, 5)}


def test_who_came_is_counted_by_hand(world):
    """Thirty Kenyans to one workshop, twenty of them and twenty Fijians to another, four Fijians to one of another."""
    first, second = on_basel(an_output(planned_activities=3)), an_output()
    kenyans, fijians = people(30, a_party("KE")), people(20, a_party("FJ", "Asia-Pacific States"))
    held(first, kenyans)
    held(first, kenyans[:20] + fijians)
    held(second, fijians[:4])
    closed()
    shown = who_came(output_screen(first).output)
    figures = lines()
    assert shown in near(50)
    assert figures.pop("African States") in {(None, 2, number) for number in near(30)}
    assert figures.pop("Asia-Pacific States") in {(None, 1, number) for number in near(20)}
    assert figures == {
        first.get_parent().title: (3, 2, shown),
        second.get_parent().title: (1, 1, None),
        "Basel Convention": (3, 2, shown),
    }


def test_that_one_to_five_of_a_region_came_is_seen_nowhere(world):
    """Nor that they came at all: what is public stays as it was, to the letter."""
    output = on_basel(an_output())
    workshop = held(output, people(20, a_party("KE")))
    closed(date(2026, 4, 2))
    before = what_everybody_sees()
    asians = people(15, a_party("FJ", "Asia-Pacific States"))
    for number, person in enumerate(asians[:5], 4):
        was_seen(person, workshop, f"2026-{number:02}")
        closed(date(2026, number + 1, 2))
        assert what_everybody_sees() == before
    for person in asians[5:]:
        was_seen(person, workshop, "2026-09")
    closed()
    assert lines()["Asia-Pacific States"] in {(None, 1, number) for number in near(15)}


def test_who_is_not_confirmed_moves_nothing(world):
    workshop = held(an_output(), people(20, a_party("KE")))
    closed(date(2026, 4, 2))
    before = what_everybody_sees()
    for person in people(30, a_party("KE")):
        came(person, workshop, "2026-05")
    closed()
    assert what_everybody_sees() == before


def test_nobody_counts_before_the_month_is_over():
    held(an_output(), people(19, a_party("KE")), "2026-10")
    closed(date(2026, 10, 31))
    assert {people for _planned, _done, people in lines().values()} == {None}


def test_somebody_who_erases_their_account_or_moves_changes_nothing():
    workshop = held(an_output(), people(15, a_party("KE")))
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
            figures |= {line.people for line in all_of(planned_and_done(components_of(page)))}
    assert len(figures) == 1


def test_a_component_says_what_its_outputs_say_whoever_came_for_the_one_that_shows_nothing():
    """Both outputs of each component have had a workshop; to every second of the smaller ones somebody came."""
    parent = an_output().get_parent()
    attempts = [_two_outputs(number, parent) for number in range(40)]
    Closing.objects.create(month=date(2026, 3, 1))
    components = components_of(PlanPage.objects.get())[1:]
    figures = planned_and_done(components).by_component
    assert set(attempts) == {True, False}
    shown = [who_came(part.outputs[0]) for part in components]
    assert None not in shown and len(set(shown)) > 2
    assert [line.people for line in figures] == shown


def _two_outputs(number: int, beside: ComponentPage) -> bool:
    """Keys are the same from run to run, so that their rounding is."""
    part = beside.get_parent().add_child(
        instance=ComponentPage(title=f"Part {number}", slug=f"part{number}", objective="So.")
    )
    somebody_came = number % 2 == 0
    for index, count in ((1, 20 + number // 2 % 10), (2, int(somebody_came))):
        slug = f"part{number}-{index}"
        part.add_child(instance=OutputPage(title=slug, slug=slug))
        register_of(
            an_activity(
                plan_output=slug, translation_key=uuid.UUID(int=1_000 + 2 * number + index), sessions=0, title=slug
            )
        )
        fields = {"kind": "output", "subject": plan_key("output", slug), "measure": "came", "place": "KE"}
        if count:
            Fact.objects.create(month=date(2026, 3, 1), people=count, is_confirmed=True, **fields)
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
