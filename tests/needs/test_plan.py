"""The plan of technical assistance: planned beside done, counted by hand; values of indicators are only added."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone as now_of
from django.utils.translation import override
from wagtail.models import Locale

from brs.activities.actions import Row, come, enlist
from brs.activities.models import ActivityPage, Participation
from brs.core.pages import address
from brs.needs.models import IndicatorValue, OutputPage, PlanPage
from brs.needs.plan_screen import output_screen, plan_screen
from brs.people.models import Party
from brs.taxonomy.models import Convention
from tests.given import an_activity, an_output, in_french, in_role

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2025, 5, 4, 9, tzinfo=UTC)


def ran(
    output, people: int, party: Party | None = None, ended: datetime = LAST_YEAR, noted: datetime | None = None
) -> ActivityPage:
    """An activity that serves an output, is over, and to which so many came (noted then, or while it ran)."""
    activity = an_activity(plan_output=output.slug, starts_at=ended - timedelta(hours=6), ends_at=ended)
    rows = [Row(f"Person {number}", party=party) for number in range(people)]
    enlist(activity, rows, in_role("facilitator"), language="en")
    came = Participation.objects.filter(register=activity.translation_key)
    for one in came:
        come(one)
    came.update(joined_at=noted or ended - timedelta(hours=1))
    return activity


def a_convention(slug: str) -> Convention:
    return Convention.objects.create(slug=slug, title=slug, locale=Locale.get_default())


def test_planned_beside_done_by_hand():
    output, other = an_output(planned_activities=3), an_output()
    kenya = Party.objects.create(iso2="KE", names={"en": "Kenya"}, regional_group="African States")
    ran(output, people=23, party=kenya)
    an_activity(plan_output=output.slug)
    an_activity(plan_output=other.slug, cancelled_at=now_of.now(), cancelled_because="Storm.")
    an_activity(plan_output=output.slug, is_template=True)
    an_activity(plan_output=output.slug, is_listed=False)
    screen = plan_screen(PlanPage.objects.get())
    first, second = screen.by_component
    assert (first.planned, first.done, second.planned, second.done) == (3, 1, 0, 0)
    assert first.people in (20, 25) and second.people is None
    [region] = screen.by_region
    assert (region.title, region.done) == ("African States", 1) and region.people in (20, 25)
    [shown] = [one for part in screen.components for one in part.outputs if one.page == other]
    assert len(shown.cancelled) == 1


def test_who_came_this_month_or_with_fewer_than_five_is_not_counted_yet():
    output = an_output()
    ran(output, people=30, ended=now_of.now() - timedelta(minutes=1))
    ran(output, people=4)
    assert output_screen(output).output.people is None


def test_who_is_noted_later_counts_when_that_month_is_over():
    """Else whoever looks again and again would learn of one person at a time."""
    output = an_output()
    activity = ran(output, people=9)
    before = output_screen(output).output.people
    ran(output, people=6, noted=now_of.now() - timedelta(seconds=1))
    assert output_screen(output).output.people == before
    Participation.objects.exclude(register=activity.translation_key).update(joined_at=LAST_YEAR + timedelta(days=70))
    assert output_screen(output).output.people == 15


@pytest.mark.parametrize("people", range(11, 15))
def test_the_same_people_are_rounded_alike_wherever_and_in_whatever_language_they_are_shown(people):
    """Else the mean of many roundings would tell how many they are."""
    output = an_output()
    output.conventions = [a_convention("basel"), a_convention("rotterdam")]
    output.save()
    ran(output, people)
    plan = PlanPage.objects.get()
    french = in_french(output).get_parent().get_parent().specific
    figures = set()
    for page, language in ((plan, "en"), (french, "fr"), (plan, "ar")):
        with override(language):
            screen = plan_screen(page)
            figures |= {one.people for one in [*screen.by_component, *screen.by_convention]}
    figures.discard(None)
    assert len(figures | {output_screen(output).output.people}) == 1


def test_regions_are_named_in_the_readers_language(client):
    ran(an_output(), people=5, party=Party.objects.create(iso2="KE", regional_group="African States"))
    assert "États d’Afrique" in client.get("/fr/plan/").content.decode()


def test_conventions_are_counted_by_what_outputs_carry():
    output = an_output(planned_activities=2)
    output.conventions = [a_convention("basel")]
    output.save()
    [tally] = plan_screen(PlanPage.objects.get()).by_convention
    assert (tally.title, tally.planned, tally.done) == ("basel", 2, 0)


def test_an_indicators_value_is_the_last_said_of_the_latest_day(client):
    output = an_output()
    said = {"output_key": output.translation_key, "indicator": "m1", "source": "Survey"}
    for value, day in ((3, date(2026, 1, 1)), (5, date(2026, 3, 1)), (4, date(2026, 3, 1)), (9, date(2025, 1, 1))):
        IndicatorValue.objects.create(value=Decimal(value), on=day, **said)
    [indicator] = output_screen(output).output.indicators
    assert indicator.value.value == 4
    assert indicator.reached == 40
    html = client.get(address(output, "en")).content.decode()
    assert "Measure 1" in html and "Survey" in html and "40 %" in html.replace("\xa0", " ")


def test_a_manager_enters_values_and_nobody_changes_them(client):
    output = an_output()
    client.force_login(in_role("manager"))
    add = reverse("wagtailsnippets_needs_indicatorvalue:add")
    sent = {"what": f"{output.translation_key} m1", "value": "7", "on": "2026-02-01", "source": "Records"}
    assert "This day is still to come." in client.post(add, {**sent, "on": "2999-01-01"}).content.decode()
    assert client.post(add, {**sent, "what": "x y"}).status_code == 200
    assert not IndicatorValue.objects.exists()
    client.post(add, sent)
    value = IndicatorValue.objects.get()
    assert (value.value, value.text, value.by.groups.get().name) == (7, "Measure 1 (Parties)", "manager")
    edit = reverse("wagtailsnippets_needs_indicatorvalue:edit", args=[value.pk])
    delete = reverse("wagtailsnippets_needs_indicatorvalue:delete", args=[value.pk])
    client.post(edit, {**sent, "value": "9"})
    client.post(delete)
    assert IndicatorValue.objects.get().value == 7


@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor"])
def test_nobody_else_enters_values(client, role):
    output = an_output()
    client.force_login(in_role(role))
    add = reverse("wagtailsnippets_needs_indicatorvalue:add")
    client.post(add, {"what": f"{output.translation_key} m1", "value": "7", "on": "2026-02-01", "source": "Records"})
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("size", [2, 12])
def test_a_plan_takes_as_many_queries_whatever_its_size(client, django_assert_num_queries, size):
    for _ in range(size):
        ran(an_output(), people=2)
    path = address(PlanPage.objects.get(), "en")
    client.get(path)
    with django_assert_num_queries(8):
        client.get(path)


def test_pages_of_the_plan_are_read_in_another_language_and_components_lead_into_the_plan(client):
    output = an_output()
    in_french(PlanPage.objects.get())
    html = client.get("/fr/plan/").content.decode()
    assert client.get("/fr/plan/").status_code == 200 and output.title not in html
    component = OutputPage.objects.get().get_parent()
    answer = client.get(address(component, "en"))
    assert answer.status_code == 302 and answer.url == f"/en/plan/#{component.slug}"
